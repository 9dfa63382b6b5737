"""Settings in desk.db: JSON values by key; implements `SettingsPort`."""

import json
from typing import Any

from b2bdesk.models.desk import DeskStore


class Settings:
    """The repository of settings."""

    def __init__(self, store: DeskStore) -> None:
        self._store = store

    def get(self, key: str) -> Any:
        """Return the value, None when it was never set."""
        with self._store.reading() as connection:
            found = connection.exec_driver_sql(
                "SELECT value FROM setting WHERE key = ?", (key,)
            ).scalar()
        return None if found is None else json.loads(found)

    def set(self, key: str, value: Any) -> None:
        """Store a value; None removes it."""
        if value is None:
            self._store.write(
                lambda connection: connection.exec_driver_sql(
                    "DELETE FROM setting WHERE key = ?", (key,)
                ).close()
            )
            return
        text = json.dumps(value, ensure_ascii=False)
        self._store.write(
            lambda connection: connection.exec_driver_sql(
                "INSERT INTO setting (key, value) VALUES (?, ?)"
                " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (key, text),
            ).close()
        )
