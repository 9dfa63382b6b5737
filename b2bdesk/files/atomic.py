"""Writing a file whole or not at all: beside it first, then in its place.

A spreadsheet that has the file open, a full disk or a folder without rights end in one coded
error, and what was there before stays.
"""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from b2bdesk.trade.errors import Environment

_FULL = (errno.ENOSPC, errno.EDQUOT) if hasattr(errno, "EDQUOT") else (errno.ENOSPC,)


@contextmanager
def writing(target: Path) -> Iterator[BinaryIO]:
    """Lend a stream whose content becomes `target` when the block ends well.

    Raises:
        Environment: `disk_full`, `file_locked` or `folder_not_writable`.
    """
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                yield stream
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise _not_written(target, error) from error


def _not_written(target: Path, error: OSError) -> Environment:
    place = str(target.parent)
    if error.errno in _FULL:
        return Environment("disk_full", place=place)
    if target.exists() and os.access(target.parent, os.W_OK):
        return Environment("file_locked", file=target.name)
    return Environment("folder_not_writable", place=place)
