"""Wire messages to rows and back: the account, quotes, orders to be sent.

Decimals become scaled integers here (PROTOCOL R10), ISO dates become dates; a value that does not
read is left out rather than guessed.
"""

import datetime as dt
from collections.abc import Sequence

from b2bdesk.trade.decimals import exact_scaled, scaled_text
from b2bdesk.trade.money import Money, exponent
from b2bdesk.trade.unit import to_base
from b2bdesk.usecases.ports.orders_out import NO_CART, Descent, OrderToSend
from b2bdesk.usecases.ports.quotes import Asked, QuoteAnswer, Told
from b2bdesk.usecases.rows.account import (
    AccountInfo,
    AddressRow,
    BankRow,
    CalendarRow,
    CombinationRow,
    ContractRow,
    EntityRow,
    ManagerRow,
    MethodRow,
    NewsRow,
    PartyRow,
    PriceTypeRow,
)
from b2bdesk.usecases.rows.carts import Checkout
from b2bdesk.wire import account as wire
from b2bdesk.wire import orders
from b2bdesk.wire.codec import canonical, encode


def account_info(account: wire.Account) -> AccountInfo:
    """Return the account as rows."""
    return AccountInfo(
        user_name=account.user.name,
        user_id=account.user.id,
        role=account.user.role,
        seller=party(account.seller),
        entities=tuple(entity(each, at) for at, each in enumerate(account.entities)),
        rights=tuple(account.rights),
        manager=_manager(account.manager),
        news=tuple(NewsRow(day, each.title) for each in account.news if (day := date(each.date))),
    )


def party(source: wire.Party) -> PartyRow:
    """Return requisites."""
    bank = source.bank
    return PartyRow(
        name=source.name,
        inn=source.inn,
        full_name=source.full_name,
        kpp=source.kpp,
        ogrn=source.ogrn,
        okpo=source.okpo,
        address=source.address,
        phone=source.phone,
        email=source.email,
        director=source.director,
        accountant=source.accountant,
        bank=BankRow(bank.name, bank.bik, bank.account, bank.corr_account) if bank else None,
    )


def entity(source: wire.Entity, colour: int) -> EntityRow:
    """Return a legal entity with its contracts; `colour` is its place in the account."""
    return EntityRow(
        id=source.id,
        company_id=source.company_id,
        party=party(source.party),
        contracts=tuple(contract(each, source.id) for each in source.contracts),
        addresses=tuple(
            AddressRow(each.id, each.name, each.text, each.default, each.place)
            for each in source.addresses
        ),
        consignees=tuple(map(party, source.consignees)),
        colour=colour,
    )


def contract(source: wire.Contract, entity_id: str) -> ContractRow:
    """Return a contract with the scopes it names."""
    currency = source.currency
    return ContractRow(
        id=source.id,
        entity_id=entity_id,
        number=source.number,
        date=date(source.date),
        currency=currency,
        assortment=source.assortment,
        price_types=tuple(
            PriceTypeRow(
                each.id, each.name, each.currency, each.vat_included, exact_scaled(each.step, 5)
            )
            for each in source.price_types
        ),
        stock_view=source.stock_view,
        deferral_days=source.deferral_days,
        payment_terms=source.payment_terms,
        credit_limit_minor=minor(source.credit_limit, currency),
        minimum_sum_minor=minor(source.minimum_sum, currency),
        kind=source.kind,
        delivery_methods=tuple(_method(each, currency) for each in source.delivery_methods),
        payment_methods=tuple(_method(each, currency) for each in source.payment_methods),
        combinations=tuple(
            CombinationRow(
                each.delivery_method,
                tuple(each.address_ids),
                tuple(each.payment_methods),
                tuple(each.places),
            )
            for each in source.combinations
        ),
        calendar=CalendarRow(
            tuple(source.calendar.closed_weekdays),
            tuple(day for text in source.calendar.closed_dates if (day := date(text))),
            source.calendar.cut_off,
            source.calendar.lead_days,
        ),
        stop_overdue=source.stop_overdue,
    )


def date(text: str) -> dt.date | None:
    """Return an ISO date, None when there is none or it is no date."""
    try:
        return dt.date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def minor(text: str, currency: str) -> int | None:
    """Return a sum in minor units, None when it is not told."""
    return Money.parse(text, currency).minor if text else None


def quote_body(
    entity_id: str,
    contract_id: str,
    lines: Sequence[Asked],
    checkout: Checkout,
    descent: Descent = NO_CART,
) -> bytes:
    """Return the body of `POST /quotes`."""
    return encode(
        orders.QuoteRequest(
            entity_id=entity_id,
            contract_id=contract_id,
            lines=[
                orders.QuoteLine(
                    item_id=line.item_id,
                    quantity=scaled_text(line.quantity_e3, 3),
                    unit=line.okei,
                    factor=scaled_text(line.factor_e3, 3),
                    place=line.place,
                )
                for line in lines
            ],
            address_id=checkout.address_id,
            delivery_method=checkout.delivery_method,
            payment_method=checkout.payment_method,
            consignee_inn=checkout.consignee_inn,
            ship_date=checkout.ship_date.isoformat() if checkout.ship_date else "",
            cart=descent.cart_id,
            beside=list(descent.beside),
        )
    )


def quote_answer(quote: orders.Quote, asked: Sequence[Asked]) -> QuoteAnswer:
    """Return the portal's word on the lines asked.

    Stock comes in the unit of the line asked and is kept in base units, as the catalogue has it.
    """
    currency = quote.currency
    return QuoteAnswer(
        currency=currency,
        lines=tuple(
            Told(
                item_id=line.item_id,
                price_e5=exact_scaled(line.price, 5) if line.price else None,
                net_minor=Money.parse(line.net, currency).minor,
                vat_minor=Money.parse(line.vat, currency).minor,
                gross_minor=Money.parse(line.gross, currency).minor,
                stock_e3=_base_stock(line.stock, wanted.factor_e3),
                code=line.code,
            )
            for line, wanted in zip(quote.lines, asked, strict=True)
        ),
        net_minor=Money.parse(quote.net, currency).minor,
        vat_minor=Money.parse(quote.vat, currency).minor,
        gross_minor=Money.parse(quote.gross, currency).minor,
        problems=tuple(quote.problems),
        refusals=None
        if quote.refusals is None
        else tuple((each.code, each.params) for each in quote.refusals),
    )


def _base_stock(text: str, factor_e3: int) -> int | None:
    return to_base(exact_scaled(text, 3), factor_e3) if text else None


class Encoder:
    """Makes the bytes that are sealed (R1); implements `OrderEncoder` and `CommandEncoder`."""

    def encode_command(self, command_id: str, comment: str) -> bytes:
        """Return the canonical bytes of a command on a whole order."""
        return canonical(orders.OrderCommand(client_command_id=command_id, comment=comment))

    def encode_order(self, order: OrderToSend) -> bytes:
        """Return the canonical bytes: UTF-8, sorted keys, decimals as strings."""
        checkout = order.checkout
        places = exponent(order.currency)
        return canonical(
            orders.NewOrder(
                client_order_id=order.client_order_id,
                entity_id=order.entity_id,
                contract_id=order.contract_id,
                currency=order.currency,
                total=scaled_text(order.total_minor, places, places),
                lines=[
                    orders.NewLine(
                        line_id=line.line_id,
                        item_id=line.item_id,
                        quantity=scaled_text(line.quantity_e3, 3),
                        unit=line.okei,
                        factor=scaled_text(line.factor_e3, 3),
                        price=scaled_text(line.price_e5, 5, min(places, 5)),
                        comment=line.comment,
                        place=line.place,
                        limit=line.limit,
                    )
                    for line in order.lines
                ],
                address_id=checkout.address_id,
                consignee_inn=checkout.consignee_inn,
                delivery_method=checkout.delivery_method,
                payment_method=checkout.payment_method,
                ship_date=checkout.ship_date.isoformat() if checkout.ship_date else "",
                partial_delivery=checkout.partial_delivery,
                po_number=checkout.po_number,
                comment=checkout.comment,
                cart=order.descent.cart_id,
                beside=list(order.descent.beside),
            )
        )


def _manager(source: wire.Manager | None) -> ManagerRow | None:
    if source is None:
        return None
    return ManagerRow(source.name, source.phone, source.email, source.note)


def _method(source: wire.Choice, currency: str) -> MethodRow:
    return MethodRow(
        source.id,
        source.name,
        source.kind,
        minor(source.cost, currency) or 0,
        minor(source.free_from, currency),
        minor(source.minimum, currency),
    )
