"""Pictures of goods: stored files in two sizes, or drawn by the demo at the first request."""

from __future__ import annotations

import importlib
import io
from typing import Any

import msgspec
from PIL import Image
from sqlalchemy import Connection, select

from b2bdesk.portal.accounts.store import find_contracts
from b2bdesk.portal.catalog import assortments
from b2bdesk.portal.catalog.lookup import group_names
from b2bdesk.portal.scope import Scope
from b2bdesk.portal.storage.tables.catalog import files, items
from b2bdesk.portal.storage.work import Storage

SIZES = (128, 800)
KIND = "picture"
REMEMBERED = 400
_DRAWER = "b2bdesk.portal.demo.pictures"


def visible_item(scope: Scope, connection: Connection, item_id: str) -> Any:
    """The row of an item that any contract of the scope shows, else None."""
    row = connection.execute(select(items).where(items.c.id == item_id)).first()
    if row is None:
        return None
    return row if _shown(scope, connection, row.n) else None


def item_file(scope: Scope, connection: Connection, sha256: str) -> str | None:
    """Media type of a file that belongs to an item the scope may see, else None."""
    query = select(files.c.n, files.c.media).where(files.c.sha256 == sha256, files.c.sha256 != "")
    for n, media in connection.execute(query):
        if _shown(scope, connection, n):
            return str(media)
    return None


def stored_picture(connection: Connection, n: int) -> str | None:
    """Digest of the first stored picture of an item."""
    query = select(files.c.sha256).where(
        files.c.n == n, files.c.kind == "picture", files.c.sha256 != ""
    )
    found: str | None = connection.execute(query.order_by(files.c.ord).limit(1)).scalar()
    return found


def draw(
    storage: Storage, connection: Connection, row: Any, size: int, view: int = 1
) -> bytes | None:
    """The picture the demo draws of an item; remembered by the process. None outside the demo.

    Args:
        storage: the portal.
        connection: a reading snapshot.
        row: of the item.
        size: side in px.
        view: which of its pictures, from 1.
    """
    if not storage.facts().demo or _first_listed(connection, row.n) is None:
        return None
    known = storage.memory.setdefault("pictures", {})
    if not isinstance(known, dict):
        return None
    place = (row.id, row.rev, size, view)
    if place not in known:
        facts = facts_of(connection, row) | {"view": view}
        if len(known) >= REMEMBERED:
            known.clear()
        # lazy: a portal without the demo draws nothing
        known[place] = importlib.import_module(_DRAWER).picture(facts, size)
    found: bytes = known[place]
    return found


def facts_of(connection: Connection, row: Any) -> dict[str, Any]:
    """What the demo needs to know of an item to draw it or to print its papers."""
    return {
        "id": row.id,
        "article": row.article,
        "name": row.name,
        "brand": row.brand,
        "group_path": group_names(connection, row.group_id),
        "attributes": msgspec.json.decode(row.attributes),
    }


def _first_listed(connection: Connection, n: int) -> int | None:
    query = select(files.c.ord).where(files.c.n == n, files.c.kind == KIND)
    found: int | None = connection.execute(query.order_by(files.c.ord).limit(1)).scalar()
    return found


def fitted(data: bytes, size: int) -> bytes:
    """A stored picture scaled down to fit a square of `size` pixels, as PNG."""
    with Image.open(io.BytesIO(data)) as image:
        image.thumbnail((size, size))
        out = io.BytesIO()
        image.save(out, "PNG")
    return out.getvalue()


def _shown(scope: Scope, connection: Connection, n: int) -> bool:
    named = {row.assortment for row in find_contracts(scope, connection)}
    return any(assortments.shows(connection, each, {n}) for each in sorted(named))
