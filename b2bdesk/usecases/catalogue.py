"""One item: its row, its card, its picture. Called on the readers lane, pictures on files."""

from collections.abc import Callable, Sequence
from typing import Protocol

from b2bdesk.usecases.ports.queries import CatalogueQueriesPort
from b2bdesk.usecases.rows.offers import CardRow, OfferRow


class PicturesPort(Protocol):
    """Pictures of items, kept on this machine once seen."""

    def cached(self, item_id: str, size: int, view: int = 1) -> bytes | None:
        """Return a picture that is already here."""
        ...

    def fetch(self, item_id: str, size: int, view: int = 1) -> bytes | None:
        """Return a picture, asking the portal when it is not here; None = there is none."""
        ...


class Catalogue:
    """Items of the context in use."""

    def __init__(
        self,
        queries: CatalogueQueriesPort,
        pictures: PicturesPort,
        published: Callable[[str], None],
    ) -> None:
        """Keep what the catalogue reads.

        Args:
            queries: the cache.
            pictures: kept and fetched pictures.
            published: told the id of an item whose picture came from the portal.
        """
        self._queries = queries
        self._pictures = pictures
        self._published = published

    def card(self, n: int) -> CardRow | None:
        """Return everything about an item, None when it has left the cache."""
        return self._queries.card(n)

    def by_id(self, item_id: str) -> OfferRow | None:
        """Return the row of an item."""
        return self._queries.by_ids([item_id]).get(item_id)

    def by_ids(self, item_ids: Sequence[str]) -> dict[str, OfferRow]:
        """Return rows by item id; unknown ones are missing."""
        return dict(self._queries.by_ids(item_ids))

    def cached_picture(self, item_id: str, size: int = 128) -> bytes | None:
        """Return a picture that is already on this machine; never asks the portal."""
        return self._pictures.cached(item_id, size)

    def picture(self, item_id: str, size: int = 128, view: int = 1) -> bytes | None:
        """Return a picture; the portal is asked once, and quietly nothing when it cannot be.

        Args:
            item_id: of the item.
            size: 128 or 800 px.
            view: which of its pictures, from 1.
        """
        kept = self._pictures.cached(item_id, size, view)
        if kept is not None:
            return kept
        fetched = self._pictures.fetch(item_id, size, view)
        if fetched is not None and view == 1:
            self._published(item_id)
        return fetched
