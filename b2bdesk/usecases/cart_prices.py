"""Prices that moved since lines were added: shown three-way, answered by the buyer (PRODUCT O9).

The portal's word counts where it was asked (`Submit.check`); asking is not done here. Answers are
kept with the lines, can be taken back, and hold for the price they were given to.
"""

from collections.abc import Collection, Sequence
from pathlib import Path

from b2bdesk.domain.cart import ACCEPT, Line
from b2bdesk.domain.edits import Edit, LineSwap
from b2bdesk.domain.repricing import ANSWERS, answer_of, answered
from b2bdesk.trade.decimals import half_up
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.vat import line_amounts
from b2bdesk.usecases.cart_sessions import CartSessions
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.open_cart import OpenCart
from b2bdesk.usecases.ports.price_log import PriceFiles, PriceLogPort
from b2bdesk.usecases.quoted import Quoted, price_now
from b2bdesk.usecases.rows.repricing import Answered, PriceMove, PriceReview


class CartPrices:
    """The price review of carts."""

    def __init__(self, sessions: CartSessions, log: PriceLogPort, files: PriceFiles) -> None:
        self._sessions = sessions
        self._log = log
        self._files = files

    def review(self, cart_id: str) -> PriceReview:
        """Return the lines whose price moved since they were added.

        Raises:
            Expected: `cart_not_found`.
        """
        with self._sessions.lock:
            cart = self._sessions.open(cart_id)
            contract_id = cart.head.contract_id
            items = {line.item_id for line, _ in self._moved(cart)}
        before = self._log.before(contract_id, items) if items else {}
        with self._sessions.lock:
            cart = self._sessions.open(cart_id)
            quoted = self._sessions.quoted.get(cart_id)
            moves = tuple(_move(cart, line, now, before, quoted) for line, now in self._moved(cart))
            asked = quoted.at if quoted is not None else None
            return PriceReview(cart_id, cart.head.name, cart.head.currency, moves, asked)

    def answer(
        self, cart_id: str, answer: str, line_ids: Collection[str] | None = None
    ) -> Answered:
        """Answer the moved prices of lines, None = of all of them, as one undo step.

        Args:
            cart_id: a draft.
            answer: accept (the new price holds), keep (the order goes with the price as typed as
                its limit; only for prices that rose), later (until the price moves again), open
                (an answer is taken back).
            line_ids: which lines.

        Raises:
            Expected: `cart_not_found`, `cart_sealed`, `cart_frozen`.
        """
        if answer not in ANSWERS:
            raise Expected("bad_arguments", text=answer)
        with self._sessions.lock:
            cart = self._sessions.draft(cart_id)
            quoted = self._sessions.quoted.get(cart_id)
            wanted = cart.order() if line_ids is None else dict.fromkeys(line_ids)
            swaps = []
            moved = 0
            for line_id in wanted:
                line = cart.lines.get(line_id)
                if line is None:
                    continue
                now = price_now(cart, line, quoted)
                if not answer_of(line, now):
                    continue
                moved += 1
                after = answered(line, answer, cart.seen_price(line), now)
                if after != line:
                    swaps.append(LineSwap(line, after))
            label = f"{answer}_prices"
            edit = Edit(cart_id, label, {"n": len(swaps)}, tuple(swaps))
            changes = self._sessions.commit(cart, edit)
        return Answered(len(swaps), moved - len(swaps), changes)

    def report(self, review: PriceReview, target: Path, moves: Sequence[PriceMove]) -> Path:
        """Write moves of a review as .xlsx, .csv or .pdf, whatever the file is called.

        Raises:
            Environment: the file could not be written.
        """
        cart = {"name": review.name, "currency": review.currency}
        return self._files.moves(target, cart, moves)

    def _moved(self, cart: OpenCart) -> list[tuple[Line, int]]:
        """Lines whose price is another one than when they were added, with that price."""
        quoted = self._sessions.quoted.get(cart.id)
        return [
            (line, now)
            for line in cart.in_order()
            if (now := price_now(cart, line, quoted)) is not None
            and line.price_at_add_e5 not in (None, now)
        ]

    def accept(self, cart_id: str, line_ids: Collection[str] | None = None) -> ChangeSet:
        """Take today's prices of lines for seen, as one undo step; None = of all lines."""
        return self.answer(cart_id, ACCEPT, line_ids).changes


def _move(
    cart: OpenCart, line: Line, now: int, before: dict[str, int], quoted: Quoted | None
) -> PriceMove:
    typed = line.price_at_add_e5 or 0
    here = cart.figures_of(line.line_id).price_e5
    portal = quoted.price_of(line) if quoted is not None else None
    told = portal is not None and portal != here
    facts = cart.facts[line.item_id]
    old = cart.seen_price(line) if told else None
    if not told and not facts.stepped(line.base_e3):
        old = before.get(line.item_id)
    included = cart.book.vat_included(line.item_id, facts, line.base_e3)
    exponent = cart.book.terms.exponent
    was, new = (
        line_amounts(price, line.base_e3, facts.vat_code, included, exponent).gross
        for price in (typed, now)
    )
    percent = half_up((now - typed) * 10_000, typed) if typed else 0
    answer = answer_of(line, now)
    row = cart.row(line.line_id)
    return PriceMove(row, typed, old, now, told, percent, new - was, answer)
