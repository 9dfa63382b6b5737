"""Own codes in the database (feed `own_codes`, scope: company).

The counter of the feed is held while changes are judged, so what a change replaces is what stood
there, on PostgreSQL too, and the order of revisions is the order of writers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from b2bdesk.portal.scope import Scope
from b2bdesk.portal.storage.bulk import chunks
from b2bdesk.portal.storage.changes import Tracked, bury, put, remove
from b2bdesk.portal.storage.clock import instant
from b2bdesk.portal.storage.tables.own_codes import own_codes
from b2bdesk.portal.storage.work import Work
from b2bdesk.trade.fold import fold_article
from b2bdesk.wire.own_codes import (
    CHANGED,
    FEED,
    KEPT,
    MAX_CODE,
    REFUSED,
    REMOVED,
    SAME,
    CodeChange,
    CodeOutcome,
    SharedCode,
)

MAX_CODES = 200_000
CODES = Tracked(own_codes, FEED, "own_code", ("key",), scope="company_id")


@dataclass(frozen=True)
class Writer:
    """Who changes the codes of which company; `goods` are the items it may name: article, name."""

    company_id: str
    user_id: str
    user_name: str
    goods: Mapping[str, tuple[str, str]]


def change(
    scope: Scope, work: Work, writer: Writer, changes: Sequence[CodeChange]
) -> list[CodeOutcome]:
    """Take changes in the order given; an outcome for each.

    The caller has checked that the scope sees the company.
    """
    work.lock(FEED)
    stood = _by_key(work.connection, writer.company_id, [fold_article(e.code) for e in changes])
    room = MAX_CODES - _count(work.connection, writer.company_id)
    at = instant(work.now)
    settled: dict[str, SharedCode] = {}
    outcomes = []
    for each in changes:
        key = fold_article(each.code)
        outcome, made = _judge(each, key, stood.get(key), writer, at)
        if made is not None and key not in stood:
            if room <= 0:
                outcome, made = _refused(each, "full"), None
            room -= 1
        if made is not None:
            stood[key] = settled[key] = made
        elif outcome.result == REMOVED:
            stood.pop(key, None)
            settled.pop(key, None)
            _remove(work, writer.company_id, key)
        outcomes.append(outcome)
    _store(work, writer.company_id, settled)
    revisions = _by_key(work.connection, writer.company_id, list(settled))
    return [_numbered(each, revisions) for each in outcomes]


def find_codes(scope: Scope, connection: Connection, company_id: str) -> list[SharedCode]:
    """All codes of a company by key; none of a foreign one."""
    query = select(own_codes).where(
        own_codes.c.company_id == company_id, scope.within(own_codes.c.company_id)
    )
    return [_shared(row) for row in connection.execute(query.order_by(own_codes.c.key))]


def _judge(
    change: CodeChange, key: str, stood: SharedCode | None, writer: Writer, at: str
) -> tuple[CodeOutcome, SharedCode | None]:
    code = change.code.strip()
    unknown_to_writer = stood if stood is not None and stood.rev > change.known_rev else None
    if not change.item_id:
        if unknown_to_writer is not None:
            return CodeOutcome(code=change.code, result=CHANGED, now=stood), None
        return CodeOutcome(code=change.code, result=REMOVED), None
    goods = writer.goods.get(change.item_id)
    if not key or len(code) > MAX_CODE or len(change.okei) > 8:
        return _refused(change, "code_bad"), None
    if goods is None:
        return _refused(change, "item_unknown"), None
    if stood is not None and (stood.code, stood.item_id, stood.okei) == (
        code,
        change.item_id,
        change.okei,
    ):
        return CodeOutcome(code=change.code, result=SAME, now=stood), None
    made = SharedCode(
        key=key,
        code=code,
        item_id=change.item_id,
        article=goods[0],
        name=goods[1],
        okei=change.okei,
        author=writer.user_id,
        author_name=writer.user_name,
        at=at,
        rev=0,
    )
    elsewhere = unknown_to_writer is not None and unknown_to_writer.item_id != change.item_id
    replaced = unknown_to_writer if elsewhere else None
    return CodeOutcome(code=change.code, result=KEPT, now=made, replaced=replaced), made


def _refused(change: CodeChange, reason: str) -> CodeOutcome:
    return CodeOutcome(code=change.code, result=REFUSED, reason=reason)


def _numbered(outcome: CodeOutcome, revisions: Mapping[str, SharedCode]) -> CodeOutcome:
    """The outcome with the code as it was stored, its revision included."""
    if outcome.result != KEPT or outcome.now is None:
        return outcome
    return CodeOutcome(
        code=outcome.code,
        result=outcome.result,
        now=revisions.get(outcome.now.key),
        replaced=outcome.replaced,
    )


def _store(work: Work, company_id: str, codes: Mapping[str, SharedCode]) -> None:
    rows = [
        (company_id, e.key, e.code, e.item_id, e.article, e.name, e.okei, e.author, e.author_name,
         e.at)
        for e in codes.values()
    ]  # fmt: skip
    put(work, CODES, rows)


def _remove(work: Work, company_id: str, key: str) -> None:
    if remove(work, CODES, [(company_id, key)]):
        bury(work, FEED, company_id, CODES.wire, [[key]])


def _by_key(connection: Connection, company_id: str, keys: Sequence[str]) -> dict[str, SharedCode]:
    found: dict[str, SharedCode] = {}
    for some in chunks(list(dict.fromkeys(keys))):
        query = select(own_codes).where(
            own_codes.c.company_id == company_id, own_codes.c.key.in_(some)
        )
        for row in connection.execute(query):
            found[row.key] = _shared(row)
    return found


def _count(connection: Connection, company_id: str) -> int:
    query = select(func.count()).where(own_codes.c.company_id == company_id)
    return int(connection.execute(query).scalar_one())


def _shared(row: Any) -> SharedCode:
    return SharedCode(**{name: getattr(row, name) for name in SharedCode.__struct_fields__})
