"""What a typed text, a scan or an unknown line means: items of the catalogue, off the GUI thread.

Plain functions over the resolver; the screen runs them on a lane and takes what they return.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from b2bdesk.trade.quantity import ONE_E3, fit
from b2bdesk.usecases.carts import Carts
from b2bdesk.usecases.ports.resolve import Hit, ResolvePort
from b2bdesk.usecases.rows.carts import AddResult, LineRow, NewLine
from b2bdesk.usecases.rows.offers import OfferRow

PROPOSED = 5


@dataclass(frozen=True, slots=True)
class Entered:
    """What entering one text did."""

    added: AddResult
    line: LineRow | None
    similar: tuple[OfferRow, ...] = ()


def exact(hits: Sequence[Hit]) -> Hit | None:
    """The one item a code leads to; None when nothing or several."""
    return hits[0] if len(hits) == 1 else None


def proposals(resolve: ResolvePort, text: str) -> tuple[OfferRow, ...]:
    """What a text may mean: all goods of an ambiguous code, else similar names."""
    hits = resolve.resolve([text]).get(text, ())
    if hits:
        return tuple(dict.fromkeys(hit.offer for hit in hits))[:PROPOSED]
    return tuple(resolve.similar(text, PROPOSED))


def one_order(hit: Hit) -> int:
    """The smallest order of an item, in the unit of the hit."""
    if hit.okei and hit.okei != hit.offer.okei:
        return ONE_E3
    return fit(ONE_E3, hit.offer.minimum_e3, hit.offer.multiple_e3).up_e3


def enter(carts: Carts, resolve: ResolvePort, cart_id: str, text: str) -> Entered:
    """Add what was typed into the empty row: its item, or a line that waits for the buyer."""
    hit = exact(resolve.resolve([text]).get(text, ()))
    if hit is None:
        line = NewLine("", ONE_E3, typed=text)
    else:
        source = "own_code" if hit.kind == "own_code" else hit.kind
        line = NewLine(hit.offer.id, one_order(hit), hit.okei, "", text, source)
    added = carts.add_lines(cart_id, [line], "add_line", "keep")
    found = carts.lines(cart_id, added.line_ids)
    similar = () if hit is not None else proposals(resolve, text)
    return Entered(added, found[0] if found else None, similar)


def scan(carts: Carts, resolve: ResolvePort, cart_id: str, code: str) -> Entered | None:
    """One multiple more of a scanned item; None when the code is not known."""
    hit = exact(resolve.resolve([code]).get(code, ()))
    if hit is None:
        return None
    line = NewLine(hit.offer.id, one_order(hit), hit.okei, typed=code)
    added = carts.add_lines(cart_id, [line], "add_line")
    found = carts.lines(cart_id, added.line_ids)
    return Entered(added, found[0] if found else None)
