"""Handlers of `/feeds/{feed}` and `/snapshots/{feed}`: rights on the scope, rows or a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

from sqlalchemy import Connection

from b2bdesk.portal.accounts.store import find_contracts
from b2bdesk.portal.feeds import pages, sums
from b2bdesk.portal.feeds.cursor import Mark
from b2bdesk.portal.feeds.snapshots import shelf_of
from b2bdesk.portal.feeds.sources import sources
from b2bdesk.portal.http.call import Call, Handler, Reply
from b2bdesk.portal.scope import SYSTEM, Scope
from b2bdesk.portal.storage.changes import generation
from b2bdesk.portal.storage.facts import read_facts
from b2bdesk.portal.storage.work import Storage
from b2bdesk.trade.errors import Expected
from b2bdesk.wire.codec import encode
from b2bdesk.wire.feeds import COLUMNS, FEEDS
from b2bdesk.wire.snapshot import MEDIA, SNAPSHOT_FEEDS


def feed(call: Call) -> Reply:
    """Row pages of one scope, whole or since a cursor."""
    name, key = call.path["feed"], call.query.get("scope", "")
    stack = ExitStack()
    try:
        connection = stack.enter_context(call.storage.reading())
        if name not in FEEDS or not may_see(call.scope, connection, name, key):
            raise Expected("not_found")
        body = _body(call, connection, name, key)
    except BaseException:
        stack.close()
        raise
    headers = {"Cache-Control": "no-store", "Vary": "Accept-Encoding"}
    stream = _closing(stack, body)
    accepted = call.headers.get("accept-encoding", "")
    for encoding, pack in pages.PACKERS.items():
        if encoding in accepted:
            headers["Content-Encoding"] = encoding
            stream = pack(stream)
            break
    return Reply(media="application/x-ndjson", headers=headers, stream=stream)


def may_see(scope: Scope, connection: Connection, name: str, key: str) -> bool:
    """Whether a scope's contracts (or companies) give it the scope `key` of a feed."""
    if name in ("orders", "documents", "own_codes"):
        return bool(key) and scope.sees(key)
    return bool(key) and key in _of_contracts(scope, connection)[name]


def _of_contracts(scope: Scope, connection: Connection) -> dict[str, set[str]]:
    contracts = find_contracts(scope, connection)
    return {
        "catalog": {row.assortment for row in contracts},
        "prices": {each for row in contracts for each in row.price_types},
        "stock": {row.stock_view for row in contracts},
        "terms": {row.id for row in contracts},
        "settlements": {row.id for row in contracts},
    }


def renew_snapshots(storage: Storage) -> None:
    """Let the files of the scopes that buyers have be made before they ask."""
    with storage.reading() as connection:
        named = _of_contracts(SYSTEM, connection)
    scopes = [(name, key) for name in SNAPSHOT_FEEDS for key in sorted(filter(None, named[name]))]
    shelf_of(storage).renew(scopes)


def _body(call: Call, connection: Connection, name: str, key: str) -> Iterator[bytes]:
    facts = read_facts(connection)
    folds = facts.fold_version if name == "catalog" else 0
    mark = Mark(name, key, facts.incarnation, generation(connection, name, key), folds)
    tables = sources(call.scope, connection, name, key)
    head = sums.head_of(connection, name)
    positions = None
    cursor = call.query.get("cursor", "")
    if cursor:
        positions = mark.open(cursor, len(tables), head)
        pages.check_purged(connection, mark, tables, positions)
    total = sums.total(call.storage, connection, mark, head, tables)
    paged = pages.by_columns if call.query.get("form", "") == COLUMNS else pages.by_rows
    return pages.lines(connection, mark, tables, positions, total, paged)


def _closing(stack: ExitStack, body: Iterator[bytes]) -> Iterator[bytes]:
    with stack:
        yield from body


def snapshot(call: Call) -> Reply:
    """What the newest snapshot of a scope is; 202 while it is made."""
    name, key = _seen(call)
    manifest = shelf_of(call.storage).manifest(name, key)
    headers = {"Cache-Control": "no-store"}
    return Reply(encode(manifest), 200 if manifest.ready else 202, headers=headers)


def snapshot_file(call: Call) -> Reply:
    """The file of a snapshot, whole or in parts."""
    name, key = _seen(call)
    sha256 = call.path["sha256"]
    path = shelf_of(call.storage).file(name, key, sha256)
    headers = {"Cache-Control": "private, no-cache", "ETag": f'"{sha256}"'}
    return Reply(media=MEDIA, headers=headers, file=path)


def _seen(call: Call) -> tuple[str, str]:
    """Feed and scope of a request, checked against the caller's rights."""
    name, key = call.path["feed"], call.query.get("scope", "")
    with call.storage.reading() as connection:
        if name not in FEEDS or not may_see(call.scope, connection, name, key):
            raise Expected("not_found")
    return name, key


HANDLERS: dict[str, Handler] = {
    "feed": feed,
    "snapshot": snapshot,
    "snapshot_file": snapshot_file,
}
