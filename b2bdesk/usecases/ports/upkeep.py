"""Checking and mending the stores; implemented by models."""

from pathlib import Path
from typing import Protocol

from b2bdesk.usecases.rows.upkeep import CopyRow, Health, Restored, SavedStore


class UpkeepPort(Protocol):
    """The stores of a profile, looked at from outside."""

    def health(self, thorough: bool) -> Health:
        """Check the files; `thorough` also counts every cached scope anew."""
        ...

    def copies(self) -> tuple[CopyRow, ...]:
        """Look into the backups, newest first."""
        ...

    def pin(self, path: Path) -> CopyRow:
        """Look into one backup; it is not thinned out as long as the program runs."""
        ...

    def reset_cache(self) -> None:
        """Throw the rebuildable cache away; the next synchronisation loads everything."""
        ...


class RescuePort(Protocol):
    """A profile that is not open: its backups, and what can be read out of it."""

    def copies(self) -> tuple[CopyRow, ...]:
        """Return the backups, newest first."""
        ...

    def restore(self, copy: Path | None) -> Restored:
        """Put a backup in the place of the store; None = the newest good one.

        Raises:
            Environment: `profile_in_use`, `backup_bad`, `backup_none`.
        """
        ...

    def read_out(self) -> SavedStore:
        """Read carts and orders without changing anything, also out of a newer store (R14).

        Raises:
            Environment: `store_unreachable`, `store_damaged`.
        """
        ...
