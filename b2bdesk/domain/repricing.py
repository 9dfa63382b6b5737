"""What a buyer answers to a price that moved since he added a line (PRODUCT O9).

Three prices are told: as typed, as it was before, as it is now. He accepts the new one, keeps his
own as the most he pays, or puts the question off until the price moves again. An answer holds for
the price it was given to; nothing here changes a quantity.
"""

from b2bdesk.domain.cart import ACCEPT, KEEP, LATER, Line

OPEN = "open"
ANSWERS = (ACCEPT, KEEP, LATER, OPEN)
"""What can be answered; the last takes an answer back."""


def now_price(seen: int | None, here: int | None, portal: int | None) -> int | None:
    """Return today's unit price before cart thresholds, the portal's word counted in.

    Args:
        seen: by the local data, before cart thresholds.
        here: by the local data, final.
        portal: what the portal quoted, final; None = not asked.
    """
    if portal is None or here is None or seen is None:
        return portal if seen is None else seen
    return seen + (portal - here)


def answer_of(line: Line, now: int | None) -> str:
    """Say how a price that moved stands: open, accept, keep, later; empty when it did not move."""
    typed = line.price_at_add_e5
    if typed is None or now is None or typed == now:
        return ""
    if line.answer == KEEP:
        return KEEP if now > typed else OPEN
    return line.answer if line.answer and line.answered_e5 == now else OPEN


def answered(line: Line, answer: str, seen: int | None, now: int | None) -> Line:
    """Return a line with an answer to its price; the same one where there is nothing to answer.

    A new price of the local data that is accepted is what the buyer has seen from now on; one that
    only the portal told waits for the local data. A price that fell is not kept away: that would
    only stop the order.
    """
    typed = line.price_at_add_e5
    if typed is None or now is None or typed == now:
        return line
    if answer == OPEN:
        return line._replace(answer="", answered_e5=None)
    if answer == KEEP:
        return line._replace(answer=KEEP, answered_e5=now) if now > typed else line
    if answer == ACCEPT and now == seen:
        return line.seen_at(now)
    return line._replace(answer=answer, answered_e5=now)


def limit_of(line: Line, price: int) -> int | None:
    """Return the most the buyer pays for a line, when its price is above that; None = no limit."""
    typed = line.price_at_add_e5
    return typed if line.answer == KEEP and typed is not None and price > typed else None
