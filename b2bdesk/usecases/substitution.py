"""Taking other goods for what is short or gone: one line or all shortages in one pass (O6).

`proposals` ranks what the supplier names and what was bought before; `apply` makes the choices
real as one undo step: a line turned to the other item, or what is there kept and the rest taken
as the other item.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from b2bdesk.domain import cart_edits
from b2bdesk.domain.cart import Line
from b2bdesk.domain.cart_edits import Wish
from b2bdesk.domain.edits import Edit, LineSwap
from b2bdesk.domain.substitution import Because, Candidate, ranked, split_rest
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.unit import from_base
from b2bdesk.usecases.cart_edits import NewIds
from b2bdesk.usecases.cart_sessions import CartSessions
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.open_cart import OpenCart
from b2bdesk.usecases.ports.substitutes import Linked, SubstitutesPort
from b2bdesk.usecases.rows.carts import LineRow

SHORTAGES = frozenset({"short", "none_left", "discontinued", "out_of_assortment", "no_price"})
SHOWN = 8
REPLACE, REST = "replace", "rest"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Goods that could be taken; price for the wanted quantity, stock None = unknown."""

    item_id: str
    n: int
    article: str
    name: str
    brand: str
    okei: str
    price_e5: int | None
    stock_e3: int | None
    minimum_e3: int
    multiple_e3: int
    score: int
    reasons: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class Shortage:
    """A line that cannot be had as it is, with proposals, best first.

    `there_e3` is what could be kept of it (base units) when only the rest is substituted.
    """

    line: LineRow
    there_e3: int
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """What to do with a line: `replace` it, or keep what is there and take the `rest`."""

    line_id: str
    item_id: str
    mode: str = REPLACE


@dataclass(frozen=True, slots=True)
class Substituted:
    """What was done: lines turned, lines added for a rest."""

    replaced: int
    added: int
    changes: ChangeSet


class Substitution:
    """Proposes and applies substitutes."""

    def __init__(self, sessions: CartSessions, links: SubstitutesPort) -> None:
        self._sessions = sessions
        self._links = links

    def proposals(
        self, cart_id: str, line_ids: Collection[str] | None = None
    ) -> tuple[Shortage, ...]:
        """Return every shortage of a cart with what could be taken instead.

        Args:
            cart_id: the cart.
            line_ids: lines to look at, short or not; None = all that are short or gone.
        """
        with self._sessions.lock:
            cart = self._sessions.open(cart_id)
            lines = [line for line in cart.in_order() if _wanted(cart, line, line_ids)]
            ids = list(dict.fromkeys(line.item_id for line in lines))
            linked = self._links.linked(cart.head.contract_id, ids)
            others = {each.item_id for found in linked.values() for each in found}
            self._sessions.know(cart, others)
            bought = self._links.bought(list(others))
            return tuple(_shortage(cart, line, linked, bought) for line in lines)

    def apply(self, cart_id: str, choices: Iterable[Choice]) -> Substituted:
        """Make choices real as one undo step.

        Raises:
            Expected: `line_gone`, `item_not_found`, `cart_sealed`, `cart_frozen`.
        """
        chosen = {each.line_id: each for each in choices}
        with self._sessions.lock:
            cart = self._sessions.draft(cart_id)
            self._sessions.know(cart, (each.item_id for each in chosen.values()))
            swaps: list[LineSwap] = []
            rests: list[Wish] = []
            for choice in chosen.values():
                _choose(cart, choice, swaps, rests)
            added = cart_edits.add(rests, cart.facts, lambda _: None, NewIds(cart).next)
            fresh = [
                LineSwap(None, cart.as_seen(None, swap.after)) for swap in added.swaps if swap.after
            ]
            edit = Edit(cart_id, "substitute", {"n": len(swaps)}, (*swaps, *fresh))
            changes = self._sessions.commit(cart, edit)
        return Substituted(len(swaps) - added.added, added.added, changes)


def _wanted(cart: OpenCart, line: Line, line_ids: Collection[str] | None) -> bool:
    if not line.item_id or line.item_id not in cart.facts:
        return False
    if line_ids is not None:
        return line.line_id in line_ids
    return any(mark.code in SHORTAGES for mark in cart.marks_of(line.line_id))


def _shortage(
    cart: OpenCart,
    line: Line,
    linked: Mapping[str, Sequence[Linked]],
    bought: Mapping[str, int],
) -> Shortage:
    facts, wanted = cart.facts[line.item_id], line.base_e3
    candidates = [
        Candidate(
            each.item_id,
            other,
            cart.book.price(each.item_id, other, wanted),
            each.kind,
            each.rank,
            bought.get(each.item_id, 0),
        )
        for each in linked.get(line.item_id, ())
        if (other := cart.facts.get(each.item_id)) is not None
    ]
    price = cart.seen_price(line) or line.price_at_add_e5
    found = ranked(wanted, price, facts, candidates)[:SHOWN]
    kept, _ = split_rest(wanted, facts.stock_e3, facts.minimum_e3, facts.multiple_e3)
    return Shortage(
        cart.row(line.line_id),
        kept,
        tuple(
            Proposal(
                each.candidate.item_id,
                each.candidate.facts.n,
                each.candidate.facts.article,
                each.candidate.facts.name,
                each.candidate.facts.brand,
                each.candidate.facts.okei,
                each.candidate.price_e5,
                each.candidate.facts.stock_e3,
                each.candidate.facts.minimum_e3,
                each.candidate.facts.multiple_e3,
                each.score,
                each.reasons,
            )
            for each in found
        ),
    )


def _choose(cart: OpenCart, choice: Choice, swaps: list[LineSwap], rests: list[Wish]) -> None:
    line = cart.lines.get(choice.line_id)
    if line is None:
        raise Expected("line_gone", line_id=choice.line_id)
    other = cart.facts.get(choice.item_id)
    if other is None:
        raise Expected("item_not_found", text=choice.item_id)
    if choice.mode == REST:
        facts = cart.facts.get(line.item_id)
        kept, rest = (
            split_rest(line.base_e3, facts.stock_e3, facts.minimum_e3, facts.multiple_e3)
            if facts
            else (0, line.base_e3)
        )
        in_unit = from_base(kept, line.factor_e3)
        if kept and in_unit is not None:
            after = line._replace(quantity_e3=in_unit, wish_e3=None)
            swaps.append(LineSwap(line, cart.as_seen(line, after)))
            rests.append(Wish(choice.item_id, rest, "", line.comment, line.typed, "substitute"))
            return
    turned = cart_edits.on_item(line, choice.item_id, other, "substitute")
    swaps.append(LineSwap(line, cart.as_seen(line, turned)))
