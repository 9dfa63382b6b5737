"""Pictures and documents: fetched when asked for, proven, kept (PROTOCOL R16).

A document lands as `.part`, is checked (digest where it is known, size, magic), flushed and then
renamed; its name is made from cleaned fields, never from what the server calls it. Pictures that
the portal does not have are remembered as empty, so that nobody asks twice.
"""

import errno
import hashlib
import logging
import os
import re
import threading
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Protocol

from b2bdesk.sync.api import Api
from b2bdesk.trade.errors import Environment, Expected

log = logging.getLogger(__name__)
MAX_PICTURE = 16 * 1024 * 1024
_PICTURE_MAGIC = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF")
_PDF_MAGIC = b"%PDF-"
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_MAX_NAME = 100
_PATIENCE = (0.05, 0.1, 0.2, 0.4, 0.8)


class PictureStore(Protocol):
    """Where pictures are kept."""

    def get(self, item_id: str, size: int) -> bytes | None:
        """Return a kept picture; empty = the portal has none."""
        ...

    def put(self, item_id: str, size: int, picture: bytes) -> None:
        """Keep a picture."""
        ...


def _unmarked(_item_id: str, _view: int) -> str:
    """Nothing is known of the picture."""
    return ""


class Pictures:
    """Pictures of items; implements `PicturesPort`."""

    def __init__(
        self, api: Api, store: PictureStore, mark: Callable[[str, int], str] = _unmarked
    ) -> None:
        """Fetch and keep pictures.

        Args:
            api: the portal.
            store: where they are kept.
            mark: names what a picture of an item is now (item, view), so that another one is asked
                for when the catalogue has got it; "" = the catalogue lists none.
        """
        self._api = api
        self._store = store
        self._mark = mark

    def cached(self, item_id: str, size: int, view: int = 1) -> bytes | None:
        """Return a picture that is already here."""
        return self._store.get(self._kept_as(item_id, view), size) or None

    def fetch(self, item_id: str, size: int, view: int = 1) -> bytes | None:
        """Return a picture, asking the portal when it is not here; None = there is none."""
        name = self._kept_as(item_id, view)
        kept = self._store.get(name, size)
        if kept is not None:
            return kept or None
        try:
            picture = self._ask(item_id, size, view)
        except Expected as error:
            if error.code == "not_found":
                self._store.put(name, size, b"")
            return None
        except Environment as error:
            log.info("picture of %s not fetched: %s", item_id, error.code)
            if error.code == "body_too_big":
                self._store.put(name, size, b"")
            return None
        if not picture.startswith(_PICTURE_MAGIC):
            log.info("picture of %s is none: %s bytes", item_id, len(picture))
            self._store.put(name, size, b"")
            return None
        self._store.put(name, size, picture)
        return picture

    def _ask(self, item_id: str, size: int, view: int) -> bytes:
        wanted = {"size": str(size)}
        if view == 1:
            place, route = {"item_id": item_id}, "item_picture"
        else:
            place, route = {"item_id": item_id, "kind": "picture", "ord": str(view)}, "item_file"
        return self._api.file(route, place, wanted, MAX_PICTURE).body

    def _kept_as(self, item_id: str, view: int) -> str:
        """Return the name of a picture in the store: the first one is the item's own."""
        name, mark = item_id if view == 1 else f"{item_id}#{view}", self._mark(item_id, view)
        return f"{name}@{mark}" if mark else name


class Vault:
    """The folder of documents of a profile."""

    def __init__(self, folder: Path, api: Api) -> None:
        self._folder = folder
        self._api = api

    def path(self, kind: str, number: str, issued: date, document_id: str) -> Path:
        """Return where a document lies or would lie."""
        return self._folder / document_name(kind, number, issued, document_id)

    def download(self, document_id: str, sha256: str, path: Path) -> Path:
        """Fetch a document from the portal into the vault.

        Raises:
            Environment: not reached; `body_damaged` when digest or form do not fit.
            Expected: the portal has no file for it.
        """
        answer = self._api.file("document_file", {"document_id": document_id}, {})
        told = sha256 or answer.headers.get("x-content-sha256", "")
        if told and hashlib.sha256(answer.body).hexdigest() != told:
            raise Environment("body_damaged", feed="documents")
        if not answer.body.startswith(_PDF_MAGIC):
            raise Environment("body_damaged", feed="documents")
        return self.keep(path, lambda part: part.write_bytes(answer.body))

    def keep(self, path: Path, write: Callable[[Path], object]) -> Path:
        """Let `write` fill a file beside `path`, then put it in place whole."""
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(path.name + ".part")
        try:
            write(part)
            with part.open("rb+") as file:
                os.fsync(file.fileno())
            _put_in_place(part, path)
        except OSError as error:
            with suppress(OSError):
                part.unlink()
            raise _not_kept(path, error) from error
        return path


def _put_in_place(part: Path, path: Path) -> None:
    """Rename a whole file over another one.

    On Windows a viewer that shows the document holds it: the same document needs no renaming, and
    a scanner lets go in a moment, so that is waited for.
    """
    for pause in (*_PATIENCE, None):
        try:
            part.replace(path)
        except PermissionError:
            if path.is_file() and path.read_bytes() == part.read_bytes():
                part.unlink()
                return
            if pause is None:
                raise
            threading.Event().wait(pause)
        else:
            return


def _not_kept(path: Path, error: OSError) -> Environment:
    if error.errno == errno.ENOSPC:
        return Environment("disk_full", place=str(path.parent))
    if isinstance(error, PermissionError) and path.exists():
        return Environment("file_locked", file=path.name)
    return Environment("store_unreachable", file=path.name, place=str(path.parent))


def document_name(kind: str, number: str, issued: date, document_id: str) -> str:
    """Return the file name of a document: `<kind>-<number>-<date>-<id8>.pdf`, safe everywhere."""
    short = hashlib.sha256(document_id.encode()).hexdigest()[:8]
    stem = f"{_clean(kind)}-{_clean(number)}-{issued.isoformat()}-{short}"
    return f"{stem[-_MAX_NAME:]}.pdf"


def _clean(text: str) -> str:
    """Take out of a text what no file name may have."""
    plain = "".join(
        char for char in unicodedata.normalize("NFC", text) if unicodedata.category(char)[0] != "C"
    )
    plain = _UNSAFE.sub("_", plain).strip(" .")
    return f"_{plain}" if _RESERVED.match(plain) else plain or "_"
