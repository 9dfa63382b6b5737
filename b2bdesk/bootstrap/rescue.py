"""A profile that is not open: backups put back, carts read out (PROTOCOL R14, R15).

Made by the command line for `db copies`, `db restore` and `db export`, which must work when the
profile cannot be opened.
"""

from pathlib import Path

from b2bdesk.host.instance import Owner
from b2bdesk.host.places import find_places
from b2bdesk.models import backup, rescue
from b2bdesk.models.desk import FILE
from b2bdesk.trade.errors import Environment
from b2bdesk.usecases.rows.upkeep import CopyRow, Restored, SavedStore


class Rescue:
    """Implements `RescuePort` for the profile of a command line."""

    def __init__(self, home: Path | None, profile: str | None) -> None:
        self._data = find_places(home, profile).data
        self._backups = backup.Backups(self._data / "backups")

    def copies(self) -> tuple[CopyRow, ...]:
        """Return the backups, newest first."""
        return tuple(backup.copy_row(path) for path in self._backups.copies())

    def restore(self, copy: Path | None) -> Restored:
        """Put a backup in the place of the store; None = the newest good one."""
        chosen = copy or self._backups.newest_good()
        if chosen is None:
            raise Environment("backup_none", place=str(self._data / "backups"))
        owner = Owner(self._data)
        try:
            aside = backup.restore(self._data / FILE, chosen)
        finally:
            owner.close()
        return Restored(chosen, backup.made_at(chosen), aside)

    def read_out(self) -> SavedStore:
        """Read carts and orders without changing anything."""
        try:
            return rescue.read_out(self._data / FILE)
        except Environment as error:
            if error.code == "store_damaged" and self._backups.newest_good() is None:
                error.params["what"] = "no_copy"
            raise
