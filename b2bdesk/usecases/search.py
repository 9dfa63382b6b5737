"""Finding goods: as you type, with filters and sorts, and rows for what is painted.

Numbers first, rows by page (ARCHITECTURE): `find` answers with all numbers, `offers` with the rows
a screen shows, priced for the context in use. Called on the readers lane.
"""

from array import array
from collections.abc import Callable, Sequence
from dataclasses import replace

from b2bdesk.usecases.ports.queries import CatalogueQueriesPort, SearchPort
from b2bdesk.usecases.query_language import QueryReader
from b2bdesk.usecases.rows.offers import (
    FacetRow,
    Found,
    GroupRow,
    OfferRow,
    Query,
    Suggestion,
)

SUGGESTED, ALTERNATIVES = 8, 5


class Search:
    """Search in the catalogue of the context in use."""

    def __init__(
        self, search: SearchPort, catalogue: CatalogueQueriesPort, reader: QueryReader
    ) -> None:
        self._search = search
        self._reader = reader
        self._catalogue = catalogue

    def find(self, query: Query, look: Callable[[], None] | None = None) -> Found:
        """Return the numbers of all items that fit, in order, and how many there are.

        Conditions in the text are read first (`query_language`); when one does not read, nothing
        is found and `error` names it.

        Args:
            query: what is asked.
            look: asked now and then; raises when nobody waits for the answer any more.
        """
        wanted = self._reader.read(query)
        if wanted.error:
            return Found(array("q"), 0, error=wanted.error, choices=wanted.choices)
        return replace(self._search.find(wanted, look), plain=wanted.text)

    def offers(self, ns: Sequence[int]) -> list[OfferRow]:
        """Return the rows of item numbers in the order asked."""
        return self._catalogue.offers(ns)

    def groups(self) -> tuple[GroupRow, ...]:
        """Return the category tree with counts."""
        return self._search.groups()

    def brands(self, query: Query) -> tuple[FacetRow, ...]:
        """Return the brands among the items that fit, the most frequent first."""
        wanted = self._reader.read(query)
        return () if wanted.error else self._search.brands(wanted)

    def instead(self, query: Query, found: Found) -> list[Suggestion]:
        """Return what may have been meant when nothing was found, or something else than typed.

        Conditions of the query language stay as they are written.
        """
        if found.choices:
            return self._of_choices(found)
        wanted = self._reader.read(query)
        if wanted.error or not wanted.text.strip() or (found.total and not found.corrected):
            return []
        typed, written = wanted.text, " ".join(query.text.split())
        if typed not in written:
            return []  # conditions stand between the words
        made = self._search.suggestions(typed, found.corrected, ALTERNATIVES)
        return [replace(each, words=written.replace(typed, each.words, 1)) for each in made]

    def _of_choices(self, found: Found) -> list[Suggestion]:
        """Return the names there are; those that find nothing only when none does."""
        made = [
            Suggestion(text, self.find(Query(text, limit=1)).total) for _, text in found.choices
        ]
        return [each for each in made if each.total] or made

    def suggest(self, text: str, limit: int = SUGGESTED) -> list[OfferRow]:
        """Return the best few items for the header search and the palette."""
        if not text.strip():
            return []
        found = self.find(Query(text, limit=limit, quick=True))
        return self._catalogue.offers(found.ns[:limit])
