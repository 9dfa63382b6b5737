"""Narrowing a result: what it can be filtered by, and how many goods that would leave.

Called on the readers lane; counts may take longer than the rows, so screens show the old ones
meanwhile.
"""

from collections.abc import Callable
from datetime import date, timedelta

from b2bdesk.usecases.ports.goods import FacetsPort
from b2bdesk.usecases.query_language import NEW_DAYS, QueryReader
from b2bdesk.usecases.rows.facets import FacetsRow
from b2bdesk.usecases.rows.offers import Query


def _go_on() -> None:
    """Nobody stops the count."""


class Facets:
    """Facets of the context in use."""

    def __init__(self, queries: FacetsPort, today: Callable[[], date], reader: QueryReader) -> None:
        self._queries = queries
        self._reader = reader
        self._today = today

    def of(self, query: Query, look: Callable[[], None] = _go_on) -> FacetsRow:
        """Return the facets of a question; one that does not read has none.

        Args:
            query: what is asked.
            look: raises between two counts when nobody waits for them any more.
        """
        wanted = self._reader.read(query)
        if wanted.error:
            return FacetsRow()
        return self._queries.of(wanted, self._today(), self.news_from(), look)

    def today(self) -> date:
        """The day promotions are looked up for."""
        return self._today()

    def news_from(self) -> date:
        """Goods taken up from this day on are new."""
        return self._today() - timedelta(days=NEW_DAYS)
