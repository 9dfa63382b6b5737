"""The portal's program that dies at its n-th writing statement or commit, as if it was killed.

    python -m tests.support.dying_portal 7 serve --db portal.db --port 0

Statements count from the first that writes an order or takes up a key; before it the portal only
starts and reads.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from sqlalchemy import Engine, event

from b2bdesk.portal.__main__ import main

_WRITES = ("INSERT", "UPDATE", "DELETE")


class Fuse:
    """Counts what the portal writes on its way to an order."""

    def __init__(self, left: int) -> None:
        self._left = left
        self._lit = False

    def statement(self, _c: Any, _cursor: Any, text: str, *_more: Any) -> None:
        """Before each statement."""
        words = text.lstrip().upper()
        if words.startswith(_WRITES):
            self._lit = self._lit or "INTO IDEM " in words or "INTO ORDERS" in words
            self.burn()

    def burn(self, *_connection: Any) -> None:
        """Before each commit, too."""
        if not self._lit:
            return
        self._left -= 1
        if self._left <= 0:
            os._exit(9)


if __name__ == "__main__":
    fuse = Fuse(int(sys.argv[1]))
    event.listen(Engine, "before_cursor_execute", fuse.statement)
    event.listen(Engine, "commit", fuse.burn)
    del sys.argv[1]
    sys.exit(main())
