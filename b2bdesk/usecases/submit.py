"""Checking a cart and sealing it into the outbox (PROTOCOL R1, PRODUCT O9, O10).

`check` works from local data and, when asked and reachable, with a quote of the portal; what the
portal quoted is what the buyer has seen, so sealing right after sends those prices as the guard.
`seal` commits command and cart in one transaction; nothing is sent from here.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from b2bdesk.domain.cart import KEEP, LATER, Facts, Line
from b2bdesk.domain.check import (
    Prices,
    Problem,
    answered_code,
    judged,
    line_problems,
    portal_problems,
    price_code,
    stock_code,
    tone_of,
)
from b2bdesk.domain.edits import CartHead
from b2bdesk.domain.repricing import answer_of, limit_of, now_price
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.trade.ids import order_key
from b2bdesk.trade.vat import line_amounts
from b2bdesk.usecases.cart_sessions import CartSessions
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.checkout import checkout_problems, sum_problems, too_small
from b2bdesk.usecases.open_cart import OpenCart
from b2bdesk.usecases.ports.context import AccountPort
from b2bdesk.usecases.ports.orders_out import (
    Descent,
    OrderedLine,
    OrderEncoder,
    OrderToSend,
    SealedCommand,
)
from b2bdesk.usecases.ports.quotes import Asked, QuoteAnswer, QuotesPort, Told
from b2bdesk.usecases.quoted import Quoted, price_now
from b2bdesk.usecases.rows.account import EntityRow
from b2bdesk.usecases.rows.carts import (
    Checkout,
    CheckProblem,
    CheckResult,
    LineChange,
    SealResult,
)


@dataclass(frozen=True, slots=True)
class SubmitPorts:
    """What checking and sealing need besides the carts.

    Attributes:
        account: contracts, minimums, credit.
        quotes: the portal's word; raises `Environment` when it cannot be asked.
        encoder: makes the canonical bytes.
        after_seal: called after each seal (a backup of desk.db, R15).
        ordered: numbers of orders that hold lines of a cart; a draft has none unless its store was
            restored or cloned.
        committed: what orders on their way will still add to a contract's debt, minor units.
        supplier_now: the present moment in the supplier's zone (R10a).
    """

    account: AccountPort
    quotes: QuotesPort
    encoder: OrderEncoder
    after_seal: Callable[[], None]
    ordered: Callable[[str], tuple[str, ...]]
    committed: Callable[[str], int]
    supplier_now: Callable[[], datetime]


class Submit:
    """Check, seal."""

    def __init__(self, sessions: CartSessions, ports: SubmitPorts) -> None:
        self._sessions = sessions
        self._ports = ports

    def supplier_now(self) -> datetime:
        """Return the present moment in the supplier's zone."""
        return self._ports.supplier_now()

    def check(
        self, cart_id: str, online: bool = False, checkout: Checkout | None = None
    ) -> CheckResult:
        """Compare a cart with the local data and, when `online`, with the portal.

        A portal that cannot be reached is a problem that does not block: the order can wait.
        """
        with self._sessions.lock:
            cart = self._sessions.open(cart_id)
            asked = [line for line in cart.in_order() if line.item_id and line.quantity_e3 > 0]
            head, descent = cart.head, self._descent(cart_id)
        answer: QuoteAnswer | None = None
        problems: list[Problem] = []
        if online and asked:
            try:
                answer = self._ask(head, descent, asked, checkout or Checkout())
            except (Environment, Expected) as error:
                params = {**error.params, "reason": error.code}
                problems.append(Problem("portal_not_asked", False, params))
        told = (
            dict(zip((line.line_id for line in asked), answer.lines, strict=True)) if answer else {}
        )
        with self._sessions.lock:
            cart = self._sessions.open(cart_id)
            self._remember(cart, told)
            here = self._problems(cart, checkout)
            problems = [*_with_portal(here, answer), *problems]
            changed = tuple(_changes(cart, told))
        rows = tuple(
            CheckProblem(each.code, each.blocking, each.params, each.line_ids) for each in problems
        )
        return CheckResult(
            cart_id, cart.totals(), changed, rows, answer is not None, self._sessions.now()
        )

    def seal(self, cart_id: str, checkout: Checkout) -> SealResult:
        """Make a command out of a cart; from then on it cannot be edited (R1).

        Raises:
            Expected: what blocks the sending, `cart_sealed` when it is already on its way.
        """
        return self.seal_all(((cart_id, checkout),))[0]

    def seal_all(self, carts: Sequence[tuple[str, Checkout]]) -> tuple[SealResult, ...]:
        """Make commands out of several carts: all of them or, when one cannot go, none.

        Raises:
            Expected: what blocks the sending; `cart` among its values names the cart.
        """
        with self._sessions.lock:
            commands = [self._command(cart_id, checkout) for cart_id, checkout in carts]
            self._sessions.store.seal(commands, self._sessions.now())
            kinds = ["carts", "outbox"]
            for cart_id, _ in carts:
                self._sessions.forget(cart_id)
                self._sessions.quoted.pop(cart_id, None)
                kinds.append(f"cart:{cart_id}")
            changes = self._sessions.publish(ChangeSet.of(*kinds))
        self._ports.after_seal()
        return tuple(
            SealResult(each.id, each.cart_id, each.gross_minor, changes) for each in commands
        )

    def _command(self, cart_id: str, checkout: Checkout) -> SealedCommand:
        cart = self._sessions.draft(cart_id)
        blocking = next((each for each in self._problems(cart, checkout) if each.blocking), None)
        if blocking is not None:
            raise Expected(blocking.code, **{**blocking.params, "cart": cart.head.name})
        order, basis = self._order(cart, checkout)
        body = self._ports.encoder.encode_order(order)
        return SealedCommand(
            order.client_order_id,
            "order",
            self._company(order.entity_id),
            order.entity_id,
            order.contract_id,
            cart_id,
            cart.head.name,
            order.currency,
            order.total_minor,
            body,
            hashlib.sha256(body).hexdigest(),
            basis,
        )

    def _ask(
        self, head: CartHead, descent: Descent, lines: list[Line], checkout: Checkout
    ) -> QuoteAnswer:
        wanted = [
            Asked(line.item_id, line.quantity_e3, line.okei, line.factor_e3, line.place)
            for line in lines
        ]
        return self._ports.quotes.quote(head.entity_id, head.contract_id, wanted, checkout, descent)

    def _descent(self, cart_id: str) -> Descent:
        return Descent(cart_id, self._sessions.store.ordered_kin(cart_id))

    def _problems(self, cart: OpenCart, checkout: Checkout | None) -> list[Problem]:
        problems: list[Problem] = []
        if not cart.lines:
            problems.append(Problem("cart_empty", True, {"name": cart.head.name}))
        contract = self._ports.account.contract(cart.head.contract_id)
        if contract is None:
            problems.append(Problem("contract_gone", True, {}))
        numbers = self._ports.ordered(cart.id)
        if numbers:
            problems.append(Problem("already_ordered", True, {"numbers": ", ".join(numbers)}))
        problems += line_problems((each, cart.marks_of(each)) for each in cart.order())
        problems += self._answered(cart)
        if contract is not None and checkout is not None:
            places = frozenset(line.place for line in cart.lines.values())
            firm = (self._entity(contract.entity_id), contract)
            problems += checkout_problems(firm, checkout, places, self._ports.supplier_now())
        if contract is not None and cart.lines:
            credit, committed = self._ports.account.credit, self._ports.committed
            problems += sum_problems(
                contract, credit(contract.id), cart.sums.gross, committed(contract.id)
            )
            if checkout is not None:
                problems += too_small(contract, checkout.delivery_method, cart.sums.gross)
        return problems

    def _answered(self, cart: OpenCart) -> list[Problem]:
        """Lines that go with the buyer's own price as their limit, and questions put off."""
        quoted = self._sessions.quoted.get(cart.id)
        kept: list[str] = []
        later: list[str] = []
        less = 0
        for line in cart.in_order():
            if not line.answer or line.item_id not in cart.facts:
                continue
            now = price_now(cart, line, quoted)
            answer = answer_of(line, now)
            if answer == KEEP and now is not None:
                kept.append(line.line_id)
                moved = Prices(line.price_at_add_e5, now, None, None)
                less += _difference(cart, line, cart.facts[line.item_id], moved)
            elif answer == LATER:
                later.append(line.line_id)
        currency = {"currency": cart.head.currency}
        found = []
        if kept:
            params = {"count": len(kept), "less_minor": less, **currency}
            found.append(Problem("price_kept", False, params, tuple(kept)))
        if later:
            found.append(Problem("price_later", False, {"count": len(later)}, tuple(later)))
        return found

    def _remember(self, cart: OpenCart, told: dict[str, Told]) -> None:
        if not told:
            return
        quoted = Quoted(self._sessions.now())
        for line_id, each in told.items():
            line = cart.lines.get(line_id)
            if line is not None and line.item_id == each.item_id:
                quoted.lines[line_id] = (line.item_id, line.base_e3, each.price_e5)
        self._sessions.quoted[cart.id] = quoted

    def _order(self, cart: OpenCart, checkout: Checkout) -> tuple[OrderToSend, dict[str, str]]:
        quoted = self._sessions.quoted.get(cart.id)
        terms = cart.book.terms
        lines: list[OrderedLine] = []
        total = from_portal = 0
        for line in cart.in_order():
            price, asked = _price(cart, line, quoted)
            limit = limit_of(line, price)
            from_portal += asked
            price = price if limit is None else limit
            facts = cart.facts[line.item_id]
            included = cart.book.vat_included(line.item_id, facts, line.base_e3)
            amounts = line_amounts(price, line.base_e3, facts.vat_code, included, terms.exponent)
            total += amounts.gross
            lines.append(
                OrderedLine(
                    line.line_id,
                    line.item_id,
                    line.quantity_e3,
                    line.okei,
                    line.factor_e3,
                    price,
                    line.comment,
                    line.place,
                    limit is not None,
                )
            )
        order = OrderToSend(
            order_key(cart.id, self._sessions.store.times_sealed(cart.id)),
            cart.head.entity_id,
            cart.head.contract_id,
            cart.head.currency,
            total,
            tuple(lines),
            checkout,
            self._descent(cart.id),
        )
        basis = {"lines": str(len(lines)), "quoted_lines": str(from_portal)}
        if quoted is not None:
            basis["quoted_at"] = quoted.at.isoformat()
        return order, basis

    def _company(self, entity_id: str) -> str:
        entity = self._entity(entity_id)
        return entity.company_id if entity else ""

    def _entity(self, entity_id: str) -> EntityRow | None:
        found = (each for each in self._ports.account.entities() if each.id == entity_id)
        return next(found, None)


def _with_portal(here: list[Problem], answer: QuoteAnswer | None) -> list[Problem]:
    """What stands against an order by the data here and by what the portal said, if it did."""
    if answer is None:
        return here
    if answer.refusals is not None:
        here = judged(here, answer.refusals, answer.problems)
    return [*here, *portal_problems(answer.problems, (each.code for each in here))]


def _price(cart: OpenCart, line: Line, quoted: Quoted | None) -> tuple[int, bool]:
    """Today's price of a line, and whether the portal told it."""
    known = quoted.price_of(line) if quoted else None
    if known is not None:
        return known, True
    price = cart.figures_of(line.line_id).price_e5
    if price is None:
        raise Expected("no_price", article=line.article)
    return price, False


def _changes(cart: OpenCart, told: dict[str, Told]) -> list[LineChange]:
    changes = (_change(cart, line, told.get(line.line_id)) for line in cart.in_order())
    return [each for each in changes if each is not None]


def _change(cart: OpenCart, line: Line, answer: Told | None) -> LineChange | None:
    """What differs of one line, None when nothing does."""
    facts = cart.facts.get(line.item_id)
    portal = answer.price_e5 if answer else None
    stock = answer.stock_e3 if answer else None
    cached = cart.figures_of(line.line_id).price_e5
    prices = Prices(line.price_at_add_e5, cart.seen_price(line), cached, portal)
    if facts is None:
        code, difference = "not_found", 0
    else:
        now = now_price(prices.seen, cached, portal)
        code = answered_code(price_code(prices), answer_of(line, now))
        code = code or stock_code(line.base_e3, facts.stock_e3, stock, facts.at_least)
        difference = _difference(cart, line, facts, prices)
    if not code:
        return None
    return LineChange(
        cart.row(line.line_id),
        code,
        tone_of(code),
        line.price_at_add_e5,
        cached,
        portal,
        line.stock_at_add_e3,
        facts.stock_e3 if facts else None,
        stock,
        difference,
    )


def _difference(cart: OpenCart, line: Line, facts: Facts, prices: Prices) -> int:
    """What the moves of the price come to for the line, in minor units with VAT."""
    exponent = cart.book.terms.exponent
    included = cart.book.vat_included(line.item_id, facts, line.base_e3)

    def gross(price_e5: int) -> int:
        return line_amounts(price_e5, line.base_e3, facts.vat_code, included, exponent).gross

    return sum(gross(after) - gross(before) for before, after in prices.moved)
