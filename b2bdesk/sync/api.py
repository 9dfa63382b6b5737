"""The portal's resources as calls: authorised, repeated where that is harmless (PROTOCOL R5, R11).

Reads are tried again after passing refusals and broken connections, with growing pauses and the
portal's Retry-After; a 401 leads to one refresh and one repetition. Commands go out once: the
outbox decides about them. Used by the runner, the outbox, quotes and files.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import TypeVar

from b2bdesk.sync import feedbody
from b2bdesk.sync.calls import MAX_FILE, MAX_PART, PASSING, Answer, Call
from b2bdesk.sync.feedbody import FeedMessage
from b2bdesk.sync.heed import heeding_at_least
from b2bdesk.sync.known import nobody
from b2bdesk.sync.ports import Cancel, Chance
from b2bdesk.sync.refusals import NOT_THERE, Gone, Refused, as_coded, foreign
from b2bdesk.sync.session import TokenKeeper
from b2bdesk.sync.unpack import lines
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.wire import account, orders, own_codes, session
from b2bdesk.wire.codec import decode
from b2bdesk.wire.feeds import COLUMNS
from b2bdesk.wire.snapshot import Manifest

log = logging.getLogger(__name__)
T = TypeVar("T")
TRIES = 3
_PAUSE, _LONGEST = 0.5, 20.0


class Api:
    """Calls of one signed-in person."""

    def __init__(self, keeper: TokenKeeper, pause: Cancel, chance: Chance) -> None:
        """Use the keeper's transport; `pause` is waited on between tries."""
        self._keeper = keeper
        self._pause = pause
        self._chance = chance

    def portal(self) -> session.PortalInfo:
        """Return what the portal says of itself; clock and marks are noted."""
        info = self._read("portal_info", session.PortalInfo, authorised=False)
        self._keeper.note_portal(info)
        return info

    def received(self) -> int:
        """Return how many bytes of bodies have come so far."""
        return self._keeper.transport().received

    def account(self) -> account.Account:
        """Return person, entities, contracts and scopes."""
        found = self._read("account", account.Account)
        self._keeper.note_person(found.user)
        return found

    def quote(self, body: bytes) -> orders.Quote:
        """Ask for prices without ordering (a reading POST, so it may be repeated)."""
        return self._read("quote", orders.Quote, body=body)

    def order(self, order_id: str) -> orders.Order:
        """Return one order."""
        return self._read("order", orders.Order, {"order_id": order_id})

    def authorise(self) -> None:
        """Have a token at hand and know that it is for the portal of this profile.

        Raises:
            Environment: as `TokenKeeper.access`; `portal_differs`; it cannot be reached.
        """
        self._keeper.access()
        if not self._keeper.proven:
            self.portal()

    def submit(self, body: bytes, key: str) -> bytes:
        """Send a sealed order once; every doubt is the outbox's to resolve.

        Raises:
            Refused, Environment: as they are.
        """
        return self._once(Call("submit_order", body=body, headers={"Idempotency-Key": key}))

    def order_by_client_id(self, key: str) -> bytes:
        """Return the order made from a client key; `Refused` 404 when there is none."""
        return self._once(Call("order_by_client_id", {"client_order_id": key}))

    def void(self, key: str) -> bytes:
        """Make a client key unusable, or learn the order it made.

        A portal that does not offer it may say so without words of its own.
        """
        try:
            return self._once(Call("void_order", {"client_order_id": key}))
        except Refused as error:
            missing = error.status in NOT_THERE and not self._keeper.has("void")
            if missing and foreign(error):
                raise Refused(error.status, "capability_missing") from error
            raise

    def command(self, order_id: str, command: str, body: bytes, key: str) -> bytes:
        """Send a command on an order once."""
        headers = {"Idempotency-Key": key}
        values = {"order_id": order_id, "command": command}
        return self._once(Call("order_command", values, body=body, headers=headers))

    def file(
        self,
        route: str,
        values: Mapping[str, str],
        query: Mapping[str, str],
        limit: int = MAX_FILE,
    ) -> Answer:
        """Return the bytes of a picture or document, all at once.

        Raises:
            Environment: `body_too_big` beyond `limit` bytes: no more of it is read.
        """

        def read(token: str) -> Answer:
            with self._keeper.transport().stream(
                Call(route, values, query, token=token), limit
            ) as (head, pieces):
                return Answer(head.status, b"".join(pieces), head.headers)

        return self._patient(read)

    def feed(self, feed: str, scope: str, cursor: str) -> Iterator[FeedMessage]:
        """Yield one feed body; a passing refusal before its first line is tried again.

        Raises:
            Gone: 410.
            Environment: cut, not reached, not signed in.
            Expected: another refusal.
        """
        query = {"scope": scope, **({"cursor": cursor} if cursor else {})}
        if self._keeper.has(COLUMNS):
            query["form"] = COLUMNS
        token = self._keeper.access()
        for attempt in range(TRIES):
            try:
                yield from self._body(Call("feed", {"feed": feed}, query, token=token), attempt)
                return
            except _Shifted:
                continue
            except Refused as error:
                if error.status == 410:
                    raise Gone(error.code, error.incarnation, error.generation) from error
                if error.status == 401 and attempt == 0:
                    token = self._keeper.refused(token, foreign(error))
                    continue
                if not error.passing or attempt == TRIES - 1:
                    raise as_coded(error) from error
                self._rest(attempt, error.retry_after)

    def _body(self, call: Call, attempt: int) -> Iterator[FeedMessage]:
        """Read one feed body; what answers something else is asked for once more."""
        begun = False
        try:
            with self._keeper.transport().stream(call) as (_, pieces):
                found = feedbody.read(lines(pieces), call.values["feed"], call.query["scope"])
                for message in found:
                    begun = True
                    yield message
        except Expected as error:
            if error.code != "bad_message":
                raise
            self._keeper.transport().start_anew()
            if begun or attempt:
                raise
            raise _Shifted from error

    def change_codes(self, body: bytes) -> own_codes.CodeOutcomes:
        """Change the company's own codes once; after a lost answer the next pull tells.

        Raises:
            Environment: not reached, not signed in.
            Expected: a refusal.
        """
        try:
            answer = self._once(Call("own_codes", body=body))
        except Refused as error:
            raise as_coded(error) from error
        return decode(answer, own_codes.CodeOutcomes)

    def snapshot(self, feed: str, scope: str) -> Manifest:
        """Return what the newest snapshot of a scope is, or that it is being made."""
        return self._read("snapshot", Manifest, {"feed": feed}, query={"scope": scope})

    @contextmanager
    def part(self, manifest: Manifest, start: int) -> Iterator[tuple[Answer, Iterator[bytes]]]:
        """Open the file of a snapshot, from a byte on if the portal has it unchanged.

        Raises:
            Environment: not reached, not signed in; while reading, cut.
            Expected: another refusal.
        """
        tag = f'"{manifest.sha256}"'
        ranged = {"Range": f"bytes={start}-", "If-Range": tag} if start else {}
        values = {"feed": manifest.feed, "sha256": manifest.sha256}
        call = Call("snapshot_file", values, {"scope": manifest.scope}, headers=ranged)
        token = self._keeper.access()
        with ExitStack() as stack:
            try:
                opened = self._keeper.transport().stream(_with(call, token), MAX_PART)
                answer = stack.enter_context(opened)
            except Refused as error:
                if error.status != 401:
                    raise as_coded(error) from error
                again = _with(call, self._keeper.refused(token, foreign(error)))
                try:
                    opened = self._keeper.transport().stream(again, MAX_PART)
                    answer = stack.enter_context(opened)
                except Refused as twice:
                    raise as_coded(twice) from twice
            yield answer

    def _read(
        self,
        route: str,
        kind: type[T],
        values: Mapping[str, str] | None = None,
        body: bytes | None = None,
        authorised: bool = True,
        query: Mapping[str, str] | None = None,
    ) -> T:
        def ask(token: str) -> Answer:
            call = Call(route, values or {}, query or {}, body=body, token=token)
            return self._keeper.transport().ask(call)

        for again in (True, False):
            answer = self._patient(ask, authorised)
            try:
                return decode(answer.body, kind)
            except Expected as error:
                self._keeper.transport().start_anew()
                if not answer.headers.get("content-type", "").startswith("application/json"):
                    raise nobody(self._keeper.known) from error
                if not again:
                    raise
        raise Environment("network_broken")

    def _patient(self, ask: Callable[[str], Answer], authorised: bool = True) -> Answer:
        token = self._keeper.access() if authorised else ""
        for attempt in range(TRIES):
            last = attempt == TRIES - 1
            try:
                with heeding_at_least(self._still_open):
                    return ask(token)
            except Refused as error:
                if error.status == 401 and authorised and attempt == 0:
                    token = self._keeper.refused(token, foreign(error))
                elif not error.passing or last:
                    raise as_coded(error) from error
                else:
                    self._rest(attempt, error.retry_after)
            except Environment as error:
                if error.code not in PASSING or last:
                    raise
                self._rest(attempt, None)
        raise Environment("network_broken")

    def _still_open(self) -> None:
        """The program ends: nobody waits for what is read."""
        if self._pause.is_set():
            raise Environment("network_broken")

    def _once(self, call: Call) -> bytes:
        """Send one request; only a 401 of the portal is repeated with a new token.

        The portal has done nothing then. A 401 of somebody in between may stand for any answer, so
        it is the outbox's to doubt.
        """
        self.authorise()
        token = self._keeper.access()
        try:
            return self._keeper.transport().ask(_with(call, token)).body
        except Refused as error:
            if error.status != 401 or foreign(error):
                raise
            return self._keeper.transport().ask(_with(call, self._keeper.refused(token))).body

    def _rest(self, attempt: int, told: float | None) -> None:
        own = self._chance.uniform(0, min(_PAUSE * 2**attempt, _LONGEST))
        if self._pause.wait(min(told, _LONGEST) if told is not None else own):
            raise Environment("network_broken")


class _Shifted(Exception):
    """What came answers another request; it may be asked for again."""


def _with(call: Call, token: str) -> Call:
    return Call(call.route, call.values, call.query, call.body, token, call.headers)
