"""What is looked for in the catalogue: words, group, filters and sort; first rows, then the rest.

A query of the first page answers in a few milliseconds; the whole list of numbers and the count
follow in the same order and are put behind it. Only the last question counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from threading import Event

from PySide6.QtCore import QObject, QTimer, Signal

from b2bdesk.ui.itemmodels.base_paged import PAGE
from b2bdesk.ui.screens.catalog.remembering import recalled, remembered
from b2bdesk.ui.tasks import Cancelled, TaskRunner
from b2bdesk.usecases.facets import Facets
from b2bdesk.usecases.rows.facets import FacetsRow
from b2bdesk.usecases.rows.offers import Found, OfferRow, Query, Suggestion
from b2bdesk.usecases.search import Search

FIRST = 2 * PAGE
_FACETS_AFTER_MS = 120
_REST_AFTER_MS = 40


class Finding(QObject):
    """The present question of the catalogue.

    Signals:
        began: a `Found` with the first numbers, and the rows of the first page.
        finished: a `Found` with all numbers.
        facets_came: a `FacetsRow` of the result.
        instead_came: list of `Suggestion`, empty while they are not known.
    """

    began = Signal(object, object)
    finished = Signal(object)
    facets_came = Signal(object)
    instead_came = Signal(object)

    def __init__(self, search: Search, facets: Facets, runner: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._search = search
        self._facets = facets
        self._runner = runner
        self.query = Query()
        self._found: Found | None = None
        self._counted: Query | None = None
        self._enough = Event()
        self._passed = Event()
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(_FACETS_AFTER_MS)
        self._counting.timeout.connect(self._ask_facets)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_AFTER_MS)
        self._rest.timeout.connect(self._ask_all)

    def change(self, **values: object) -> bool:
        """Change the question; False when it stays the same."""
        changed = replace(self.query, **values)  # type: ignore[arg-type]  # names of Query
        if changed == self.query:
            return False
        if _unsorted(changed) != _unsorted(self.query):
            self._stop_counting()
        self.query = changed
        self._ask()
        return True

    def look(self) -> None:
        """Ask again: the goods may have changed."""
        self._counted = None
        self._stop_counting()
        self._ask()

    def _ask(self) -> None:
        query = self.query
        self._rest.stop()
        self._passed.set()  # what is still read for the old question ends where it is
        self._passed = Event()
        self._runner.run(
            partial(_first, self._search, query, partial(_unless, self._passed)),
            partial(self._on_first, query),
            lane="catalog.find",
            owner=self,
        )

    def is_filtered(self) -> bool:
        """Whether anything but the group narrows the result."""
        return replace(self.query, group="", sort="rank", descending=False) != Query()

    def saved(self) -> dict[str, object]:
        """What is remembered till the next start: all filters and the sort, not the words."""
        return remembered(self.query)

    def restore(self, state: object) -> None:
        """Take what was remembered; promotions and news are those of this day."""
        self.query = recalled(state, self._facets.today, self._facets.news_from)

    def _on_first(self, query: Query, answer: tuple[Found, list[OfferRow]]) -> None:
        if query != self.query:
            return
        found, rows = answer
        self._found = found
        self.instead_came.emit([])
        self.began.emit(found, rows)
        if len(found.ns) < FIRST:
            self.finished.emit(found)
            self._counting.start()
            return
        self._rest.start()

    def _ask_all(self) -> None:
        """Read the whole list when typing pauses: it must not hold up the next letter."""
        self._runner.run(
            partial(self._search.find, self.query, partial(_unless, self._passed)),
            partial(self._on_all, self.query),
            lane="catalog.all",
            owner=self,
        )

    def _on_all(self, query: Query, found: Found) -> None:
        if query == self.query:
            self.finished.emit(found)
            self._counting.start()

    def _stop_counting(self) -> None:
        """A count of the old question must not hold up the new one."""
        self._counting.stop()
        self._enough.set()

    def _ask_facets(self) -> None:
        if self._found is not None and (self._found.corrected or not self._found.total):
            self._runner.run(
                partial(self._search.instead, self.query, self._found),
                partial(self._on_instead, self.query),
                lane="catalog.instead",
                owner=self,
            )
        query = _unsorted(self.query)
        if query == self._counted:
            return  # another order of the same goods
        self._enough.set()
        self._enough = Event()
        self._runner.run(
            partial(_count, self._facets, query, self._enough),
            partial(self._on_facets, query),
            lane="catalog.facets",
            owner=self,
        )

    def _on_instead(self, query: Query, found: list[Suggestion]) -> None:
        if query == self.query:
            self.instead_came.emit(found)

    def _on_facets(self, query: Query, facets: FacetsRow) -> None:
        if query == _unsorted(self.query):
            self._counted = query
            self.facets_came.emit(facets)


def _unsorted(query: Query) -> Query:
    return replace(query, sort="rank", descending=False)


def _unless(passed: Event) -> None:
    """Go on till the next question comes."""
    if passed.is_set():
        raise Cancelled


def _count(facets: Facets, query: Query, enough: Event) -> FacetsRow:
    """Count till the next question comes."""
    look = partial(_unless, enough)
    look()
    return facets.of(query, look)


def _first(search: Search, query: Query, look: Callable[[], None]) -> tuple[Found, list[OfferRow]]:
    """Numbers and rows that can be painted at once: one trip to a reader instead of two."""
    found = search.find(replace(query, limit=FIRST, quick=True), look)
    return found, search.offers(found.ns[:PAGE])
