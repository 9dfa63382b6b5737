"""What the card and the facets need of the cache and of the portal."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

from b2bdesk.usecases.rows.facets import FacetsRow
from b2bdesk.usecases.rows.offers import ItemFile, OfferRow, Query


class FacetsPort(Protocol):
    """Counts what a question can be narrowed by."""

    def of(self, query: Query, today: date, news_from: date, look: Callable[[], None]) -> FacetsRow:
        """Return the facets of a question; `look` raises between two counts to stop."""
        ...


class GoodsPort(Protocol):
    """Reads what stands beside an item."""

    def fits(self, n: int) -> tuple[OfferRow, ...]:
        """Return goods an item works with."""
        ...

    def variant_count(self, n: int) -> int:
        """Return how many variants the item's product has, 0 when it is alone."""
        ...

    def variants(self, n: int) -> Sequence[tuple[OfferRow, Mapping[str, str]]]:
        """Return the variants of the item's product with their attributes."""
        ...


class GoodsFilesPort(Protocol):
    """Certificates and passports of goods, kept on this machine once fetched."""

    def path(self, item_id: str, file: ItemFile) -> Path:
        """Return where a file lies or would lie."""
        ...

    def fetch(self, item_id: str, file: ItemFile) -> Path:
        """Fetch a file from the portal."""
        ...
