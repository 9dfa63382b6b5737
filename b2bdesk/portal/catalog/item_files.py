"""Files of goods by their place: pictures, certificates, passports (`/items/{id}/files/…`).

A row without a digest is made when first asked for: the demo draws pictures and prints papers.
"""

from __future__ import annotations

import importlib
from typing import Any

from sqlalchemy import Connection, select

from b2bdesk.portal.catalog import pictures
from b2bdesk.portal.storage.tables.catalog import files
from b2bdesk.portal.storage.work import Storage

_PRINTER = "b2bdesk.portal.demo.certificates"
REMEMBERED = 100


def listed(connection: Connection, n: int, kind: str, place: int) -> Any:
    """Return the row of a file of an item, None when it has none there."""
    query = select(files).where(files.c.n == n, files.c.kind == kind, files.c.ord == place)
    return connection.execute(query).first()


def content(
    storage: Storage, connection: Connection, item: Any, file: Any, size: int
) -> bytes | None:
    """Return the bytes of a listed file, None when nobody has them."""
    if file.sha256:
        path = storage.blobs.path(file.sha256)
        return path.read_bytes() if path else None
    if file.kind == pictures.KIND:
        side = size or pictures.SIZES[-1]
        return pictures.draw(storage, connection, item, side, file.ord)
    return _printed(storage, connection, item, file)


def _printed(storage: Storage, connection: Connection, item: Any, file: Any) -> bytes | None:
    facts = storage.facts()
    if not facts.demo:
        return None
    known = storage.memory.setdefault("papers", {})
    if not isinstance(known, dict):
        return None
    place = (item.id, item.rev, file.kind, file.ord)
    if place not in known:
        if len(known) >= REMEMBERED:
            known.clear()
        # lazy: a portal without the demo prints no certificates
        printed = importlib.import_module(_PRINTER).paper
        known[place] = printed(pictures.facts_of(connection, item), file.kind, file.title)
    found: bytes = known[place]
    return found
