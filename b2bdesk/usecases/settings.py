"""What the buyer sets: JSON values by key, kept in desk.db.

Keys are dotted by screen or subject (`ui.language`, `import.round`, `columns.catalogue`). A change
is told as kind `settings` with the key among the ids.
"""

from typing import Any

from b2bdesk.usecases.changes import ChangeSet, News
from b2bdesk.usecases.ports.settings import SettingsPort


class Settings:
    """Reads and writes settings."""

    def __init__(self, store: SettingsPort, news: News) -> None:
        self._store = store
        self._news = news

    def get(self, key: str, default: Any = None) -> Any:
        """Return a value, `default` when it was never set."""
        found = self._store.get(key)
        return default if found is None else found

    def set(self, key: str, value: Any) -> ChangeSet:
        """Store a value (anything JSON holds); None removes it."""
        if self._store.get(key) == value:
            return ChangeSet()
        self._store.set(key, value)
        changes = ChangeSet.of("settings", ids=(key,))
        self._news.publish(changes)
        return changes
