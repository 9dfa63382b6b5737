"""Searches a buyer keeps by name: the words and conditions as typed, run again at any time.

They lie in the settings as a list, newest first; anything there that does not read is left out.
"""

from dataclasses import dataclass
from typing import Any

from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.settings import Settings

KEY = "search.saved"
LONGEST_NAME, MOST = 80, 100


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A name and the text of the search field."""

    name: str
    text: str


class SavedSearches:
    """The kept searches of one profile."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def all(self) -> tuple[SavedSearch, ...]:
        """Return the kept searches, the newest first."""
        told: Any = self._settings.get(KEY, [])
        rows = told if isinstance(told, list) else []
        pairs = [(row.get("name"), row.get("text")) for row in rows if isinstance(row, dict)]
        return tuple(
            SavedSearch(name, text)
            for name, text in pairs
            if isinstance(name, str) and isinstance(text, str) and name and text
        )

    def find(self, name: str) -> SavedSearch:
        """Return the search of a name, whatever its letters' case.

        Raises:
            Expected: `search_not_saved`.
        """
        for kept in self.all():
            if kept.name.casefold() == name.strip().casefold():
                return kept
        raise Expected("search_not_saved", name=name)

    def keep(self, name: str, text: str) -> ChangeSet:
        """Keep a search; one of the same name gives way.

        Raises:
            Expected: `search_empty` without a text.
        """
        text = " ".join(text.split())
        if not text:
            raise Expected("search_empty")
        name = " ".join(name.split())[:LONGEST_NAME] or text[:LONGEST_NAME]
        others = [kept for kept in self.all() if kept.name.casefold() != name.casefold()]
        return self._write([SavedSearch(name, text), *others][:MOST])

    def rename(self, name: str, new: str) -> ChangeSet:
        """Give a search another name; an empty one changes nothing.

        Raises:
            Expected: `search_not_saved`, `search_name_taken`.
        """
        old = self.find(name)
        new = " ".join(new.split())[:LONGEST_NAME]
        if not new or new == old.name:
            return ChangeSet()
        if any(kept != old and kept.name.casefold() == new.casefold() for kept in self.all()):
            raise Expected("search_name_taken", name=new)
        return self._write(
            [SavedSearch(new, kept.text) if kept == old else kept for kept in self.all()]
        )

    def delete(self, name: str) -> ChangeSet:
        """Forget a search.

        Raises:
            Expected: `search_not_saved`.
        """
        old = self.find(name)
        return self._write([kept for kept in self.all() if kept != old])

    def _write(self, searches: list[SavedSearch]) -> ChangeSet:
        return self._settings.set(
            KEY, [{"name": kept.name, "text": kept.text} for kept in searches] or None
        )
