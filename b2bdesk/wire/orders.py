"""Orders: what is sent, what comes back, quotes, voids (PROTOCOL §1, R1–R5).

Decimals are strings: quantities in the line's own unit, prices per *base* unit, sums in the
contract's currency with its exponent.
"""

import msgspec

from b2bdesk.wire.problem import FieldError


class NewLine(msgspec.Struct, frozen=True, kw_only=True):
    """One ordered line; `price` is the guard (price seen), `factor` = base units per unit.

    With `limit` the guard is the most the buyer pays: a lower price of the portal is taken and is
    no difference, `total` counts the line at its guard. A portal that does not know the field
    compares as ever and refuses (`price_changed`).
    """

    line_id: str
    item_id: str
    quantity: str
    unit: str
    factor: str
    price: str
    comment: str = ""
    place: str = ""
    limit: bool = False


class NewOrder(msgspec.Struct, frozen=True, kw_only=True):
    """The body of `POST /orders`; `client_order_id` is the idempotency key (R2).

    `cart` names the buyer's cart, a part of a split one as `<cart>.<split>-<number>`; `beside` are
    carts of the same goods whose orders this program knows of. A portal that keeps both refuses
    (`cart_ordered`) goods of a cart that another copy of the program has ordered (R12).
    """

    client_order_id: str
    entity_id: str
    contract_id: str
    currency: str
    total: str
    lines: list[NewLine]
    address_id: str = ""
    consignee_inn: str = ""
    delivery_method: str = ""
    payment_method: str = ""
    ship_date: str = ""
    latest_date: str = ""
    partial_delivery: bool = True
    po_number: str = ""
    comment: str = ""
    cart: str = ""
    beside: list[str] = []


class OrderLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line after the answer; quantities in the line's unit, `price` per base unit.

    `state` in pending, confirmed, partial, backordered, substituted, rejected, cancelled,
    shipped; an unknown value is shown as it is.
    """

    line_id: str
    item_id: str
    article: str
    name: str
    quantity: str
    unit: str
    factor: str
    price: str
    net: str
    vat: str
    gross: str
    vat_code: str
    state: str = "pending"
    confirmed: str = "0"
    reserved: str = "0"
    reserved_until: str = ""
    shipped: str = "0"
    invoiced: str = "0"
    cancelled: str = "0"
    confirmed_price: str = ""
    reason_code: str = ""
    reason: str = ""
    place: str = ""
    expected: str = ""
    comment: str = ""
    vat_included: bool = True


class HistoryEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One step of an order's life: instant, code, plain words."""

    at: str
    code: str
    text: str = ""


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """An order as the portal holds it, with its four independent axes (PROTOCOL §1)."""

    id: str
    client_order_id: str
    number: str
    created_at: str
    entity_id: str
    contract_id: str
    currency: str
    total: str
    net: str
    vat: str
    lines: list[OrderLine]
    body_sha256: str = ""
    number_1c: str = ""
    state: str = "accepted"
    reserve: str = "none"
    payment: str = "none"
    shipment: str = "none"
    confirmed_total: str = "0.00"
    invoiced_total: str = "0.00"
    paid_total: str = "0.00"
    address: str = ""
    address_id: str = ""
    consignee_inn: str = ""
    delivery_method: str = ""
    payment_method: str = ""
    ship_date: str = ""
    latest_date: str = ""
    partial_delivery: bool = True
    po_number: str = ""
    comment: str = ""
    author: str = ""
    version: int = 1
    history: list[HistoryEntry] = []
    cart: str = ""
    beside: list[str] = []


class OrderCommand(msgspec.Struct, frozen=True, kw_only=True):
    """A command on an order (cancel, reserve, extend, release, ship): optional lines."""

    client_command_id: str
    lines: dict[str, str] = {}
    until: str = ""
    comment: str = ""


class VoidAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """`voided` when the key is now dead; otherwise the order that exists already (R2)."""

    state: str
    order: Order | None = None


class QuoteLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line to quote: quantity in the given unit."""

    item_id: str
    quantity: str
    unit: str = ""
    factor: str = "1"
    place: str = ""


class QuoteRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Prices and availability are asked, nothing is ordered; empty conditions are left open."""

    entity_id: str
    contract_id: str
    lines: list[QuoteLine]
    address_id: str = ""
    delivery_method: str = ""
    payment_method: str = ""
    consignee_inn: str = ""
    ship_date: str = ""
    latest_date: str = ""
    cart: str = ""
    beside: list[str] = []


class QuotedLine(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a `QuoteLine`, same order; empty price = no price; empty stock = unknown.

    `price`, `minimum`, `multiple` are per or in base units; `stock`, `available` in the unit asked.
    """

    item_id: str
    price: str = ""
    net: str = "0.00"
    vat: str = "0.00"
    gross: str = "0.00"
    stock: str = ""
    available: str = ""
    expected: str = ""
    minimum: str = ""
    multiple: str = ""
    code: str = ""


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """Lines and totals as an order sent now would get them.

    `problems` are codes; `refusals` is all that an order with these conditions and sums would be
    refused for now, as its answer would have it. Null: the portal does not tell before sending.
    """

    currency: str
    lines: list[QuotedLine]
    net: str
    vat: str
    gross: str
    problems: list[str] = []
    refusals: list[FieldError] | None = None


class ResolveRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Up to `limits.resolve_codes` typed codes."""

    contract_id: str
    codes: list[str]


class Resolved(msgspec.Struct, frozen=True, kw_only=True):
    """Matches of one code; several = ambiguous. `kind` is the level that hit (R9a)."""

    code: str
    kind: str = ""
    item_ids: list[str] = []


class ResolveAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One entry per code, in the order asked."""

    items: list[Resolved]
