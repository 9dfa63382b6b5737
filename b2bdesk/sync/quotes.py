"""The portal's word on prices and availability; implements `QuotesPort` over `Api`."""

from collections.abc import Sequence

from b2bdesk.sync.api import Api
from b2bdesk.sync.mapping import quote_answer, quote_body
from b2bdesk.usecases.ports.quotes import Asked, QuoteAnswer


class Quotes:
    """Asks for quotes; nothing is ordered."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def quote(
        self,
        entity_id: str,
        contract_id: str,
        lines: Sequence[Asked],
        address_id: str = "",
        delivery_method: str = "",
    ) -> QuoteAnswer:
        """Ask for all lines at once; raises `Environment` when the portal cannot be asked."""
        body = quote_body(entity_id, contract_id, lines, address_id, delivery_method)
        return quote_answer(self._api.quote(body))
