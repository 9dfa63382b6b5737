"""Bytes of pictures and printed documents, in a folder beside the database, by their SHA-256.

Content-addressed and written once: a file is complete under its name or absent (PROTOCOL §2.1 D).
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path

_SHA = re.compile(r"^[0-9a-f]{64}$")


class BlobFolder:
    """A folder of write-once files named by their digest."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, data: bytes) -> str:
        """Keep bytes; return their lower-case hex SHA-256."""
        sha256 = hashlib.sha256(data).hexdigest()
        target = self._folder / sha256[:2] / sha256
        if target.exists():
            return sha256
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        try:
            Path(name).replace(target)
        except PermissionError:
            # Windows: another thread has just laid the same content there and it is being read
            Path(name).unlink(missing_ok=True)
            if not target.exists():
                raise
        return sha256

    def beside(self, name: str) -> Path:
        """The folder of another kind of files of the same portal; it may not exist."""
        return self._folder.with_suffix(f".{name}")

    def path(self, sha256: str) -> Path | None:
        """The file of a digest, None when it is not a digest or not here."""
        if not _SHA.match(sha256):
            return None
        target = self._folder / sha256[:2] / sha256
        return target if target.is_file() else None
