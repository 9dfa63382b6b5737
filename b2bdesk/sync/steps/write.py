"""Where the rows of a run go: small scopes and deltas into the active cache, the rest to a build.

A delta waits in memory until its body is proven and is then one transaction with its cursor, so
readers see one checkpoint (RELIABILITY I7). A whole scope does the same up to `SMALL` rows; beyond
that, or once a build is under way, its pages go straight into the inactive file.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from b2bdesk.sync.plan import Plan
from b2bdesk.sync.refusals import Gone
from b2bdesk.sync.steps.pull import Pulled
from b2bdesk.usecases.ports.cache import (
    Applied,
    Batch,
    CacheBuild,
    CacheStore,
    Head,
    Mark,
    Parked,
    ScopeId,
)
from b2bdesk.usecases.rows.account import ContractRow

SMALL = 5_000
LARGE = 200_000
"""Rows of a delta that are held until it is proven."""
SMALL_BYTES, LARGE_BYTES = 32 << 20, 256 << 20
"""The same in bytes as sent: rows may be of any size."""


@dataclass(slots=True)
class Writing:
    """The cache as one run writes it."""

    store: CacheStore
    plan: Plan
    build: CacheBuild | None = None
    loaded: dict[ScopeId, Mark] = field(default_factory=dict)
    first: bool = False

    @classmethod
    def start(cls, store: CacheStore, plan: Plan) -> "Writing":
        """Begin a run; everything goes to a build when there is nothing (usable) yet."""
        return cls(store, plan, first=plan.new_incarnation or store.is_empty())

    def building(self) -> CacheBuild:
        """Return the inactive file, begun when first needed."""
        if self.build is None:
            self.build = self.store.build(fresh=self.first)
        return self.build

    def sink(self) -> "ScopeSink":
        """Return a place for the rows of one scope."""
        return ScopeSink(self)

    def switch(self, contracts: Sequence[ContractRow], today: date, guard: bool) -> Applied | None:
        """Finish the build, if there is one, and point to it."""
        if self.build is None:
            return None
        build, self.build = self.build, None
        # what is loaded later in this run joins the file that is active then
        self.first = False
        return self.store.switch(build, self.plan.wanted, contracts, today, guard)

    def abandon(self) -> None:
        """Throw an unfinished build away."""
        if self.build is not None:
            self.build.abandon()
            self.build = None


class ScopeSink:
    """Takes the pages of one scope and writes them when they are whole."""

    def __init__(self, writing: Writing) -> None:
        self._writing = writing
        self._head: Head | None = None
        self._held: list[Batch] = []
        self._rows = self._bytes = 0
        self.spilled = False

    def begin(self, head: Head) -> None:
        """A body begins that starts the scope (anew)."""
        self._head = head
        self._held = []
        self._rows = self._bytes = 0
        self.spilled = head.full and (self._writing.first or self._writing.build is not None)
        if self.spilled:
            self._writing.building().begin(head)

    def put(self, batch: Batch) -> None:
        """Take one page.

        Raises:
            Gone: `large_delta`: the whole scope is cheaper, and flat in memory.
        """
        if self._head is None:
            raise RuntimeError("a page before its header")
        if self.spilled:
            self._writing.building().put(self._head, batch)
            return
        self._held.append(batch)
        self._rows += len(batch.put) + len(batch.delete)
        self._bytes += batch.size
        if self._head.full and (self._rows > SMALL or self._bytes > SMALL_BYTES):
            self._spill(self._head)
        elif not self._head.full and (self._rows > LARGE or self._bytes > LARGE_BYTES):
            raise Gone("large_delta", "", "")

    def finish(self, pulled: Pulled, mark: Mark, guard: bool) -> Applied:
        """Write what came with its mark; the body is proven.

        Raises:
            Expected: `mass_deletion`, `bad_count`.
        """
        head = pulled.head
        if self.spilled:
            self._writing.building().close(head.scope, mark)
            self._writing.loaded[head.scope] = mark
            return Applied(upserted=pulled.rows, sum_ok=True)
        write = self._writing.store.replace if head.full else self._writing.store.apply
        return write(head, self._held, mark, guard)

    def park(self, parked: Parked) -> None:
        """Keep for a later run what has come of a scope whose pages went into the build."""
        if self.spilled:
            self._writing.building().park(parked)

    def resume(self, scope: ScopeId) -> Parked | None:
        """Take up what an earlier run kept of a scope."""
        if not self._writing.store.parked(scope):
            return None
        parked = self._writing.building().resume(scope)
        if parked is not None:
            self._head, self.spilled = parked.head, True
        return parked

    def discard(self) -> None:
        """Forget what came of a scope that does not agree with its proof."""
        if self.spilled and self._head is not None:
            self._writing.building().discard(self._head.scope)

    def _spill(self, head: Head) -> None:
        build = self._writing.building()
        build.begin(head)
        for held in self._held:
            build.put(head, held)
        self._held = []
        self.spilled = True
