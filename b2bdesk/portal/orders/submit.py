"""Placing an order exactly once (PROTOCOL R2, R3) and making a key unusable.

One transaction: the key is looked up, the order is checked and priced here, then order, key and
answer are stored together. What a kill between commit and reply leaves behind is a replay.
"""

from __future__ import annotations

import datetime as dt
import uuid

import msgspec

from b2bdesk.portal import audit
from b2bdesk.portal.accounts import store as accounts
from b2bdesk.portal.accounts.rows import ContractRow, EntityRow
from b2bdesk.portal.catalog.store import draw
from b2bdesk.portal.http.call import Reply
from b2bdesk.portal.http.guards import MAX_NAME
from b2bdesk.portal.http.problems import Refused, problem
from b2bdesk.portal.info import LIMITS
from b2bdesk.portal.orders import idempotency, store
from b2bdesk.portal.orders.check_lines import Checked, Lines, check_lines, promised, total
from b2bdesk.portal.orders.check_terms import check_sums, check_terms, check_total
from b2bdesk.portal.orders.copies import ordered_by_copies
from b2bdesk.portal.orders.idempotency import Remembered
from b2bdesk.portal.scope import Scope
from b2bdesk.portal.settlements.store import balance_of
from b2bdesk.portal.stock.store import find_places, find_views
from b2bdesk.portal.storage.clock import instant, supplier_now
from b2bdesk.portal.storage.work import Storage, Work
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.money import Money, Price
from b2bdesk.wire.codec import digest, encode
from b2bdesk.wire.orders import HistoryEntry, NewOrder, Order, OrderLine, VoidAnswer
from b2bdesk.wire.problem import FieldError

KIND = "order"
MAX_CART = 2_000
_NAMESPACE = uuid.UUID("6a0f0e3e-58a6-4a52-9b3c-1d4b7f2a9c11")


def submit(storage: Storage, scope: Scope, key: str, order: NewOrder, body: bytes) -> Reply:
    """Place an order.

    Args:
        storage: the portal.
        scope: who orders.
        key: the Idempotency-Key of the request.
        order: the decoded body.
        body: the bytes as received; their digest is kept with the order.

    Returns:
        The answer: 201 with the order, or the remembered answer of this key.

    Raises:
        Expected: `bad_message`, `not_found` (entity or contract), `order_in_progress`,
            `order_voided`, `idempotency_conflict`.
    """
    if order.client_order_id != key:
        raise Expected("bad_message", reason="client_order_id is not the Idempotency-Key")
    if not 0 < len(order.lines) <= LIMITS.order_lines:
        raise Expected("bad_message", reason="number of lines")
    if any(len(line.line_id) > MAX_NAME for line in order.lines):
        raise Expected("bad_message", reason="/lines: line_id")
    if any(len(each) > MAX_CART for each in (order.cart, *order.beside)):
        raise Expected("bad_message", reason="/cart")
    with idempotency.running(storage, key):
        return storage.write(lambda work: _submit(work, scope, order, digest(body)))


def order_id_of(company_id: str, client_order_id: str) -> str:
    """The id an order gets: derived, so that a repeated one has the same (R3)."""
    return str(uuid.uuid5(_NAMESPACE, f"{company_id}\x1f{client_order_id}"))


def void(storage: Storage, scope: Scope, client_order_id: str) -> VoidAnswer:
    """Make a client key unusable, or answer with the order that exists already (R2)."""
    return storage.write(lambda work: _void(work, scope, client_order_id))


def _submit(work: Work, scope: Scope, order: NewOrder, body_sha256: str) -> Reply:
    work.lock("orders")
    entity, contract = _parties(work, scope, order)
    known = idempotency.find(scope, work.connection, entity.company_id, order.client_order_id)
    if known is not None:
        return idempotency.replay(known, body_sha256)
    try:
        _once(work, scope, order, entity.company_id)
        placed = _place(work, scope, order, entity, contract)
        stored = msgspec.structs.replace(placed, body_sha256=body_sha256)
        answer = Remembered(KIND, body_sha256, 201, encode(stored), stored.id)
        row = store.StoredOrder(entity.company_id, stored, scope.principal_id)
        store.save_orders(scope, work, [row])
        result = "done"
    except Refused as refused:
        found = problem(refused, "")
        answer = Remembered(KIND, body_sha256, found.status, encode(found))
        result = refused.code
    key = order.client_order_id
    idempotency.remember(scope, work, entity.company_id, key, answer)
    audit.record(scope, work, "submit_order", key, result, company_id=entity.company_id)
    return answer.reply(replayed=False)


def _void(work: Work, scope: Scope, client_order_id: str) -> VoidAnswer:
    work.lock("orders")
    found = store.find_by_client_id(scope, work.connection, client_order_id)
    if found is not None:
        return VoidAnswer(state="exists", order=found.order)
    dead = Remembered(idempotency.VOID, "", 410, b"")
    for company_id in sorted(scope.company_ids):
        known = idempotency.find(scope, work.connection, company_id, client_order_id)
        if known is not None and known.kind not in (KIND, idempotency.VOID):
            continue
        idempotency.remember(scope, work, company_id, client_order_id, dead)
        audit.record(scope, work, "void_order", client_order_id, company_id=company_id)
    return VoidAnswer(state="voided")


def _parties(work: Work, scope: Scope, order: NewOrder) -> tuple[EntityRow, ContractRow]:
    entities = accounts.find_entities(scope, work.connection, entity_id=order.entity_id)
    contracts = accounts.find_contracts(scope, work.connection, contract_id=order.contract_id)
    if not entities or not contracts or contracts[0].entity_id != entities[0].id:
        raise Expected("not_found")
    if order.currency != contracts[0].currency:
        raise Expected("bad_message", reason="/currency is not that of the contract")
    return entities[0], contracts[0]


def _once(work: Work, scope: Scope, order: NewOrder, company_id: str) -> None:
    twice = ordered_by_copies(scope, work.connection, company_id, order)
    if twice:
        raise Refused(twice[0].code, twice, **twice[0].params)


def _place(
    work: Work, scope: Scope, order: NewOrder, entity: EntityRow, contract: ContractRow
) -> Order:
    """Check an order and build it; `Refused` names everything that is wrong."""
    checked = _lines(work, scope, order, contract)
    addresses = accounts.find_addresses(scope, work.connection, entity.id)
    now = supplier_now(work.now, work.facts.timezone)
    wrong = [*checked.wrong, *check_terms(order, entity, contract, addresses, now)]
    if wrong:
        raise Refused(wrong[0].code, wrong, **_without_line(wrong[0]))
    sums = total(checked.lines)
    differs = [*checked.repriced, *check_total(order, contract, promised(checked.lines))]
    if differs:
        raise Refused("price_changed", differs, count=len(checked.repriced))
    balance = balance_of(scope, work.connection, contract.id)
    committed = store.committed(scope, work.connection, contract.id)
    wrong = check_sums(order, contract, sums.gross, balance, committed)
    if wrong:
        raise Refused(wrong[0].code, wrong, **_without_line(wrong[0]))
    currency = contract.currency
    text_of = {row.id: row.text for row in addresses}
    user = accounts.find_user(scope, work.connection, user_id=scope.principal_id)
    at = instant(work.now)
    return Order(
        id=order_id_of(entity.company_id, order.client_order_id),
        client_order_id=order.client_order_id,
        number=f"{draw(work, 'order'):06d}",
        created_at=at,
        entity_id=entity.id,
        contract_id=contract.id,
        currency=currency,
        total=Money(sums.gross, currency).text(),
        net=Money(sums.net, currency).text(),
        vat=Money(sums.vat, currency).text(),
        lines=[_order_line(line, currency) for line in checked.lines],
        address=text_of.get(order.address_id, ""),
        address_id=order.address_id,
        consignee_inn=order.consignee_inn,
        delivery_method=order.delivery_method,
        payment_method=order.payment_method,
        ship_date=order.ship_date,
        latest_date=order.latest_date,
        partial_delivery=order.partial_delivery,
        po_number=order.po_number,
        comment=order.comment,
        author=user.name if user else "",
        history=[HistoryEntry(at=at, code="accepted")],
        cart=order.cart,
        beside=order.beside,
    )


def _lines(work: Work, scope: Scope, order: NewOrder, contract: ContractRow) -> Lines:
    connection = work.connection
    seen = {row.assortment for row in accounts.find_contracts(scope, connection)}
    view = find_views(scope, connection, [contract.stock_view]).get(contract.stock_view)
    places = {row.id for row in find_places(scope, connection)}
    if view is not None and view.places:
        places &= set(view.places)
    today: dt.date = work.today
    return check_lines(scope, connection, contract, order.lines, (seen, places, today))


def _order_line(line: Checked, currency: str) -> OrderLine:
    wish, amounts = line.wish, line.amounts
    return OrderLine(
        line_id=wish.line_id,
        item_id=line.item.id,
        article=line.item.article,
        name=line.item.name,
        quantity=wish.quantity,
        unit=wish.unit,
        factor=wish.factor,
        price=Price(line.price_e5, currency).text(),
        net=Money(amounts.net, currency).text(),
        vat=Money(amounts.vat, currency).text(),
        gross=Money(amounts.gross, currency).text(),
        vat_code=line.vat_code,
        place=wish.place,
        comment=wish.comment,
        vat_included=line.priced.vat_included,
    )


def _without_line(error: FieldError) -> dict[str, object]:
    return {name: value for name, value in error.params.items() if name != "line_id"}
