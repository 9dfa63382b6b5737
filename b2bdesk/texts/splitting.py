"""Words of ways to split a cart and of the orders they make."""

from __future__ import annotations

from b2bdesk.texts.door import mark, tr

WAYS = {
    "one": mark("One order"),
    "availability": mark("What is there, then the rest"),
    "warehouse": mark("By warehouse"),
    "warehouse-early": mark("By warehouse, the earliest"),
    "branch": mark("By branch"),
    "brand": mark("By maker"),
    "address": mark("By address"),
}
BADGES = {
    "fewest": mark("fewest shipments"),
    "earliest": mark("earliest"),
    "cheapest": mark("cheapest"),
}


def way_text(way: str) -> str:
    """What a way is called; its code when it is not known."""
    return tr(WAYS[way]) if way in WAYS else way


def badge_text(badge: str) -> str:
    """What a plan is best at."""
    return tr(BADGES[badge]) if badge in BADGES else badge


def part_title(way: str, key: str, name: str) -> str:
    """What an order of a way is called: «Химки», «Химки, позже», «Остаток»."""
    later = key == "later" or key.endswith("|later")
    if way == "availability":
        return tr("later") if later else tr("now")
    words = name or _nameless(way)
    return tr("{name}, later").format(name=words) if later else words


def _nameless(way: str) -> str:
    if way == "brand":
        return tr("other makers")
    return tr("the rest") if way == "address" else tr("without a warehouse")
