"""Reading the cache: catalogue, orders, documents, money; implemented by models.queries."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from b2bdesk.usecases.rows.offers import (
    CardRow,
    FacetRow,
    Found,
    GroupRow,
    OfferRow,
    Query,
    Suggestion,
)
from b2bdesk.usecases.rows.orders import (
    DocumentFilter,
    DocumentRow,
    EntryRow,
    MonthRow,
    OrderCard,
    OrderFilter,
    OrderRow,
)


class SearchPort(Protocol):
    """Finds item numbers in the context in use."""

    def find(self, query: Query, look: Callable[[], None] | None = None) -> Found:
        """Return the numbers of all items that fit, in order; `look` may raise to end it."""
        ...

    def suggestions(self, text: str, known: str, limit: int) -> list[Suggestion]:
        """Return what may have been meant instead of a text; `known` was searched already."""
        ...

    def groups(self) -> tuple[GroupRow, ...]:
        """Return the category tree with counts."""
        ...

    def brands(self, query: Query) -> tuple[FacetRow, ...]:
        """Return the brands among the items that fit."""
        ...


class NamesPort(Protocol):
    """What the catalogue of the context in use calls things."""

    def attributes(self) -> Sequence[str]:
        """Return the names of all attributes, as the supplier writes them."""
        ...

    def brands(self, typed: Sequence[str]) -> Sequence[str]:
        """Return the folded beginnings of brands that are meant by folded words, by sound too.

        What no brand is called is left out; an empty catalogue judges nothing.
        """
        ...

    def values(self, attribute: str) -> Sequence[str]:
        """Return what an attribute says anywhere."""
        ...

    def closest(self, typed: str, names: Sequence[str] | None, limit: int) -> Sequence[str]:
        """Return the names nearest to a typed one, by number, sound and letters; None = brands."""
        ...

    def places(self) -> Sequence[tuple[str, ...]]:
        """Return id, city and name of the warehouses."""
        ...

    def groups(self) -> Sequence[tuple[str, ...]]:
        """Return id and name of the categories."""
        ...


class CatalogueQueriesPort(Protocol):
    """Reads items for the context in use."""

    def offers(self, ns: Sequence[int]) -> list[OfferRow]:
        """Return offers in the order asked."""
        ...

    def by_ids(self, item_ids: Sequence[str]) -> Mapping[str, OfferRow]:
        """Return offers by opaque id."""
        ...

    def card(self, n: int) -> CardRow | None:
        """Return everything about an item."""
        ...


class OrderQueriesPort(Protocol):
    """Reads cached orders."""

    def list(self, wanted: OrderFilter) -> tuple[OrderRow, ...]:
        """Return orders, the latest first."""
        ...

    def card(self, order_id: str) -> OrderCard | None:
        """Return one order with everything that belongs to it."""
        ...

    def find(self, number: str) -> OrderCard | None:
        """Return the order with a number."""
        ...

    def by_client_id(self, client_order_id: str) -> tuple[str, str] | None:
        """Return id and number of the order made from a client key."""
        ...


class DocumentQueriesPort(Protocol):
    """Reads cached documents."""

    def list(self, wanted: DocumentFilter) -> tuple[DocumentRow, ...]:
        """Return documents, the latest first."""
        ...

    def body(self, document_id: str) -> tuple[DocumentRow, dict[str, Any]] | None:
        """Return a document with its JSON, None when it is not cached."""
        ...


class MoneyQueriesPort(Protocol):
    """Reads cached settlements and sums of own purchases."""

    def entries(self, contract_id: str, limit: int = 500) -> tuple[EntryRow, ...]:
        """Return movements by a contract, the latest first."""
        ...

    def months(self, contract_id: str, since: date) -> tuple[MonthRow, ...]:
        """Return own purchases by month."""
        ...


class SyncStatePort(Protocol):
    """Reads how fresh the cache is and what earlier runs did."""

    def freshness(self) -> dict[str, datetime]:
        """Return when each feed was last brought up to date, the oldest scope of it."""
        ...

    def journal(self, limit: int = 50) -> list[dict[str, Any]]:
        """Return receipts of earlier runs, the latest first."""
        ...
