"""Own notes on goods and orders («брать только синие»), shown beside them, sent to nobody."""

from collections.abc import Mapping

from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.changes import ChangeSet, News
from b2bdesk.usecases.ports.machine import Now
from b2bdesk.usecases.ports.notes import NotesPort

SUBJECTS = ("item", "order", "entity")
MAX_TEXT = 2_000


class Notes:
    """Reads and writes notes; a change is told as kind `notes` with the subject's id."""

    def __init__(self, store: NotesPort, news: News, now: Now) -> None:
        self._store = store
        self._news = news
        self._now = now

    def of(self, subject: str) -> Mapping[str, str]:
        """Return all notes on goods (`item`), orders (`order`) or firms (`entity`) by id."""
        return self._store.of(subject)

    def write(self, subject: str, subject_id: str, text: str) -> ChangeSet:
        """Keep a note; an empty text removes it.

        Raises:
            Expected: `note_too_long`.
            ValueError: a subject that has no notes.
        """
        if subject not in SUBJECTS:
            raise ValueError(f"no notes on {subject!r}")
        plain = text.strip()
        if len(plain) > MAX_TEXT:
            raise Expected("note_too_long", count=MAX_TEXT)
        self._store.put(subject, subject_id, plain, self._now())
        changes = ChangeSet.of("notes", ids=(subject_id,))
        self._news.publish(changes)
        return changes
