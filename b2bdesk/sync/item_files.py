"""Certificates and passports of goods: fetched when opened, proven, kept (PROTOCOL R16).

A file with a digest is asked for by content, others by their place. It is kept under a name made
from its kind and the article's id, so that another version is another file. Made by `bootstrap`.
"""

import hashlib
import re
from pathlib import Path

from b2bdesk.sync.api import Api
from b2bdesk.sync.files import Vault
from b2bdesk.trade.errors import Environment
from b2bdesk.usecases.rows.offers import ItemFile

MAX_BYTES = 64 * 1024 * 1024
_SUFFIXES = {
    "application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg",
    "application/zip": ".zip",
}  # fmt: skip
_MAGIC = {".pdf": b"%PDF-", ".png": b"\x89PNG", ".jpg": b"\xff\xd8\xff", ".zip": b"PK"}


class ItemFiles:
    """The folder of files of goods of a profile; implements `GoodsFilesPort`."""

    def __init__(self, folder: Path, vault: Vault, api: Api) -> None:
        """Keep where files lie.

        Args:
            folder: of the files.
            vault: writes files whole.
            api: the portal.
        """
        self._folder = folder
        self._vault = vault
        self._api = api

    def path(self, item_id: str, file: ItemFile) -> Path:
        """Return where a file lies or would lie."""
        told = f"{item_id}\x1f{file.kind}\x1f{file.ord}\x1f{file.sha256}\x1f{file.size}"
        mark = hashlib.sha256(told.encode()).hexdigest()[:16]
        kind = re.sub(r"[^a-z]", "", file.kind.lower())[:20] or "file"
        return self._folder / f"{kind}-{mark}{_SUFFIXES.get(file.media_type, '.bin')}"

    def fetch(self, item_id: str, file: ItemFile) -> Path:
        """Fetch a file from the portal.

        Raises:
            Expected: the portal has none.
            Environment: not reached; `body_too_big`; `body_damaged` when digest or form do not fit.
        """
        if file.sha256:
            body = self._api.file("file", {"sha256": file.sha256}, {}, MAX_BYTES).body
        else:
            place = {"item_id": item_id, "kind": file.kind, "ord": str(file.ord)}
            body = self._api.file("item_file", place, {}, MAX_BYTES).body
        path = self.path(item_id, file)
        damaged = file.sha256 and hashlib.sha256(body).hexdigest() != file.sha256
        if damaged or not body.startswith(_MAGIC.get(path.suffix, b"")):
            raise Environment("body_damaged", feed="files")
        return self._vault.keep(path, lambda part: part.write_bytes(body))
