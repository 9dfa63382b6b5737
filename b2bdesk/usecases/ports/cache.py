"""The cache store as synchronisation sees it: scopes, marks, batches of rows (PROTOCOL R6–R9).

`models` implements these for the two cache files; the simulator has its own in memory. Rows are
plain tuples in the column order that the portal announced, so nothing is converted on the way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum
from typing import Any, NamedTuple, Protocol

from b2bdesk.usecases.rows.account import ContractRow

Rows = Sequence[tuple[Any, ...]]


class ScopeId(NamedTuple):
    """What a feed is cut by: feed name and the key of its scope."""

    feed: str
    key: str


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a scope is: marks of R7, opaque cursor, count and checksum of its rows."""

    generation: str = ""
    incarnation: str = ""
    cursor: str = ""
    count: int = 0
    sum64: str = ""
    pulled_at: str = ""
    healed_at: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """What a feed body announced: columns per table, marks, whether it is the whole scope.

    `count` rows make up the scope, 0 = not told.
    """

    scope: ScopeId
    columns: Mapping[str, Sequence[str]]
    full: bool
    generation: str
    incarnation: str
    fold_version: int = 0
    count: int = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of one table to put and keys to delete (deletes first); `size` in bytes as sent."""

    table: str
    put: Rows = ()
    delete: Rows = ()
    size: int = 0


@dataclass(frozen=True, slots=True)
class Parked:
    """A scope of which a part has come: its head, the cursor to go on from, rows so far."""

    head: Head
    cursor: str
    rows: int


class Repricing(IntEnum):
    """Which base prices have to follow what was written."""

    NONE = 0
    TOUCHED = 1
    ALL = 2


@dataclass(slots=True)
class Applied:
    """What writing one scope did. `sum_ok` None = there was nothing to compare with."""

    upserted: int = 0
    deleted: int = 0
    sum_ok: bool | None = None
    risen: int = 0
    fallen: int = 0
    appeared: int = 0
    vanished: int = 0
    new_documents: int = 0
    moved_orders: int = 0
    item_ids: set[str] = field(default_factory=set)
    repricing: Repricing = Repricing.NONE


class CacheBuild(Protocol):
    """The inactive cache file while it is being filled."""

    def begin(self, head: Head) -> None:
        """Start (or start anew) a scope: what the build holds of it is removed."""
        ...

    def put(self, head: Head, batch: Batch) -> None:
        """Write one batch of a scope."""
        ...

    def close(self, scope: ScopeId, mark: Mark) -> None:
        """Note that a scope is whole; raises Expected `bad_count` when the rows do not agree."""
        ...

    def discard(self, scope: ScopeId) -> None:
        """Remove what the build holds of a scope; what the active file has of it stays."""
        ...

    def park(self, parked: Parked) -> None:
        """Keep what the build holds of an unfinished scope for a later build; one at a time."""
        ...

    def resume(self, scope: ScopeId) -> Parked | None:
        """Take what was parked of a scope into this build, once; None = nothing of it."""
        ...

    def abandon(self) -> None:
        """Throw the build away."""
        ...


class CacheStore(Protocol):
    """The cache files behind one pointer."""

    def marks(self) -> Mapping[ScopeId, Mark]:
        """Return the marks of all scopes of the active file."""
        ...

    def is_empty(self) -> bool:
        """Say whether the active file holds no scope at all."""
        ...

    def apply(self, head: Head, batches: Sequence[Batch], mark: Mark, guard: bool) -> Applied:
        """Write a delta and its cursor in one transaction.

        Raises:
            Expected: `mass_deletion` when `guard` and too much of the scope would vanish.
        """
        ...

    def replace(self, head: Head, batches: Sequence[Batch], mark: Mark, guard: bool) -> Applied:
        """Replace a small scope whole, in one transaction; raises as `apply`."""
        ...

    def parked(self, scope: ScopeId) -> bool:
        """Say whether a build has parked something of a scope."""
        ...

    def build(self, fresh: bool = False) -> CacheBuild:
        """Begin the inactive file; `fresh` = nothing of the active one is to be kept (R7)."""
        ...

    def switch(
        self,
        build: CacheBuild,
        wanted: Sequence[ScopeId],
        contracts: Sequence[ContractRow],
        today: date,
        guard: bool,
    ) -> Applied:
        """Finish a build (other wanted scopes are copied), point to it, drop the old file.

        Raises:
            Expected: `mass_deletion` as `apply`; the old file stays active then.
        """
        ...

    def drop(self, scopes: Sequence[ScopeId]) -> None:
        """Remove scopes that the account names no more."""
        ...

    def forget(self, scope: ScopeId) -> None:
        """Clear the cursor of a scope, so that it is pulled whole next time."""
        ...

    def reprice(self, contracts: Sequence[ContractRow], today: date, needed: Repricing) -> bool:
        """Bring base prices of contracts up to date, in the order given.

        All of them are computed anew when another day has begun since the last time, because
        rules have dates. Returns whether anything was computed.
        """
        ...

    def log_run(self, started_at: datetime, receipt: Mapping[str, Any]) -> None:
        """Keep the receipt of a run in the journal of syncs."""
        ...
