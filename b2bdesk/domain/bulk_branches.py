"""Columns of branches: «Магазин 1 | Магазин 2 | Склад» with a quantity under each.

Such a row is read as one row per filled branch, so that each branch gets lines of its own (the
address-column way), or all branches are summed. After judging, the rows of one line of the file
become one row again (`bulk_sizes.folded`). Recognised by headings that are the buyer's own
addresses, that name a kind of branch, or that stand under one heading of quantities.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from b2bdesk.domain.bulk_rows import BRANCH, BulkRow
from b2bdesk.domain.bulk_sections import Section
from b2bdesk.domain.bulk_sizes import sums_to
from b2bdesk.trade.fold import words
from b2bdesk.trade.lists.features import number_in
from b2bdesk.trade.lists.layout import Layout
from b2bdesk.trade.tablerows import RawRow

_KINDS = re.compile(
    r"(?:магазин|маг\.|филиал|торг\w*\.? ?точка|точка|т\.?т\.?|салон|аптека|кафе|ресторан|столовая"
    r"|отель|гостиница|подразделение|отделение|участок|цех|бригада|объект|офис|школа|лагерь|база"
    r"|shop|store|branch|outlet|site|office)\s*[№#\-]?\s*\S",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"(?:^|[\s,])(?:ул|пр|пр-т|просп|пер|ш|шоссе|наб|б-р|пл|мкр|тц|трц|тк|ст|г|д)\.\s*\S",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"^(?:кол-?\s?во|количество|заказ\w*|потребность|заявка|к заказу|шт|qty|quantity|order)"
    r"[\s.:,/–-]+",
    re.IGNORECASE,
)
_NEVER = re.compile(
    r"цен|сумм|стоим|руб|ндс|остат|налич|резерв|скид|вес|объ[её]м\b|дата|срок|итог|всего|price|sum"
    r"|total|stock|vat|discount|date",
    re.IGNORECASE,
)
APART, TOGETHER = "apart", "together"
_SAMPLE, _LEAST, _MOST = 200, 2, 200


def branch_columns(
    rows: Sequence[RawRow], layout: Layout, addresses: Sequence[str]
) -> dict[int, str]:
    """Columns of branches with their names; empty when the table has none.

    Args:
        rows: below the heading.
        layout: of the table; one that a person fixed says itself what its columns are.
        addresses: names and texts of the buyer's addresses.
    """
    if layout.fixed or not layout.header_rows or layout.column("address") is not None:
        return {}
    quantity = layout.column("quantity")
    # what holds numbers under a branch's name may have been taken for any of these
    open_to = {quantity, layout.column("stock"), layout.column("price")}
    free = set(layout.headings) - (set(layout.columns.values()) - open_to)
    named = {at: _named(layout.headings[at], addresses) for at in sorted(free)}
    found = {at: name for at, name in named.items() if name}
    found = found if len(found) >= _LEAST else _below_one(layout, sorted(free))
    if not _LEAST <= len(found) <= _MOST or len(set(found.values())) < len(found):
        return {}
    sample = rows[:_SAMPLE]
    if quantity is not None and quantity not in found and not sums_to(sample, found, quantity):
        return {}
    values = [number_in(text) for row in sample for at in found if (text := row.cell(at).strip())]
    whole = [value for value in values if value is not None and value >= 0]
    return found if values and 10 * len(whole) >= 9 * len(values) else {}


def unfolded_branches(section: Section, branches: Mapping[int, str], apart: bool) -> Section:
    """The section with one row per filled branch.

    Args:
        section: as it was cut.
        branches: what `branch_columns` found.
        apart: each branch is an address of its own; False = they are summed.
    """
    layout = section.layout
    widest = max((len(row.cells) for row in section.rows), default=0)
    quantity = max(widest, max(branches) + 1)
    rows: list[RawRow] = []
    for row in section.rows:
        asked = [(name, text) for at, name in branches.items() if (text := row.cell(at).strip())]
        asked = [(name, text) for name, text in asked if number_in(text) != 0]
        if not any(number_in(text) for _name, text in asked):
            rows.append(row)
            continue
        cells = [*row.cells, *[""] * (quantity + 2 - len(row.cells))]
        for name, text in asked:
            one = cells.copy()
            one[quantity], one[quantity + 1] = text, name
            rows.append(row._replace(cells=tuple(one)))
    columns = {role: at for role, at in layout.columns.items() if at not in branches}
    columns |= {"quantity": quantity, "address": quantity + 1}
    how = APART if apart else TOGETHER
    return Section(replace(layout, columns=columns), rows, tuple(branches), how)


def say_branches(rows: Sequence[BulkRow], how: str) -> None:
    """Note in judged rows which branch they are of; branches that are summed are no addresses."""
    for row in rows:
        branch = row.cells.get("address")
        if branch is not None:
            rest = {role: text for role, text in row.cells.items() if role != "address"}
            row.cells = {**(row.cells if how == APART else rest), BRANCH: branch}


def _named(heading: str, addresses: Sequence[str]) -> str:
    """The branch a heading names, "" when it does not read like one."""
    text = " ".join(heading.split())
    bare = _AMOUNT.sub("", text)
    if not bare or _NEVER.search(text):
        return ""
    if _is_address(bare, addresses) or _KINDS.match(bare) or _STREET.search(bare):
        return bare
    return ""


def _is_address(text: str, addresses: Sequence[str]) -> bool:
    """Whether all words of a heading stand in one of the buyer's addresses."""
    wanted = set(words(text))
    if not wanted or len(text) < 3:
        return False
    return any(wanted <= set(words(each)) for each in addresses)


def _below_one(layout: Layout, free: Sequence[int]) -> dict[int, str]:
    """Columns under one heading of quantities: «Заказ Ленина 5 | Заказ Мира 10»."""
    found = {}
    for at in free:
        text = " ".join(layout.headings[at].split())
        begun = _AMOUNT.match(text)
        name = text[begun.end() :].strip() if begun else ""
        if name and not _NEVER.search(text) and number_in(name) is None:
            found[at] = name
    return found
