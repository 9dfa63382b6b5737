"""How fresh the cache is, and the journal of synchronisations."""

import datetime as dt
import json
from typing import Any

from b2bdesk.models.desk import DeskStore
from b2bdesk.models.queries.moments import instant


class SyncStateQueries:
    """Reads marks and receipts of the active cache."""

    def __init__(self, desk: DeskStore) -> None:
        self._desk = desk

    def freshness(self) -> dict[str, dt.datetime]:
        """Return when each feed was last brought up to date: its oldest scope counts."""
        with self._desk.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT feed, min(pulled_at) FROM scope WHERE pulled_at <> '' GROUP BY feed"
            ).all()
        return {feed: moment for feed, at in rows if (moment := instant(at))}

    def journal(self, limit: int = 50) -> list[dict[str, Any]]:
        """Return receipts of earlier runs, the latest first."""
        with self._desk.reading() as connection:
            found = connection.exec_driver_sql(
                "SELECT receipt FROM sync_run ORDER BY id DESC LIMIT ?", (limit,)
            ).scalars()
            return [json.loads(text) for text in found]
