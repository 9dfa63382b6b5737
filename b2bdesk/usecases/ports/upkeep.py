"""Checking and mending the stores; implemented by models."""

from typing import Protocol

from b2bdesk.usecases.rows.upkeep import Health


class UpkeepPort(Protocol):
    """The stores of a profile, looked at from outside."""

    def health(self, thorough: bool) -> Health:
        """Check the files; `thorough` also counts every cached scope anew."""
        ...

    def reset_cache(self) -> None:
        """Throw the rebuildable cache away; the next synchronisation loads everything."""
        ...
