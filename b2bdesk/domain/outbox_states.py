"""The states of a sealed command and which may follow which (PROTOCOL R4).

The repository asks here before it moves a command; anything not listed is refused as a bug. From
`sending` back to `ready` or `held` goes only what the portal answered without taking it up (425,
429, 401 after the refresh failed); a lost answer is always `unknown`. What was given up or refused
is `settled` after all when another backup of the portal brings its order back.
"""

from collections.abc import Mapping

TERMINAL = frozenset({"settled", "voided", "withdrawn", "superseded", "dismissed"})

NEXT: Mapping[str, frozenset[str]] = {
    "ready": frozenset({"sending", "held", "withdrawn"}),
    "held": frozenset({"ready", "withdrawn"}),
    "sending": frozenset({"accepted", "unknown", "rejected", "ready", "held"}),
    "unknown": frozenset({"accepted", "ready", "voided", "held"}),
    "rejected": frozenset({"needs_user"}),
    "needs_user": frozenset({"superseded", "dismissed", "settled"}),
    "superseded": frozenset({"settled"}),
    "accepted": frozenset({"settled", "missing"}),
    "settled": frozenset({"missing"}),
    "missing": frozenset({"ready", "dismissed", "accepted", "settled"}),
    "voided": frozenset({"settled"}),
    "withdrawn": frozenset({"settled"}),
    "dismissed": frozenset({"settled"}),
}

GIVEN_UP = ("voided", "withdrawn", "dismissed", "needs_user", "superseded")
"""States of a command that has no order: it was taken back, or was refused."""

RETURNED = "order_returned"
"""Reason of a settled command that had no order before: the portal has one after all."""

UNANSWERED = "doubt_unanswered"
"""Reason of a doubt that nobody answers: the person is asked, too."""

DIFFERS = ("total_differs", "order_differs")
"""Reasons of a doubt that is none: the portal has an order, and not the one that was sealed."""

FOR_PERSON = (UNANSWERED, *DIFFERS)
"""Reasons of doubts that a person ends; they hold no other order up."""

TOLD = "told_arrived"
"""Reason of an accepted command whose order the person knows of from the supplier."""

ORDERED = ("accepted", "settled", "missing")
"""States of a command whose order the portal has, or had before it was restored."""

OPENS_CART = frozenset({"withdrawn", "voided", "rejected", "needs_user", "dismissed"})
"""States at which the sealed cart becomes an editable draft again."""

ARCHIVES_CART = frozenset({"accepted", "settled"})

WAITING = frozenset({"ready", "sending", "unknown", "held"})
"""States in which the command is still on its way."""


def allowed(old: str, new: str) -> bool:
    """Say whether a command may go from one state to another."""
    return new in NEXT.get(old, frozenset())


def cart_follows(old: str, new: str) -> tuple[str, str] | None:
    """Return the state a cart leaves and the one it takes as its command moves; None = it stays.

    The cart of a lost order that is offered again is locked again: what comes of it opens or
    archives it as the first time.
    """
    if new in OPENS_CART:
        return "sealed", "draft"
    if new in ARCHIVES_CART:
        return "sealed", "archived"
    return ("archived", "sealed") if old == "missing" else None
