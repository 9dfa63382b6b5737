"""Matches typed codes to items of an assortment, level by level (PROTOCOL R9a).

The first level with a hit decides: one hit is the match, several are ambiguous. Codes that no
article fits are looked up as barcodes and as the supplier's own codes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, select

from b2bdesk.portal.catalog import assortments
from b2bdesk.portal.scope import Scope
from b2bdesk.portal.storage.bulk import chunks
from b2bdesk.portal.storage.tables.catalog import BARE_ARTICLE, barcodes, items
from b2bdesk.trade.article import match_keys
from b2bdesk.trade.fold import strip_zeros
from b2bdesk.wire.orders import Resolved

_Candidate = tuple[int, str, str]


def resolve(
    scope: Scope, connection: Connection, assortment: str, codes: Sequence[str]
) -> list[Resolved]:
    """Match codes to items that an assortment shows; one answer per code, in the order asked."""
    keys = {code: match_keys(code) for code in codes}
    bare = sorted({key.bare for key in keys.values() if key.bare})
    exact = sorted({key.trimmed for key in keys.values() if key.trimmed})
    candidates = _shown(connection, assortment, _rows(connection, BARE_ARTICLE, bare))
    by_bare: dict[str, list[_Candidate]] = {}
    for row in candidates:
        by_bare.setdefault(strip_zeros(match_keys(row[2]).folded), []).append(row)
    coded = _by_code(connection, assortment, exact)
    answers = []
    for code in codes:
        kind, found = _level(code, by_bare.get(keys[code].bare, []))
        if not found:
            kind, found = coded.get(keys[code].trimmed, ("", []))
        answers.append(Resolved(code=code, kind=kind, item_ids=found))
    return answers


def _level(code: str, candidates: Sequence[_Candidate]) -> tuple[str, list[str]]:
    wanted = match_keys(code)
    known = [(row[1], match_keys(row[2])) for row in candidates]
    for kind in wanted._fields:
        value = getattr(wanted, kind)
        found = [item_id for item_id, key in known if value and getattr(key, kind) == value]
        if found:
            return kind, sorted(found)
    return "", []


def _by_code(
    connection: Connection, assortment: str, codes: Sequence[str]
) -> dict[str, tuple[str, list[str]]]:
    found: dict[str, tuple[str, list[str]]] = {}
    barcoded = select(items.c.n, items.c.id, barcodes.c.barcode).join(
        barcodes, barcodes.c.n == items.c.n
    )
    own = select(items.c.n, items.c.id, items.c.code)
    for kind, query, column in (
        ("barcode", barcoded, barcodes.c.barcode),
        ("code", own, items.c.code),
    ):
        rows: list[_Candidate] = []
        for some in chunks(codes):
            for n, item_id, code in connection.execute(query.where(column.in_(some))):
                rows.append((n, item_id, code))
        for _, item_id, code in _shown(connection, assortment, rows):
            level, ids = found.setdefault(code, (kind, []))
            if level == kind and item_id not in ids:
                ids.append(item_id)
    return found


def _rows(
    connection: Connection, column: ColumnElement[str], values: Sequence[str]
) -> Iterator[_Candidate]:
    query = select(items.c.n, items.c.id, items.c.article)
    for some in chunks(values):
        # an article of zeros only strips to nothing in SQL and to one zero in `strip_zeros`
        wanted = [*some, ""] if "0" in some else list(some)
        rows = connection.execute(query.where(column.in_(wanted)))
        yield from ((row[0], row[1], row[2]) for row in rows)


def _shown(connection: Connection, assortment: str, rows: Iterable[_Candidate]) -> list[_Candidate]:
    found = list(rows)
    visible = assortments.shows(connection, assortment, {row[0] for row in found})
    return [row for row in found if row[0] in visible]
