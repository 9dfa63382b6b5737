"""What the synchronisations of the present day brought, added up as they come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from b2bdesk.ui.itemmodels.receipt_words import Counts, Run, started

_DAY_OF_RUNS, _RECENT = 3000, 100


class DayTally:
    """Adds up the runs of the present day; a run is read once, however often one asks."""

    def __init__(self) -> None:
        self._day: dt.date | None = None
        self._seen = ""
        self.counts = Counts()
        self.good: bool | None = None

    def fresh(self, day: dt.date) -> bool:
        """Whether nothing of this day was read yet, so that the whole journal is wanted."""
        return self._day != day

    def take(self, runs: Iterable[Run], day: dt.date) -> None:
        """Add the runs of a day that were not seen before.

        Args:
            runs: the journal, the latest first.
            day: the present day of this machine.
        """
        if self._day != day:
            self._day, self._seen, self.counts, self.good = day, "", Counts(), None
        newest, good = "", None
        for run in runs:
            at = str(run.get("started_at"))
            newest = newest or at
            if at == self._seen or started(run).date() != day:
                break
            self.counts = self.counts.plus(Counts.of(run))
            if good is None and run.get("checks"):
                good = all(run["checks"].values())
        self.good = self.good if good is None else good
        self._seen = newest or self._seen


def read_day(journal: Callable[[int], Iterable[Run]], tally: DayTally) -> DayTally:
    """Bring a tally up to the present moment; called on a reader.

    Args:
        journal: returns so many of the latest runs.
        tally: of the person who asks; it is changed and returned.
    """
    today = dt.datetime.now().astimezone().date()
    tally.take(journal(_DAY_OF_RUNS if tally.fresh(today) else _RECENT), today)
    return tally
