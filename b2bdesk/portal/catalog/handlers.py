"""Handlers of `/resolve`, `/items/{id}/…` and `/files/{sha256}`."""

from __future__ import annotations

from b2bdesk.portal.accounts.store import find_contracts
from b2bdesk.portal.catalog import item_files, pictures
from b2bdesk.portal.catalog.resolve import resolve as match
from b2bdesk.portal.documents.store import owns_file
from b2bdesk.portal.http.call import Call, Handler, Reply
from b2bdesk.portal.info import LIMITS
from b2bdesk.trade.errors import Expected
from b2bdesk.wire.orders import ResolveAnswer


def resolve(call: Call) -> ResolveAnswer:
    """Match typed codes to items of a contract's assortment."""
    if len(call.message.codes) > LIMITS.resolve_codes:
        raise Expected("bad_message", reason="number of codes")
    with call.storage.reading() as connection:
        contract_id = call.message.contract_id
        found = find_contracts(call.scope, connection, contract_id=contract_id)
        if not found or not contract_id:
            raise Expected("not_found")
        return ResolveAnswer(
            items=match(call.scope, connection, found[0].assortment, call.message.codes)
        )


def item_picture(call: Call) -> Reply:
    """The picture of an item that the caller may see."""
    size = _size(call) or pictures.SIZES[-1]
    with call.storage.reading() as connection:
        row = pictures.visible_item(call.scope, connection, call.path["item_id"])
        if row is None:
            raise Expected("not_found")
        stored = pictures.stored_picture(connection, row.n)
        data = None if stored else pictures.draw(call.storage, connection, row, size)
    if stored:
        file = call.storage.blobs.path(stored)
        data = pictures.fitted(file.read_bytes(), size) if file else None
    if data is None:
        raise Expected("not_found")
    return Reply(data, media="image/png", ranged=True)


def item_file(call: Call) -> Reply:
    """A file of an item that the caller may see, named by its kind and place."""
    size, place = _size(call), call.path["ord"]
    with call.storage.reading() as connection:
        row = pictures.visible_item(call.scope, connection, call.path["item_id"])
        if row is None or not place.isascii() or not place.isdigit():
            raise Expected("not_found")
        found = item_files.listed(connection, row.n, call.path["kind"], int(place[:9]))
        if found is None:
            raise Expected("not_found")
        data = item_files.content(call.storage, connection, row, found, size)
    if data is None:
        raise Expected("not_found")
    if found.kind == pictures.KIND and size:
        return Reply(pictures.fitted(data, size), media="image/png", ranged=True)
    return Reply(data, media=found.media or "application/octet-stream", ranged=True)


def file(call: Call) -> Reply:
    """A file by its content, if a document or an item of the caller's has it."""
    sha256, size = call.path["sha256"], _size(call)
    with call.storage.reading() as connection:
        media = owns_file(call.scope, connection, sha256)
        media = media or pictures.item_file(call.scope, connection, sha256)
    found = call.storage.blobs.path(sha256) if media else None
    if media is None or found is None:
        raise Expected("not_found")
    data = found.read_bytes()
    if size and media.startswith("image/"):
        return Reply(pictures.fitted(data, size), media="image/png", ranged=True)
    return Reply(data, media=media, ranged=True)


def _size(call: Call) -> int:
    text = call.query.get("size", "")
    if text and text not in map(str, pictures.SIZES):
        raise Expected("bad_message", reason="size is 128 or 800")
    return int(text or 0)


HANDLERS: dict[str, Handler] = {
    "resolve": resolve,
    "item_picture": item_picture,
    "item_file": item_file,
    "file": file,
}
