"""Warnings that float beside the lines of carts: read off the typing path, answered per line.

Habits of items are read once for all carts, in one query for what is not known yet, and forgotten
when orders move. «All is right» is remembered for the line with its quantity: another quantity is
looked at again.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date

from b2bdesk.domain.cart import Facts, Line, Mark
from b2bdesk.domain.cautions import DATED, Habit, Purchase, cautions, habit_of
from b2bdesk.usecases.changes import ChangeSet, News
from b2bdesk.usecases.ports.settings import SettingsPort

APPROVED = "cart_warnings_approved"
MOST = 5_000
"""So many answers are kept; the oldest go first."""

Purchases = Callable[[Collection[str]], Mapping[str, Sequence[Purchase]]]


class Cautions:
    """What is known of habits and of the buyer's answers."""

    def __init__(self, purchases: Purchases, settings: SettingsPort, news: News) -> None:
        self._purchases = purchases
        self._settings = settings
        self._habits: dict[str, Habit | None] = {}
        self._approved: dict[str, None] | None = None
        self._moves = 0
        news.subscribe(self._on_news)

    def learn(self, item_ids: Iterable[str]) -> frozenset[str]:
        """Read habits of items that are not known yet; returns those items."""
        missing = frozenset(each for each in item_ids if each and each not in self._habits)
        if not missing:
            return missing
        moves = self._moves
        found = self._purchases(missing)
        learnt = {each: habit_of(found.get(each, ())) for each in missing}
        if moves == self._moves:
            self._habits.update(learnt)
        return missing

    def of(self, line: Line, facts: Facts, entity_id: str, today: date) -> tuple[Mark, ...]:
        """Return what is said of a line and not answered; nothing while its habit is not known."""
        if line.item_id not in self._habits:
            return ()
        found = cautions(line, facts, self._habits[line.item_id], entity_id, today)
        if not found:
            return ()
        approved = self._answers()
        return tuple(each for each in found if _answer(line, each) not in approved)

    def approve(self, told: Iterable[tuple[Line, Mark]]) -> None:
        """Remember that warnings of lines were answered."""
        approved = self._answers()
        for line, mark in told:
            approved[_answer(line, mark)] = None
        while len(approved) > MOST:
            del approved[next(iter(approved))]
        self._settings.set(APPROVED, list(approved))

    def _answers(self) -> dict[str, None]:
        if self._approved is None:
            self._approved = dict.fromkeys(map(str, self._settings.get(APPROVED) or ()))
        return self._approved

    def _on_news(self, changes: ChangeSet) -> None:
        if changes.touches("orders"):
            self._moves += 1
            self._habits = {}


def _answer(line: Line, mark: Mark) -> str:
    about = mark.params.get("day", line.base_e3) if mark.code == DATED else line.base_e3
    about = mark.params.get("number", about)
    return f"{line.line_id}:{mark.code}:{about}"
