"""Rows of a foreign list become statuses and cart lines. Pure; no row is ever lost.

The use case reads the file, finds the layout (`bulk_layout`), asks the resolver for the texts of
`wanted_keys` and for the states of what was found, and calls `classify_rows`. Exactly one status a
row in the order of CLI.md; what else holds stands in the reasons.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from b2bdesk.domain import bulk_rows as st
from b2bdesk.domain.bulk_branches import say_branches, unfolded_branches
from b2bdesk.domain.bulk_judging import Judging, Known
from b2bdesk.domain.bulk_keys import wanted_texts
from b2bdesk.domain.bulk_lines import make_lines
from b2bdesk.domain.bulk_rowlist import BulkResult, BulkRows, Judged
from b2bdesk.domain.bulk_rows import BulkOptions, BulkRow, Reason
from b2bdesk.domain.bulk_sections import Section, split_sections
from b2bdesk.domain.bulk_sizes import folded_sizes, unfolded_sizes
from b2bdesk.trade.collector import collector_paused
from b2bdesk.trade.lists.layout import Layout
from b2bdesk.trade.tablerows import RawRow

__all__ = ["Known", "classify_parts", "classify_rows", "rows_to_read", "sections_of", "wanted_keys"]
MAX_PROPOSED = 2000
_SURE_SCORE = 88


def rows_to_read(rows: Iterable[RawRow], layout: Layout) -> list[RawRow]:
    """The rows below the heading; titles above it are not read."""
    first = layout.first_row
    return [row for row in rows if row.number >= first]


def sections_of(
    rows: Sequence[RawRow],
    layout: Layout,
    branches: Mapping[int, str] | None = None,
    apart: bool = True,
) -> list[Section]:
    """The tables of a part: cut where a heading moves the columns, sizes or branches laid out.

    Args:
        rows: those below the heading.
        layout: of the part.
        branches: columns of branches, see `bulk_branches`.
        apart: each branch is an address of its own.
    """
    sections = split_sections(rows, layout)
    if branches:
        return [unfolded_branches(one, branches, apart) for one in sections]
    return [unfolded_sizes(one) for one in sections]


def wanted_keys(parts: Iterable[Sequence[Section]]) -> list[str]:
    """The texts whose hits `classify_parts` needs, for one set query."""
    texts: dict[str, None] = {}
    for part in parts:
        for section in part:
            texts.update(dict.fromkeys(wanted_texts(section.rows, section.layout.columns)))
    return list(texts)


def classify_rows(
    rows: Iterable[RawRow], layout: Layout, known: Known, options: BulkOptions | None = None
) -> BulkResult:
    """Judge one table; see `classify_parts`."""
    return classify_parts([sections_of(rows_to_read(rows, layout), layout)], known, options)


def classify_parts(
    parts: Iterable[Sequence[Section]], known: Known, options: BulkOptions | None = None
) -> BulkResult:
    """Give every row below the headings exactly one status and gather the cart lines.

    Args:
        parts: the sections of each part of the list; row numbers are unique over all parts.
        known: what the resolver answered.
        options: summing and rounding, both on by default.
    """
    judged: list[Judged] = []
    sized = False
    with collector_paused():
        for sections in parts:
            for section in sections:
                sized = sized or section.sized
                more = section is not sections[-1]
                judged.extend(_judged(section, known, followed=more))
        _propose_names(BulkRows(judged).told(), known)
        lines = make_lines(judged, known.facts, options or BulkOptions())
        rows = BulkRows(judged)
        if sized:
            rows = BulkRows(folded_sizes(rows))
    return BulkResult(rows, lines, rows.counts())


def _judged(section: Section, known: Known, *, followed: bool) -> Sequence[Judged]:
    done = Judging(section.rows, section.layout, known).run(followed=followed)
    if not section.sized:
        return done
    rows = list(BulkRows(done))
    if section.branches:
        say_branches(rows, section.branches)
    return rows


def _propose_names(rows: Sequence[BulkRow], known: Known) -> None:
    """Look names up for rows nothing was found for: a proposal, never silently the item."""
    if known.propose is None:
        return
    missing = [row for row in rows if _wants_names(row)][:MAX_PROPOSED]
    texts = list(dict.fromkeys(_search_text(row) for row in missing))
    if not texts:
        return
    found = dict(zip(texts, known.propose(texts), strict=True))
    for row in missing:
        candidates = tuple(found[_search_text(row)])
        if not candidates:
            continue
        row.candidates = candidates
        coded = row.cells.get("article") or row.cells.get("barcode")
        if not coded or candidates[0].score >= _SURE_SCORE:
            row.match_kind = "name"
            if row.status == st.NOT_FOUND:
                row.status = st.PROPOSED
            else:
                row.reasons = tuple(_as_proposed(reason) for reason in row.reasons)


def _wants_names(row: BulkRow) -> bool:
    if row.item_id or row.candidates:
        return False
    lost = row.status == st.NOT_FOUND or any(r.code == st.NOT_FOUND for r in row.reasons)
    return lost and row.status != st.NO_QUANTITY and bool(_search_text(row))


def _search_text(row: BulkRow) -> str:
    return (row.cells.get("name") or row.cells.get("article") or "").strip()[:200]


def _as_proposed(reason: Reason) -> Reason:
    return Reason(st.PROPOSED) if reason.code == st.NOT_FOUND else reason
