"""Looking after the data of a profile: check, back up, begin the cache anew (CLI `db`, `doctor`).

Only the cache can be thrown away, because the portal has everything in it; what the buyer made is
checked and copied, never mended silently. Called on the desk and cache lanes.
"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from b2bdesk.trade.errors import Environment
from b2bdesk.usecases.changes import ChangeSet, News
from b2bdesk.usecases.keeping import Keeping
from b2bdesk.usecases.ports.upkeep import UpkeepPort
from b2bdesk.usecases.rows.upkeep import CopyRow, Health

_REBUILDABLE = ("catalogue", "prices", "stock", "orders", "documents", "settlements", "carts")


class Upkeep:
    """Health of the stores."""

    def __init__(
        self,
        stores: UpkeepPort,
        keeping: Keeping,
        news: News,
        log_tail: Callable[[], Sequence[str]] = tuple,
    ) -> None:
        """Look after these stores.

        Args:
            stores: their files and copies.
            keeping: makes copies.
            news: told what changed.
            log_tail: the last lines of the program's log, free of secrets.
        """
        self._stores = stores
        self._keeping = keeping
        self._news = news
        self._log_tail = log_tail
        self._wanted: CopyRow | None = None

    def health(self, thorough: bool = False) -> Health:
        """Check the files of the profile; `thorough` also counts every cached scope anew."""
        return self._stores.health(thorough)

    def back_up(self) -> Path | None:
        """Make a verified copy now; the newest one when nothing changed since.

        Raises:
            Environment: the copy could not be made.
        """
        return self._keeping.now() or self._stores.health(thorough=False).backup

    def copies(self) -> tuple[CopyRow, ...]:
        """Return the backups with what they hold, newest first."""
        return self._stores.copies()

    def prepare_restore(self, copy: Path) -> CopyRow:
        """Have a backup put in the place of the store once the program has closed it (R15).

        What there is now is copied first, so that nothing is lost by it.

        Raises:
            Environment: `backup_bad`; the copy of the present could not be made.
        """
        row = self._stores.pin(copy)
        if not row.good:
            raise Environment("backup_bad", file=copy.name, check="")
        self._keeping.now()
        self._wanted = row
        return row

    def forget_restore(self) -> None:
        """The program was not closed after all."""
        self._wanted = None

    @property
    def wanted(self) -> CopyRow | None:
        """The backup that is to be put back when everything is closed."""
        return self._wanted

    def save_report(
        self, path: Path, facts: Sequence[tuple[str, str]], journal: Sequence[object]
    ) -> None:
        """Write a text for support: facts, what synchronisations did, the end of the log.

        Args:
            path: the file; it is replaced.
            facts: pairs of words and values, as they were shown.
            journal: runs of the synchronisation, newest first: texts, or plain data.

        Raises:
            Environment: `folder_not_writable`.
        """
        lines = [f"{title}: {value}" for title, value in facts]
        lines += [""] if lines else []
        for each in journal:
            plain = (
                each if isinstance(each, str) else json.dumps(each, ensure_ascii=False, default=str)
            )
            lines.append(plain)
        lines += ["", *self._log_tail()]
        try:
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        except OSError as error:
            raise Environment("folder_not_writable", place=str(path.parent)) from error

    def reset_cache(self) -> ChangeSet:
        """Throw the cached data of the portal away; drafts and outbox stay."""
        self._stores.reset_cache()
        changes = ChangeSet.of(*_REBUILDABLE, "sync")
        self._news.publish(changes)
        return changes
