"""Plans of a cart in words: cards, rows of shipments, what a split says when it is done."""

from __future__ import annotations

from b2bdesk.texts import errors, formats, tr, trn
from b2bdesk.texts.splitting import badge_text, part_title, way_text
from b2bdesk.ui.screens.carts.plan_cards import CardFacts
from b2bdesk.ui.widgets.row_list import ListItem
from b2bdesk.usecases.rows.splitting import PartRow, PlanRow

_OF_ALL = frozenset({"overdue_debt"})
"""What stops every order of a contract alike."""


def title_of(way: str, part: PartRow) -> str:
    """What an order of a way is called."""
    return part_title(way, part.key, part.name)


def card_facts(plan: PlanRow, left: int) -> CardFacts:
    """A card of a plan; `left` lines are not wholly dealt out to addresses."""
    count = len(plan.parts)
    note = trn("{n} order", "{n} orders", count).format(n=formats.number(count))
    names = ", ".join(title_of(plan.way, part) for part in plan.parts[:3]) if count > 1 else ""
    if count > 3:
        names = f"{names} …"
    rows = (
        (tr("Shipping"), _days(plan), "text"),
        (tr("Delivery"), *_cost(plan)),
        (tr("Goods"), formats.money(plan.goods_minor, plan.currency), "text"),
    )
    foot, tone = _foot(plan, left)
    total = (tr("In all"), formats.money(plan.total_minor, plan.currency))
    return CardFacts(
        plan.way, way_text(plan.way), f"{note} · {names}" if names else note, rows, total, foot,
        tone,
    )  # fmt: skip


def shipment_items(plan: PlanRow) -> list[ListItem]:
    """The orders of a plan as rows: what, how much, when, what is against it."""
    return [_shipment(number, plan.way, part) for number, part in enumerate(plan.parts)]


def stop_words(plan: PlanRow) -> str:
    """What stops the sending of a plan; empty when nothing does."""
    for part in plan.parts:
        for each in part.problems:
            if each.blocking:
                title = errors.describe(each.code, each.params).title
                if len(plan.parts) == 1 or each.code in _OF_ALL:
                    return title
                return f"{title_of(plan.way, part)}: {title[:1].lower()}{title[1:]}"
    return ""


def made_words(count: int) -> str:
    """What a split made."""
    words = trn("{n} cart was made of one", "{n} carts were made of one", count)
    return words.format(n=formats.number(count))


def _shipment(number: int, way: str, part: PartRow) -> ListItem:
    totals = part.totals
    lines = trn("{n} line", "{n} lines", totals.lines).format(n=formats.number(totals.lines))
    words = [lines]
    if totals.weight_g:
        words.append(tr("{weight} kg").format(weight=formats.quantity(totals.weight_g)))
    words.append(_when(part))
    tone, icon = "", "truck"
    bad = next((each for each in part.problems if each.blocking), None)
    told = bad or next(iter(part.problems), None)
    if told is not None:
        tone, icon = ("bad", "circle-x") if bad else ("warn", "alert-circle")
        text = errors.describe(told.code, told.params)
        words.append(text.sentence or text.title)
    return ListItem(
        f"{number}", title_of(way, part), " · ".join(words),
        right=formats.money(totals.gross_minor, totals.currency),
        right_note=_part_cost(part), icon=icon, icon_tone=tone or "text2",
    )  # fmt: skip


def _when(part: PartRow) -> str:
    if part.part.unknown:
        return tr("the date is not known yet")
    return formats.date(part.ships) if part.ships else tr("the date is not known yet")


def _part_cost(part: PartRow) -> str:
    if not part.delivery_minor:
        return tr("delivery is free")
    cost = formats.money(part.delivery_minor, part.totals.currency)
    return tr("delivery {sum}").format(sum=cost)


def _days(plan: PlanRow) -> str:
    first, last = plan.first, plan.last
    if first is None:
        return tr("not known")
    if last is None:
        return tr("from {date}").format(date=formats.date(first))
    if first == last:
        return formats.date(first)
    return tr("{first} to {last}").format(first=formats.date(first)[:5], last=formats.date(last))


def _cost(plan: PlanRow) -> tuple[str, str]:
    if not plan.delivery_minor:
        return tr("free"), "ok"
    return formats.money(plan.delivery_minor, plan.currency), "text"


def _foot(plan: PlanRow, left: int) -> tuple[str, str]:
    stop = stop_words(plan)
    if stop:
        return stop, "bad"
    if left and plan.way == "address":
        words = trn("{n} line is not dealt out", "{n} lines are not dealt out", left)
        return words.format(n=formats.number(left)), "warn"
    if plan.dearer_minor > 0:
        more = formats.money(plan.dearer_minor, plan.currency)
        return tr("goods dearer by {sum}: discounts are lost").format(sum=more), "warn"
    words = ", ".join(badge_text(each) for each in plan.badges)
    if len(plan.badges) > 2:
        words = tr("fewest shipments, earliest, cheapest")
    return words, "ok" if words else "text2"
