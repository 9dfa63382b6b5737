"""One synchronisation run: account, plan, pulls, checks, switch, prices, receipt (PROTOCOL §2.3).

A plain function of its ports: it does not know in which thread or process it runs. A cancelled or
broken run leaves whole scopes behind and goes on from their cursors next time. Called by
`usecases.synchronise` on the cache lane.
"""

import logging
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from b2bdesk.sync.heed import heeding
from b2bdesk.sync.mapping import account_info
from b2bdesk.sync.plan import Plan, Pull, make_plan, orders_are_of
from b2bdesk.sync.ports import Cancel, Cancelled, Chance, Checker, Clock, PortalSource, stop_at
from b2bdesk.sync.refusals import Gone
from b2bdesk.sync.snapshots import Snapshots, Waiting
from b2bdesk.sync.steps.progress import ByteShare, Shown, silent
from b2bdesk.sync.steps.pull import Pulled
from b2bdesk.sync.steps.receipts import Tally, broken_off, for_journal
from b2bdesk.sync.steps.resuming import pull_on
from b2bdesk.sync.steps.write import Writing
from b2bdesk.trade.errors import CodedError, Environment, Expected
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.ports.account import AccountStore
from b2bdesk.usecases.ports.cache import Applied, CacheStore, Mark, Repricing, ScopeId
from b2bdesk.usecases.rows.account import AccountInfo, ContractRow
from b2bdesk.usecases.rows.sync import FeedReceipt, Progress, Receipt
from b2bdesk.wire.snapshot import CAPABILITY, SNAPSHOT_FEEDS, Manifest

log = logging.getLogger(__name__)
_HEAL_EVERY = timedelta(hours=6)
_ASK_AGAIN_SECONDS = 3600.0
_OWN_NOTES = {"mass_deletion", "bad_count", "bad_message"}
"""Refusals that concern one scope: it is left as it was and the run goes on."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a run is asked for.

    Attributes:
        only: feeds, or scopes of them as `feed/key`, to pull; None = all.
        full: whole scopes whatever the cursors say.
        accept_deletions: the person saw how much would vanish and agrees.
        progress: told how far the run is.
        cancel: switched on to stop it.
    """

    cancel: Cancel
    only: Collection[str] | None = None
    full: bool = False
    accept_deletions: bool = False
    progress: Callable[[Progress], None] | None = None


@dataclass(slots=True)
class _Run:
    request: Request
    tally: Tally
    account: AccountInfo
    plan: Plan
    marks: dict[ScopeId, Mark]
    writing: Writing
    incarnation: str
    repricing: Repricing = Repricing.NONE
    by_snapshot: bool = False
    fetched: list[ScopeId] = field(default_factory=list)


class SyncRunner:
    """Runs synchronisations of one profile, one at a time."""

    def __init__(
        self,
        portal: PortalSource,
        store: CacheStore,
        accounts: AccountStore,
        clock: Clock,
        chance: Chance,
        snapshots: Snapshots | None = None,
    ) -> None:
        """Run over these ports.

        Args:
            portal: feeds and account.
            store: the cache files.
            accounts: where the account is kept.
            clock: the portal's time.
            chance: for pauses.
            snapshots: whole scopes as files; None = row pages only.
        """
        self._snapshots = snapshots
        self._told: Callable[[ChangeSet], None] | None = None
        self._checker: Checker | None = None
        self._distrusted: set[ScopeId] = set()
        self._portal = portal
        self._store = store
        self._accounts = accounts
        self._clock = clock
        self._chance = chance
        self._unfinished = ChangeSet()
        self._refused: dict[ScopeId, tuple[float, Mapping[str, object]]] = {}

    def listen(self, told: Callable[[ChangeSet], None]) -> None:
        """Tell what a switch to a new cache file changed before the run ends, from its thread."""
        self._told = told

    def check_with(self, checker: Checker) -> None:
        """Let a scope be scanned in a run of the rhythm when its week is over."""
        self._checker = checker

    def refresh_account(self) -> tuple[AccountInfo, bool]:
        """Ask who we are; the account is kept. Returns it and whether it changed."""
        try:
            account = account_info(self._portal.account())
        except ValueError as error:
            raise Expected("bad_message", message="Account", reason=str(error)) from error
        return account, self._accounts.save(account)

    def run(
        self,
        cancel: Cancel,
        only: Collection[str] | None = None,
        full: bool = False,
        accept_deletions: bool = False,
        progress: Callable[[Progress], None] | None = None,
    ) -> Receipt:
        """Synchronise; the arguments are those of `Request`.

        Raises:
            Environment: no connection, not signed in, disk full …
            Expected: refusals of the portal; `sync_cancelled`, whole scopes are kept.
        """
        try:
            with heeding(partial(stop_at, cancel)):
                return self._run(Request(cancel, only, full, accept_deletions, progress))
        except Cancelled as error:
            raise Expected("sync_cancelled") from error

    def note_failure(self, begun: datetime, error: CodedError) -> None:
        """Keep in the journal what a run broke off with; nothing where that cannot be written."""
        with suppress(CodedError):
            self._store.log_run(begun, broken_off(begun, error))

    def _run(self, request: Request) -> Receipt:
        run = self._start(request)
        try:
            self._pull_all(run)
            if self._switch(run) and self._told:
                # it can be searched: what follows is for sorting by price and for parts of words
                self._told(ChangeSet.of(*run.tally.kinds))
            self._catch_up(run)
            self._reprice(run)
        except BaseException:
            self._unfinished |= ChangeSet.of(*run.tally.kinds)
            raise
        finally:
            run.writing.abandon()
        self._store.drop(run.plan.drops)
        if run.plan.drops:
            run.tally.kinds |= {"catalogue", "prices", "stock"}
        told = run.incarnation if orders_are_of(self._store.marks(), run.incarnation) else ""
        receipt = replace(run.tally.receipt(self._clock.monotonic()), incarnation=told)
        self._store.log_run(receipt.started_at, for_journal(receipt))
        return receipt

    def unfinished(self) -> ChangeSet:
        """Return what runs that broke off have changed nevertheless, once."""
        changes, self._unfinished = self._unfinished, ChangeSet()
        return changes

    def _pull_all(self, run: _Run) -> None:
        """Pull what is planned; when it breaks off, scopes that came whole are kept."""
        try:
            for wanted in run.plan.pulls:
                self._scope(run, wanted)
        except (Environment, Cancelled):
            if run.writing.loaded and not run.plan.new_incarnation:
                self._switch(run)
            raise

    def _start(self, request: Request) -> _Run:
        started = self._clock.monotonic()
        (request.progress or silent)(Progress("sync_account"))
        info = self._portal.portal()
        account, changed = self.refresh_account()
        tally = Tally(self._clock.now(), started)
        if changed:
            tally.kinds |= {"account", "context", "prices"}
        marks = dict(self._store.marks())
        plan = make_plan(account, marks, info.incarnation, request.only, request.full)
        if plan.new_incarnation:
            tally.note("portal_restored", incarnation=info.incarnation)
        writing = Writing.start(self._store, plan)
        repricing = Repricing.ALL if changed else Repricing.NONE
        run = _Run(request, tally, account, plan, marks, writing, info.incarnation, repricing)
        run.by_snapshot = CAPABILITY in info.capabilities
        return run

    def _scope(self, run: _Run, wanted: Pull) -> None:
        """Pull one scope and write it; reload it when it is stale or does not agree."""
        if self._left_alone(run, wanted.scope):
            return
        if wanted.full:
            self._agreed(run, wanted.scope, self._whole(run, wanted.scope))
            return
        try:
            applied = self._pull_and_write(run, wanted)
        except Gone as error:
            run.tally.note("scope_reloaded", feed=wanted.scope.feed, reason=error.reason)
            # a file that is stale itself would be fetched again and again
            applied = self._whole(run, wanted.scope, pages=wanted.scope in run.fetched)
        self._agreed(run, wanted.scope, applied)

    def _agreed(self, run: _Run, scope: ScopeId, applied: Applied | None) -> None:
        if applied is not None and applied.sum_ok is False:
            self._heal(run, scope)

    def _left_alone(self, run: _Run, scope: ScopeId) -> bool:
        """Say whether a scope waits for a person's word, and repeat the remark about it.

        Without this every run would download a scope anew only to refuse it again.
        """
        told = self._refused.get(scope)
        if told is None or run.request.accept_deletions or run.request.full:
            return False
        at, params = told
        if self._clock.monotonic() - at > _ASK_AGAIN_SECONDS:
            return False
        self._refuse(run, scope, params)
        return True

    def _refuse(self, run: _Run, scope: ScopeId, params: Mapping[str, object]) -> None:
        run.tally.note("mass_deletion", **params)
        run.tally.checks[f"{scope.feed}/{scope.key}"] = False

    def _heal(self, run: _Run, scope: ScopeId) -> None:
        """The checksum differs: reload the scope, at most once in six hours by itself (R9)."""
        mark = run.marks.get(scope)
        healed = mark.healed_at if mark else ""
        now = self._clock.now()
        if healed and abs(now - datetime.fromisoformat(healed)) < _HEAL_EVERY:
            run.tally.note("checksum_differs", feed=scope.feed, scope=scope.key)
            return
        log.info("checksum of %s differs, reloading it", scope)
        run.tally.note("scope_healed", feed=scope.feed, scope=scope.key)
        run.marks[scope] = Mark(healed_at=now.isoformat())
        self._whole(run, scope, pages=True)

    def _whole(self, run: _Run, scope: ScopeId, pages: bool = False) -> Applied | None:
        """Reload a scope; a portal that renews its marks meanwhile is asked again next time."""
        if not pages and (applied := self._by_snapshot(run, scope)) is not None:
            return applied
        try:
            return self._pull_and_write(run, Pull(scope, ""))
        except Gone as error:
            raise Environment("network_broken", feed=scope.feed) from error

    def _by_snapshot(self, run: _Run, scope: ScopeId) -> Applied | None:
        """Load a scope out of a file of the portal; None = it has to come as row pages (R8)."""
        snapshots = self._snapshots
        if snapshots is None or not run.by_snapshot or scope.feed not in SNAPSHOT_FEEDS:
            return None
        if scope in self._distrusted:
            return None
        begun, bytes_before = self._clock.monotonic(), self._portal.received()
        waiting = Waiting(run.request.cancel, ByteShare(run.request.progress or silent, scope).tell)
        try:
            manifest = snapshots.load(scope, run.writing.building, waiting)
            mark = self._first_mark(run, scope, manifest)
            run.writing.building().close(scope, mark)
        except Expected as error:
            if run.writing.build is not None:
                run.writing.build.discard(scope)
            if error.code in ("bad_snapshot", "bad_count"):
                self._distrusted.add(scope)
                run.tally.note("bad_snapshot", **error.params)
            log.info("%s comes as row pages: %s", scope, error)
            return None
        run.writing.loaded[scope] = run.marks[scope] = mark
        run.fetched.append(scope)
        run.tally.resumed(scope, bytes_kept=snapshots.kept)
        bytes_came = self._portal.received() - bytes_before
        seconds = self._clock.monotonic() - begun
        made = FeedReceipt(mark.count, mark.count, 0, bytes_came, seconds, "snapshot")
        applied = Applied(upserted=mark.count, sum_ok=True)
        run.tally.add(scope, made, applied)
        return applied

    def _first_mark(self, run: _Run, scope: ScopeId, manifest: Manifest) -> Mark:
        before = run.marks.get(scope)
        return Mark(
            manifest.generation,
            manifest.incarnation,
            manifest.cursor,
            manifest.count,
            manifest.sum64,
            self._clock.now().isoformat(),
            before.healed_at if before else "",
        )

    def _catch_up(self, run: _Run) -> None:
        """Bring what came as a file to now: a delta into the new cache, which is shown already."""
        marks = self._store.marks() if run.fetched else {}
        for scope in run.fetched:
            mark = marks.get(scope)
            # a refused switch has left the old rows and their cursor in place
            if mark is not None and mark.cursor == run.marks[scope].cursor:
                self._scope(run, Pull(scope, mark.cursor))
        # not while somebody waits: F5 asks for everything
        if self._checker is not None and run.request.only is not None:
            differs = self._checker.check_one(self._clock.now(), idle=not run.tally.kinds)
            if differs is not None and differs in run.plan.wanted:
                run.tally.checks["/".join(differs)] = False
                self._heal(run, differs)
        self._switch(run)

    def _pull_and_write(self, run: _Run, wanted: Pull) -> Applied | None:
        begun, bytes_before = self._clock.monotonic(), self._portal.received()
        sink = run.writing.sink()
        known = run.marks.get(wanted.scope)
        tell = run.request.progress or silent
        shown = Shown(sink, tell, wanted.scope, known.count if known else 0)
        try:
            pulled = pull_on(self._portal, wanted, (sink, shown), run.request.cancel, self._chance)
            mark = self._mark(run, pulled)
            applied = sink.finish(pulled, mark, guard=not run.request.accept_deletions)
        except Expected as error:
            if error.code not in _OWN_NOTES:
                raise
            sink.discard()
            if error.code == "mass_deletion":
                self._refused[wanted.scope] = (self._clock.monotonic(), error.params)
            run.tally.note(error.code, **error.params)
            run.tally.checks[f"{wanted.scope.feed}/{wanted.scope.key}"] = False
            return None
        self._refused.pop(wanted.scope, None)
        run.tally.resumed(wanted.scope, pulled.kept)
        run.repricing = max(run.repricing, applied.repricing)
        made = FeedReceipt(
            pulled.rows,
            applied.upserted,
            applied.deleted,
            self._portal.received() - bytes_before,
            self._clock.monotonic() - begun,
            "full" if pulled.head.full else "delta",
        )
        run.tally.add(wanted.scope, made, applied)
        return applied

    def _mark(self, run: _Run, pulled: Pulled) -> Mark:
        before = run.marks.get(pulled.head.scope)
        return Mark(
            pulled.head.generation,
            pulled.head.incarnation,
            pulled.end.cursor,
            pulled.end.count,
            pulled.end.sum64,
            self._clock.now().isoformat(),
            before.healed_at if before else "",
        )

    def _switch(self, run: _Run) -> bool:
        """Point to the build, if there is one; says whether another file is seen now."""
        if run.writing.build is not None:
            (run.request.progress or silent)(Progress("sync_indexes"))
        guard = not run.request.accept_deletions and not run.plan.new_incarnation
        try:
            applied = run.writing.switch(
                self._contracts(run.account), self._clock.now().date(), guard
            )
        except Expected as error:
            if error.code != "mass_deletion":
                raise
            scope = ScopeId(str(error.params["feed"]), str(error.params["scope"]))
            self._refused[scope] = (self._clock.monotonic(), error.params)
            self._refuse(run, scope, error.params)
            return False
        if applied is None:
            return False
        run.tally.count(applied)
        run.repricing = Repricing.NONE
        return True

    def _reprice(self, run: _Run) -> None:
        """Base prices follow what moved and what day it is; a switch has them already."""
        today = self._clock.now().date()
        if self._store.reprice(self._contracts(run.account), today, run.repricing):
            run.tally.kinds.add("prices")

    def _contracts(self, account: AccountInfo) -> list[ContractRow]:
        """Return all contracts, the active one first."""
        active = self._accounts.active_contract()
        return sorted(account.contracts(), key=lambda each: each.id != active)
