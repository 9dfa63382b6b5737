"""Asking the portal for prices and availability; implements `QuotesPort`."""

from collections.abc import Sequence

from b2bdesk.sync.api import Api
from b2bdesk.sync.mapping import quote_answer, quote_body
from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.ports.orders_out import NO_CART, Descent
from b2bdesk.usecases.ports.quotes import Asked, QuoteAnswer
from b2bdesk.usecases.rows.carts import Checkout


class Quotes:
    """`POST /quotes`."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def quote(
        self,
        entity_id: str,
        contract_id: str,
        lines: Sequence[Asked],
        checkout: Checkout,
        descent: Descent = NO_CART,
    ) -> QuoteAnswer:
        """Ask for all lines at once.

        Raises:
            Environment: the portal cannot be asked.
            Expected: it refused, or answered for other lines (`bad_message`).
        """
        body = quote_body(entity_id, contract_id, lines, checkout, descent)
        told = self._api.quote(body)
        if len(told.lines) != len(lines):
            raise Expected("bad_message", message="Quote", reason="another number of lines")
        try:
            return quote_answer(told, lines)
        except ValueError as error:
            raise Expected("bad_message", message="Quote", reason=str(error)) from error
