"""Drives the outbox: sends, asks after doubts, withdraws, settles (PROTOCOL R1–R5, R7).

Lanes per (company, entity) keep their order and do not wait for each other; a portal that cannot
be reached ends the round for all (the breaker is per portal). The state is written before and
after every request, so a process may die anywhere. Made by `bootstrap`; called by
`usecases.outbox` and at the start of each synchronisation.
"""

import logging
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from b2bdesk.domain.outbox_states import FOR_PERSON, TOLD, UNANSWERED
from b2bdesk.sync import outbox
from b2bdesk.sync.outbox_standing import ORDER, Standing
from b2bdesk.sync.outbox_unheard import Unheard, lane_of, still
from b2bdesk.sync.ports import Chance, Clock, OrderCalls, SeenOrders
from b2bdesk.sync.refusals import NOT_THERE, NoVoid, Refused, as_coded, foreign
from b2bdesk.trade.errors import CodedError, Environment, Expected
from b2bdesk.usecases.ports.outbox import Command, Move, OutboxPort
from b2bdesk.usecases.ports.settings import SettingsPort

log = logging.getLogger(__name__)
_ON_THE_WAY = ("ready", "held", "unknown")
_HALFWAY = ("sending", "rejected")
RECONCILED = "outbox_reconciled"
_HELD_SECONDS = 60.0


class OutboxRunner:
    """Moves the commands of one profile."""

    def __init__(
        self,
        repo: OutboxPort,
        calls: OrderCalls,
        seen: SeenOrders,
        clock: Clock,
        chance: Chance,
        settings: SettingsPort,
    ) -> None:
        self._settings = settings
        self._due: dict[str, float] = {}
        self._failed: dict[str, int] = {}
        self._flying: set[str] = set()
        self._mend_at = 0.0
        self._repo = repo
        self._calls = calls
        self._clock = clock
        self._chance = chance
        self._unheard = Unheard(clock)
        self._standing = Standing(repo, calls, seen, self._move)

    def recover(self) -> int:
        """After a start: what was being sent when the process died is in doubt.

        On a full disk that waits for the next round: the program must start all the same.
        """
        self._due.clear()
        try:
            return self._mend()
        except Environment as error:
            log.warning("commands under way are looked after later: %s", error)
            return 0

    def push(self, now_too: bool = False) -> int:
        """Send and resolve what is due; returns how many commands moved.

        Args:
            now_too: also what waits for its next try (the person asked).
        """
        moved = self._mend()
        for commands in self._lanes():
            try:
                moved += self._lane(commands, now_too)
            except _Unreachable:
                return moved + 1
        return moved

    def next_due(self) -> float | None:
        """Return in how many seconds the next command is due; None = nothing waits.

        Only the first of a lane counts, as only it is tried. While one is held nobody is signed
        in and a round ends with it, so all are asked about once a minute.
        """
        firsts = [next(iter(commands)) for commands in self._lanes()]
        least = _HELD_SECONDS if any(each.state == "held" for each in firsts) else 0.0
        waits = [max(self._wait(each), least) for each in firsts]
        if self._halfway():
            waits.append(max(self._mend_at - self._clock.monotonic(), 0.0))
        return min(waits, default=None)

    def _halfway(self) -> bool:
        """Say whether a command is left between two moves, and nobody is at it."""
        return any(each.id not in self._flying for each in self._repo.commands(_HALFWAY))

    def _mend(self) -> int:
        """Bring on what is left between two moves: the process died there, or the disk was full.

        What was being sent is in doubt, also in the run in which its answer could not be written.
        """
        if not self._halfway():
            return 0
        self._mend_at = self._clock.monotonic() + outbox.FIRST_PAUSE
        return self._repo.recover(self._clock.now(), tuple(self._flying))

    def _lanes(self) -> Iterator[Iterable[Command]]:
        waiting = sorted(self._repo.commands(_ON_THE_WAY), key=lane_of)
        for _, commands in groupby(waiting, key=lane_of):
            yield commands

    def _wait(self, command: Command) -> float:
        """Seconds until the next try, by the clock that only goes forward (RELIABILITY I14).

        `next_try` is for the screens: after a start all is due at once, whatever the clock says.
        """
        return max(self._due.get(command.id, 0.0) - self._clock.monotonic(), 0.0)

    def settle(self) -> int:
        """Accepted commands whose order came by the feed are settled; so are found lost ones."""
        return self._standing.settle()

    def reconcile(self, incarnation: str) -> int:
        """After a restored portal: accepted orders it has lost become `missing` (R7).

        What was given up and is there again is `settled`. Done once for an incarnation.
        """
        if self._settings.get(RECONCILED) == incarnation:
            return 0
        lost = self._standing.compare()
        self._settings.set(RECONCILED, incarnation)
        return lost

    def withdraw(self, cmd_id: str) -> str:
        """Take a command back; returns the state it came to (it may be `accepted`).

        Raises:
            Expected: `outbox_state` when it is too late, `capability_missing` without void.
            Environment: the portal cannot be asked; the command stays as it was.
        """
        self._mend()
        command = self._get(cmd_id)
        if command.state in ("ready", "held") and not command.attempts:
            return self._move(command, Move("withdrawn", params={})).state
        if command.kind == ORDER and command.state in ("ready", "held", "unknown"):
            return self._void(command)
        raise Expected("outbox_state", state=command.state)

    def retry(self, cmd_id: str) -> str:
        """Try a command now; a missing one goes with the same bytes, and counts as tried."""
        self._mend()
        command = self._get(cmd_id)
        if command.state == "missing":
            command = self._move(command, Move("ready", params={}, attempted=True))
        if command.state not in _ON_THE_WAY:
            raise Expected("outbox_state", state=command.state)
        return self._now(self._step, command)

    def resend(self, cmd_id: str) -> str:
        """Send a doubt that nobody answers once more: the same bytes under the same key (R2, R3).

        Whoever has the order already answers with it, so there is one order whatever comes of it.

        Raises:
            Expected: `outbox_state` when it is no such doubt.
            Environment: the portal cannot be reached; it stays to be asked about.
        """
        self._mend()
        command = self._doubt(cmd_id, (UNANSWERED,))
        command = self._move(command, Move("ready", UNANSWERED, {}))
        return self._now(self._submit, command)

    def arrived(self, cmd_id: str, number: str = "") -> str:
        """Take a person's word for a doubt: the supplier has the order, as it is there.

        Raises:
            Expected: `outbox_state` when it is no such doubt.
        """
        command = self._doubt(cmd_id, FOR_PERSON)
        params = {"number": number} if number else {}
        told = Move("accepted", TOLD, params, order_number=number or None)
        return self._move(command, told).state

    def dismiss(self, cmd_id: str) -> str:
        """Give up a refused or lost command; the cart of a refused one is a draft again.

        The key of a lost one is made unusable first: an order that turns up again with another
        backup of the portal, or was sent from another copy of this folder, is found instead.

        Raises:
            Expected: `outbox_state` when it is too late.
            Environment: the portal cannot be asked about a lost order; it stays as it was.
        """
        command = self._get(cmd_id)
        if command.state not in ("needs_user", "missing"):
            raise Expected("outbox_state", state=command.state)
        if command.state == "missing" and command.kind == ORDER:
            with suppress(NoVoid):
                found = outbox.after_void(command, self._voided(command))
                if found.state == "accepted":
                    return self._move(command, found).state
        return self._move(command, Move("dismissed", params={})).state

    def _doubt(self, cmd_id: str, reasons: Collection[str]) -> Command:
        command = self._get(cmd_id)
        if command.state != "unknown" or command.reason not in reasons:
            raise Expected("outbox_state", state=command.state)
        return command

    def _now(self, step: Callable[[Command], Command], command: Command) -> str:
        try:
            return step(command).state
        except _Unreachable as error:
            raise error.reason from error

    def _lane(self, commands: Iterable[Command], now_too: bool) -> int:
        moved = 0
        for command in commands:
            if self._wait(command) > 0 and not now_too:
                break
            after = self._step(command)
            moved += 1
            if after.state in _ON_THE_WAY:
                break
        return moved

    def _step(self, command: Command) -> Command:
        """Bring one command as far as it goes now."""
        if command.state in ("held", "ready") and command.attempts:
            command = self._through_doubt(command)  # it may stand, whatever a resend is answered
        elif command.state == "held":
            command = self._move(command, Move("ready", params={}))
        if command.state == "unknown":
            command = self._look_up(command)
        if command.state == "ready":
            command = self._submit(command)
        return command

    def _submit(self, command: Command) -> Command:
        try:
            self._calls.authorise()
            moves = self._ordered_before(command)
        except CodedError as error:
            now = self._clock.now()
            known = self._failing(command)
            self._move(command, outbox.before_sending(known, error, now, self._chance), at=now)
            raise _Unreachable(error) from error
        self._flying.add(command.id)
        try:
            command = self._move(command, Move("sending", still(command), {}), expected="ready")
            for move in moves:
                command = self._move(command, move)
            return command if moves else self._sent(command)
        finally:
            self._flying.discard(command.id)

    def _ordered_before(self, command: Command) -> tuple[Move, ...]:
        """Earlier keys of the same cart are made unusable first (R12), or this is not sent.

        Copies of this folder, backups of the portal and late requests may have made them orders.
        """
        if command.kind != ORDER or not command.cart_id:
            return ()
        for old in self._repo.of_cart(command.cart_id):
            if old.id == command.id or old.kind != ORDER:
                continue
            if outbox.ordered_by(old):
                return outbox.ordered_elsewhere(old.order_number)
            if old.state in outbox.MAY_STAND:
                with suppress(NoVoid):
                    found = outbox.after_void(old, self._voided(old))
                    if found.state == "accepted":
                        return outbox.ordered_elsewhere(found.order_number or "")
        return ()

    def _failing(self, command: Command) -> Command:
        """The pause grows with every failure, also with those that count as no try."""
        failed = self._failed[command.id] = self._failed.get(command.id, 0) + 1
        return replace(command, attempts=max(command.attempts, failed - 1))

    def _sent(self, command: Command) -> Command:
        try:
            body = self._send(command)
        except Refused as error:
            moves = self._refused(command, error)
            now = self._clock.now()
            for move in moves:
                command = self._move(command, move, at=now)
            return command
        except CodedError as error:
            now = self._clock.now()
            known = self._failing(command)
            move = outbox.after_trouble(known, error, now, self._chance)
            self._move(command, self._unheard.after(command, move, None), at=now)
            raise _Unreachable(error) from error
        moves = (
            (outbox.after_order(command, body),)
            if command.kind == ORDER
            else outbox.after_command(command, body)
        )
        for move in moves:
            now = self._clock.now()
            command = self._move(command, self._rescheduled(command, move, now), at=now)
        return command

    def _refused(self, command: Command, error: Refused) -> tuple[Move, ...]:
        if outbox.taken(command, error):
            try:
                return outbox.of_other(self._calls.order_by_client_id(command.id))
            except (CodedError, Refused) as spoilt:
                error = outbox.conflict(error, spoilt)
        moves = outbox.after_refusal(command, error, self._clock.now(), self._chance)
        return tuple(self._unheard.after(command, each, error) for each in moves)

    def _send(self, command: Command) -> bytes:
        if command.kind == ORDER:
            return self._calls.submit(command.body, command.id)
        return self._calls.command(command.order_id, command.kind, command.body, command.id)

    def _look_up(self, command: Command) -> Command:
        if command.kind != ORDER:
            # the same bytes under the same key do nothing twice, and bring the answer (R2)
            return self._move(command, Move("ready", params={}))
        try:
            body = self._calls.order_by_client_id(command.id)
        except Refused as error:
            now = self._clock.now()
            move = outbox.after_lookup_refusal(command, error, now, self._chance)
            return self._move(command, self._unheard.after(command, move, error), at=now)
        except CodedError as error:
            now = self._clock.now()
            move = outbox.after_lookup_trouble(command, error, now, self._chance)
            self._move(command, self._unheard.after(command, move, None), at=now)
            raise _Unreachable(error) from error
        now = self._clock.now()
        move = self._rescheduled(command, outbox.found(command, body), now)
        return self._move(command, move, at=now)

    def _voided(self, command: Command) -> bytes:
        try:
            return self._calls.void(command.id)
        except Refused as error:
            if foreign(error) and not error.passing:
                raise Environment("void_unanswered", status=error.status) from error
            if error.status in NOT_THERE:
                raise NoVoid("capability_missing", name="void") from error
            raise as_coded(error) from error

    def _void(self, command: Command) -> str:
        body = self._voided(command)
        if command.state in ("ready", "held"):
            command = self._through_doubt(command)
        return self._move(command, outbox.after_void(command, body)).state

    def _through_doubt(self, command: Command) -> Command:
        """A tried command that waits leaves by way of `unknown`, as R4 has it."""
        if command.state == "held":
            command = self._move(command, Move("ready", params={}))
        command = self._move(command, Move("sending", still(command), {}))
        return self._move(command, Move("unknown", still(command), {}))

    def _rescheduled(self, command: Command, move: Move, now: datetime) -> Move:
        """An order that does not agree is looked at again later, not in a loop."""
        if move.state != "unknown":
            return move
        wait = outbox.pause_seconds(command.attempts + 8, self._chance)
        return outbox.later(move, now, wait)

    def _get(self, cmd_id: str) -> Command:
        command = self._repo.command(cmd_id)
        if command is None:
            raise Expected("command_unknown", command_id=cmd_id)
        return command

    def _move(
        self, command: Command, move: Move, expected: str = "", at: datetime | None = None
    ) -> Command:
        log.info("command %s: %s -> %s %s", command.id, command.state, move.state, move.reason)
        at = at or self._clock.now()
        wait = (move.next_try - at).total_seconds() if move.next_try else 0.0
        try:
            moved = self._repo.move(command.id, move, at, expected or command.state)
        except Environment:
            # it could not be written (a full disk): nothing is asked again at once
            wait = max(wait, outbox.pause_seconds(self._failing(command).attempts, self._chance))
            raise
        finally:
            self._due[command.id] = self._clock.monotonic() + wait
        return moved


class _Unreachable(Exception):
    """The portal cannot be asked now: the round ends for all lanes."""

    def __init__(self, reason: CodedError) -> None:
        super().__init__(reason.code)
        self.reason = reason
