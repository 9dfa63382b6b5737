"""Synchronising: send what waits, bring what is new, say what changed. On the cache lane.

One run at a time; a second caller waits, but orders are sent whatever runs. In a run the outbox
goes first (orders matter more than prices), then the feeds, then orders that came by the feed
settle their commands. State and last trouble are kept for the status bar.
"""

import logging
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any

from b2bdesk.trade.errors import CodedError, Environment, Expected
from b2bdesk.usecases.changes import ChangeSet, News
from b2bdesk.usecases.ports.machine import Now
from b2bdesk.usecases.ports.outbox import OutboxPort
from b2bdesk.usecases.ports.portal import Cancel, OutboxDriver, SyncPort
from b2bdesk.usecases.ports.queries import SyncStatePort
from b2bdesk.usecases.ports.sharing import CodeSharingPort
from b2bdesk.usecases.rows.sync import Progress, Receipt, SyncState

log = logging.getLogger(__name__)
_OFFLINE = "network_"
"""How codes of a missing connection begin."""
OWN_CODES = "own_codes"
_ORDER_FEEDS = ("orders", "documents", "settlements", "stock")


@dataclass(frozen=True, slots=True)
class SyncPorts:
    """What synchronising stands on.

    `after` looks at what a run brought (favourites), `codes` exchanges own codes with colleagues.
    """

    sync: SyncPort
    driver: OutboxDriver
    outbox: OutboxPort
    state: SyncStatePort
    now: Now
    after: Callable[[], object] | None = None
    codes: CodeSharingPort | None = None


class Synchroniser:
    """Runs and remembers synchronisations of a profile."""

    def __init__(self, ports: SyncPorts, news: News, stopping: Cancel) -> None:
        """Commands that were being sent when the program ended are put in doubt at once."""
        self._ports = ports
        self._news = news
        self._stopping = stopping
        self._running = threading.Lock()
        self._pushing = threading.Lock()
        self._state = SyncState(False, None, {})
        self._ports.driver.recover()

    def run(
        self,
        only: Collection[str] | None = None,
        full: bool = False,
        progress: Callable[[Progress], None] | None = None,
        cancel: Cancel | None = None,
        accept_deletions: bool = False,
    ) -> Receipt:
        """Send what waits and pull what is new.

        Args:
            only: feeds to pull (catalog, prices, stock, terms, settlements, orders, documents),
                or single scopes of them as `feed/key`.
            full: whole scopes, whatever is here already.
            progress: told codes with done and total, from this thread.
            cancel: set it to stop; whole scopes are kept.
            accept_deletions: the person agrees that much of a scope vanishes.

        Raises:
            Environment: no connection, not signed in, disk full …
            Expected: refusals of the portal, `sync_cancelled`.
        """
        with self._running:
            self._show(running=True)
            begun = self._ports.now()
            try:
                receipt = self._run(only, full, progress, cancel, accept_deletions)
            except CodedError as error:
                self._ports.sync.note_failure(begun, error)
                self._failed(error)
                raise
            except BaseException:
                self._show(running=False)
                raise
            self._show(
                running=False,
                online=True,
                error="",
                params={},
                offline_since=None,
                last_receipt=receipt,
            )
        self._news.publish(receipt.changes | ChangeSet.of("sync"))
        if self._ports.after is not None:
            self._ports.after()
        return receipt

    def submit_now(self) -> int:
        """Push the outbox and fetch the portal's answers; returns how many commands moved.

        Orders do not wait for a run under way: that run, or the next, brings their answers.

        Raises:
            Environment: the portal cannot be reached; the commands wait.
        """
        moved = self._push(now_too=True)
        waiting = self._ports.outbox.counts()
        if waiting.get("accepted") and not self._running.locked():
            self.run(only=_ORDER_FEEDS)
        return moved

    def state(self) -> SyncState:
        """Return what the status bar shows."""
        return replace(
            self._state,
            freshness=self._ports.state.freshness(),
            outbox=self._ports.outbox.counts(),
        )

    def next_due(self) -> float | None:
        """Return in how many seconds a waiting command is due; None = nothing waits."""
        return self._ports.driver.next_due()

    def journal(self, limit: int = 50) -> list[dict[str, Any]]:
        """Return receipts of earlier runs, the latest first; one that broke off has `error`."""
        return self._ports.state.journal(limit)

    def _run(
        self,
        only: Collection[str] | None,
        full: bool,
        progress: Callable[[Progress], None] | None,
        cancel: Cancel | None,
        accept_deletions: bool,
    ) -> Receipt:
        self._push(now_too=False)
        receipt = self._ports.sync.run(
            cancel or self._stopping, only, full, accept_deletions, progress
        )
        moved = self._ports.driver.settle()
        if receipt.incarnation:
            moved += self._ports.driver.reconcile(receipt.incarnation)
        if moved:
            receipt = replace(receipt, changes=receipt.changes | ChangeSet.of("outbox", "carts"))
        wanted = only is None or any(name.partition("/")[0] == OWN_CODES for name in only)
        return self._with_codes(receipt, wanted, cancel)

    def _with_codes(self, receipt: Receipt, asked: bool, cancel: Cancel | None) -> Receipt:
        """Exchange own codes; what does not go now goes next time and holds nothing else up."""
        if self._ports.codes is None:
            return receipt
        try:
            done = self._ports.codes.share(cancel or self._stopping, asked)
        except CodedError as error:
            log.info("own codes were not exchanged: %s", error)
            if isinstance(error, Environment) or error.code == "sync_cancelled":
                return receipt
            return replace(receipt, notes=(*receipt.notes, {"code": error.code, **error.params}))
        if done is None:
            return receipt
        kinds = [OWN_CODES] if done.moved.item_ids or done.moved.clashes else []
        kinds += ["own_code_clash"] if done.moved.clashes else []
        return replace(
            receipt,
            feeds={**receipt.feeds, OWN_CODES: done.receipt},
            changes=receipt.changes | ChangeSet.of(*kinds, ids=done.moved.item_ids),
        )

    def _push(self, now_too: bool) -> int:
        with self._pushing:
            moved = self._ports.driver.push(now_too)
        if moved:
            self._news.publish(ChangeSet.of("outbox", "carts"))
        return moved

    def _failed(self, error: CodedError) -> None:
        self._news.publish(self._ports.sync.unfinished())
        online = self._state.online
        since = self._state.offline_since
        if isinstance(error, Environment) and error.code.startswith(_OFFLINE):
            online, since = False, since or self._ports.now()
        elif isinstance(error, Expected):
            online, since = True, None
        self._show(
            running=False,
            online=online,
            error=error.code,
            params=dict(error.params),
            offline_since=since,
        )

    def _show(self, **changed: Any) -> None:
        self._state = replace(self._state, **changed)
        self._news.publish(ChangeSet.of("sync"))
