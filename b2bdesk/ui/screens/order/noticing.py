"""Warnings float in beside the typing: habits are read on a reader, then lines are shown anew."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject

from b2bdesk.trade.errors import Expected
from b2bdesk.ui.screens.order.book import RELOAD_FROM
from b2bdesk.ui.screens.order.parts import Parts
from b2bdesk.usecases.changes import ChangeSet


class Noticing(QObject):
    """Looks at what is unusual whenever lines came into the cart; one look at a time."""

    def __init__(self, parts: Parts, parent: QObject) -> None:
        super().__init__(parent)
        self._parts, self._book = parts, parts.book
        self._looking = self._again = False
        self._book.opened.connect(self.look)
        self._book.changed.connect(self.look)
        parts.context.hub.changed.connect(self._on_news)

    def look(self) -> None:
        """Look at lines whose goods are not known yet; nothing to know costs nothing to show."""
        if not self._book.cart_id:
            return
        if self._looking:
            self._again = True
            return
        self._looking, self._again = True, False
        notice = partial(self._parts.services.warnings.notice, self._book.cart_id)
        self._parts.context.runner.run(
            notice, partial(self._on_noticed, self._book.cart_id), failed=self._on_failed,
            owner=self,
        )  # fmt: skip

    def _on_noticed(self, cart_id: str, line_ids: Sequence[str]) -> None:
        self._looking = False
        if line_ids and cart_id == self._book.cart_id:
            if len(line_ids) < RELOAD_FROM:
                self._book.do(partial(self._book.answer, line_ids))
            else:
                self._book.reload()
        if self._again:
            self.look()

    def _on_failed(self, error: BaseException) -> bool:
        self._looking = False
        return isinstance(error, Expected)

    def _on_news(self, change: ChangeSet) -> None:
        if change.touches("orders"):
            self.look()
