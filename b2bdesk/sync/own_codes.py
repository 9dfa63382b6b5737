"""Own codes shared inside the company: what colleagues changed comes, what was changed here goes.

They are pulled first, so that what is sent replaces only what is known here; the portal's order
decides, whoever is replaced is told (`domain.shared_codes`). Everything is kept before the next
step, so a run may break off anywhere: what differs from the portal's word goes next time.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import Protocol

from b2bdesk.domain.shared_codes import Meaning, Shared
from b2bdesk.sync.heed import heeding
from b2bdesk.sync.plan import Pull
from b2bdesk.sync.ports import Cancel, Cancelled, Chance, Clock, FeedSource, stop_at
from b2bdesk.sync.refusals import Gone
from b2bdesk.sync.steps.pull import Pulled, pull
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.usecases.ports.account import AccountBook
from b2bdesk.usecases.ports.cache import Batch, Head, ScopeId
from b2bdesk.usecases.ports.sharing import (
    Delivery,
    Moved,
    Outcome,
    SharedCodesPort,
    ShareReceipt,
    WaitingCode,
)
from b2bdesk.usecases.rows.account import AccountInfo
from b2bdesk.usecases.rows.own_codes import Sharing
from b2bdesk.usecases.rows.sync import FeedReceipt
from b2bdesk.wire.codec import encode
from b2bdesk.wire.feeds import row_sum, sum64_text
from b2bdesk.wire.own_codes import (
    CAPABILITY,
    FEED,
    MAX_CHANGES,
    REFUSED,
    CodeChange,
    CodeChanges,
    CodeOutcome,
    CodeOutcomes,
    SharedCode,
)

log = logging.getLogger(__name__)
RIGHT = "own_codes"
_TABLE = "own_code"
_COLUMNS = SharedCode.__struct_fields__


class CodePortal(FeedSource, Protocol):
    """What is asked of the portal."""

    def change_codes(self, body: bytes) -> CodeOutcomes:
        """Change codes of a company, once."""
        ...


class Capabilities(Protocol):
    """What the portal can; `TokenKeeper` knows."""

    def has(self, capability: str) -> bool:
        """Say whether the portal has a capability."""
        ...


@dataclass(slots=True)
class _Rows:
    """Takes the pages of the feed; a later word on a code replaces an earlier one."""

    codes: dict[str, Shared] = field(default_factory=dict)
    gone: dict[str, None] = field(default_factory=dict)
    _columns: list[str] = field(default_factory=list)

    def begin(self, head: Head) -> None:
        """A body begins."""
        self._columns = [name.partition(":")[0] for name in head.columns.get(_TABLE, [])]
        if not set(_COLUMNS) <= set(self._columns):
            raise Expected("bad_message", message=FEED, reason="columns are missing")
        if head.full:
            self.codes.clear()
            self.gone.clear()

    def put(self, batch: Batch) -> None:
        """Take one page."""
        if batch.table != _TABLE:
            return
        for row in batch.put:
            values = dict(zip(self._columns, row, strict=False))
            shared = _checked({name: values.get(name) for name in _COLUMNS})
            self.codes[shared.key] = shared
            self.gone.pop(shared.key, None)
        for row in batch.delete:
            self.gone[str(row[0])] = None
            self.codes.pop(str(row[0]), None)


class CodeExchange:
    """Implements `CodeSharingPort` for a profile."""

    def __init__(
        self,
        portal: CodePortal,
        can: Capabilities,
        store: SharedCodesPort,
        accounts: AccountBook,
        clock: Clock,
        chance: Chance,
    ) -> None:
        """Exchange with this portal.

        Args:
            portal: feed and changes.
            can: what it can.
            store: the desk's memory.
            accounts: companies and rights.
            clock: for the receipt.
            chance: for pauses.
        """
        self._portal = portal
        self._can = can
        self._store = store
        self._accounts = accounts
        self._clock = clock
        self._chance = chance

    def offered(self) -> bool:
        """Say whether the portal keeps codes of companies, as far as is known."""
        return self._can.has(CAPABILITY)

    def share(self, cancel: Cancel, asked: bool) -> ShareReceipt | None:
        """Fetch what colleagues changed and send what was changed here; see the port."""
        account = self._accounts.load()
        if not self.offered() or account is None:
            return None
        sharing = self._joined(account)
        may_write = RIGHT in account.rights
        if not sharing.wanted or not sharing.company_id:
            return None
        if not asked and not (may_write and self._store.moved()):
            return None
        begun, before = self._clock.monotonic(), self._portal.received()
        pulled, moved, checked = self._fetch(sharing, account, cancel)
        sent = 0
        if may_write and self._store.moved():
            sent, answered = self._send(sharing.company_id, cancel)
            moved |= answered
        receipt = FeedReceipt(
            pulled.rows + sent,
            moved.put + sent,
            moved.taken,
            self._portal.received() - before,
            self._clock.monotonic() - begun,
            "full" if pulled.head.full else "delta",
        )
        return ShareReceipt(receipt, moved, checked)

    def _joined(self, account: AccountInfo) -> Sharing:
        """Whose codes are shared; the first time, those of the company one buys for.

        Codes of a company that the account no longer names stay here and go nowhere else until
        the person wants it.
        """
        sharing = self._store.sharing()
        companies = list(dict.fromkeys(entity.company_id for entity in account.entities))
        if sharing.company_id in companies or not sharing.wanted:
            return sharing
        if sharing.company_id:
            self._store.want(False)
            self._store.share_with("")
        else:
            active = self._accounts.active()
            company = active[0].company_id if active else next(iter(companies), "")
            if company:
                self._store.share_with(company)
        return self._store.sharing()

    def _fetch(
        self, sharing: Sharing, account: AccountInfo, cancel: Cancel
    ) -> tuple[Pulled, Moved, bool]:
        whole = replace(sharing, cursor="")
        try:
            pulled, moved = self._pull(sharing, account, cancel)
        except Gone as error:
            log.info("own codes come whole: %s", error.reason)
            try:
                pulled, moved = self._pull(whole, account, cancel)
            except Gone as again:
                raise Environment("network_broken", feed=FEED) from again
        good = self._agrees(pulled)
        if not good and not pulled.head.full:
            log.info("the checksum of own codes differs, they come whole")
            pulled, more = self._pull(whole, account, cancel)
            return pulled, moved | more, self._agrees(pulled)
        return pulled, moved, good

    def _pull(self, sharing: Sharing, account: AccountInfo, cancel: Cancel) -> tuple[Pulled, Moved]:
        rows = _Rows()
        wanted = Pull(ScopeId(FEED, sharing.company_id), sharing.cursor)
        try:
            with heeding(partial(stop_at, cancel)):
                pulled = pull(self._portal, wanted, rows, cancel, self._chance)
        except Cancelled as error:
            raise Expected("sync_cancelled") from error
        head = pulled.head
        delivery = Delivery(
            head.full,
            list(rows.codes.values()),
            list(rows.gone),
            pulled.end.cursor,
            head.generation,
            head.incarnation,
            RIGHT in account.rights,
            account.user_id,
        )
        return pulled, self._store.take(delivery)

    def _agrees(self, pulled: Pulled) -> bool:
        """Count and checksum; what was sent from here and is gone again shows only in them."""
        known = self._store.revisions()
        total = sum(row_sum(_TABLE, (key,), rev) for key, rev in known)
        return (len(known), sum64_text(total)) == (pulled.end.count, pulled.end.sum64)

    def _send(self, company_id: str, cancel: Cancel) -> tuple[int, Moved]:
        moved, sent = Moved(), 0
        before: Sequence[WaitingCode] = ()
        while waiting := self._store.waiting(MAX_CHANGES):
            if waiting == before or cancel.is_set():
                break  # a portal that answers past the question is asked again next time
            before = waiting
            body = encode(CodeChanges(company_id=company_id, changes=[_change(e) for e in waiting]))
            answers = self._portal.change_codes(body).outcomes
            if [each.code for each in answers] != [each.code for each in waiting]:
                raise Expected("bad_message", message="CodeOutcomes", reason="other codes")
            outcomes = [_outcome(*pair) for pair in zip(waiting, answers, strict=True)]
            moved |= self._store.settle(outcomes)
            sent += len(waiting)
        return sent, moved


def _change(waiting: WaitingCode) -> CodeChange:
    word = waiting.meaning
    return CodeChange(
        code=waiting.code,
        item_id=word.item_id if word else "",
        okei=word.okei if word else "",
        known_rev=waiting.known_rev,
    )


def _outcome(sent: WaitingCode, answer: CodeOutcome) -> Outcome:
    refused = (answer.reason or REFUSED) if answer.result == REFUSED else ""
    return Outcome(sent, _known(answer.now), _known(answer.replaced), refused)


def _known(code: SharedCode | None) -> Shared | None:
    return None if code is None else _checked({name: getattr(code, name) for name in _COLUMNS})


def _checked(values: dict[str, object]) -> Shared:
    """A code of the portal as the desk keeps it."""
    rev = values["rev"]
    texts = {name: value if isinstance(value, str) else "" for name, value in values.items()}
    if not isinstance(rev, int) or not texts["key"] or not texts["code"] or not texts["item_id"]:
        raise Expected("bad_message", message=FEED, reason="a row without its key")
    meaning = Meaning(
        texts["code"], texts["item_id"], texts["article"], texts["name"], texts["okei"]
    )
    return Shared(
        meaning, texts["key"], texts["author"], texts["author_name"], _moment(texts["at"]), rev
    )


def _moment(text: str) -> str:
    """A moment of the portal as aware ISO text, "" when it does not read."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return ""
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).isoformat()
