"""Looking after the data of a profile: check, back up, begin the cache anew (CLI `db`, `doctor`).

Only the cache can be thrown away, because the portal has everything in it; what the buyer made is
checked and copied, never mended silently. Called on the desk and cache lanes.
"""

from pathlib import Path

from b2bdesk.usecases.changes import ChangeSet, News
from b2bdesk.usecases.keeping import Keeping
from b2bdesk.usecases.ports.upkeep import UpkeepPort
from b2bdesk.usecases.rows.upkeep import Health

_REBUILDABLE = ("catalogue", "prices", "stock", "orders", "documents", "settlements", "carts")


class Upkeep:
    """Health of the stores."""

    def __init__(self, stores: UpkeepPort, keeping: Keeping, news: News) -> None:
        self._stores = stores
        self._keeping = keeping
        self._news = news

    def health(self, thorough: bool = False) -> Health:
        """Check the files of the profile; `thorough` also counts every cached scope anew."""
        return self._stores.health(thorough)

    def back_up(self) -> Path | None:
        """Make a verified copy now; the newest one when nothing changed since.

        Raises:
            Environment: the copy could not be made.
        """
        return self._keeping.now() or self._stores.health(thorough=False).backup

    def reset_cache(self) -> ChangeSet:
        """Throw the cached data of the portal away; drafts and outbox stay."""
        self._stores.reset_cache()
        changes = ChangeSet.of(*_REBUILDABLE, "sync")
        self._news.publish(changes)
        return changes
