"""Rows of upkeep: how the stores are."""

from dataclasses import dataclass, field
from datetime import datetime
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


@dataclass(frozen=True, slots=True)
class CopyRow:
    """A backup of the precious store.

    Attributes:
        path, size: its file, and how many bytes that has.
        made: when, by the clock of this machine then.
        reason: what it was made for: `seal`, `hourly`, `migration`; "" for a file from elsewhere.
        lines, carts: lines and carts in work that it holds.
        waiting: orders that were on their way when it was made.
        good: whether it is whole.
    """

    path: Path
    made: datetime | None
    lines: int
    good: bool
    size: int = 0
    reason: str = ""
    carts: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: the copy used, where the replaced file lies (None = there was none)."""

    copy: Path
    made: datetime | None
    aside: Path | None


@dataclass(frozen=True, slots=True)
class SavedLine:
    """A line read out of a store: the cart's name, codes, name, quantity in 10^-3, ОКЕИ code."""

    cart: str
    article: str
    typed: str
    name: str
    quantity_e3: int
    okei: str
    comment: str


@dataclass(frozen=True, slots=True)
class SavedOrder:
    """A sealed order read out of a store."""

    client_id: str
    title: str
    state: str
    gross_minor: int
    currency: str
    number: str
    created_at: str


@dataclass(frozen=True, slots=True)
class SavedStore:
    """What was read out of a store that is not opened for work."""

    version: int
    lines: tuple[SavedLine, ...]
    orders: tuple[SavedOrder, ...]
