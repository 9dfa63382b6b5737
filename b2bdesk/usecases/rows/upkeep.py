"""Rows of upkeep: how the stores are."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class StoreHealth:
    """How one store is: its file, its size, and what its own checks say ("" = sound)."""

    name: str
    path: Path
    size: int
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Health:
    """How the data of a profile is.

    Attributes:
        stores: the precious store and the cache.
        checks: whether the self-check (sum64, PROTOCOL R9) of each cached scope agrees.
        backup: the newest copy that passes its check.
        free_bytes: free space where the data lies.
    """

    stores: tuple[StoreHealth, ...]
    checks: dict[str, bool] = field(default_factory=dict)
    backup: Path | None = None
    free_bytes: int = 0

    @property
    def sound(self) -> bool:
        """Say whether everything agrees."""
        return not any(each.trouble for each in self.stores) and all(self.checks.values())
