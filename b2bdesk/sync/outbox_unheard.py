"""Doubts that nobody answers: from when on a person is asked about an order (PROTOCOL R4).

A portal, or a proxy before it, may answer the question about an order with something that is not
the portal's word, for ever. The doubt stays one, and is asked about as before; but after some
time the person learns of it, and it holds no other order up.
"""

from dataclasses import replace

from b2bdesk.domain.outbox_states import DIFFERS, FOR_PERSON, UNANSWERED
from b2bdesk.sync.ports import Clock
from b2bdesk.sync.refusals import Refused, foreign
from b2bdesk.usecases.ports.outbox import Command, Move

TIMES, SECONDS = 4, 600.0
"""So many answers of strangers in a row, over so long, and the person is asked."""
_NO_SUCH_ROUTE = 501
_DOUBT = ("unknown", "held")


class Unheard:
    """Counts the answers of strangers by the clock that only goes forward (RELIABILITY I14)."""

    def __init__(self, clock: Clock, times: int = TIMES, seconds: float = SECONDS) -> None:
        self._clock, self._times, self._seconds = clock, times, seconds
        self._heard: dict[str, tuple[int, float]] = {}

    def after(self, command: Command, move: Move, refused: Refused | None) -> Move:
        """Return the move of a command that was asked about, with the word for the person.

        Args:
            command: as it was before the question.
            move: what follows from the answer.
            refused: the answer; None when there was none, which changes nothing.
        """
        if move.state == "unknown" and command.reason in DIFFERS:
            return replace(move, reason=command.reason, params=None)  # what was told still holds
        if move.state not in _DOUBT or (refused is not None and not foreign(refused)):
            self._heard.pop(command.id, None)
        if move.state != "unknown" or (refused is not None and not foreign(refused)):
            return move
        now = self._clock.monotonic()
        times, first = self._heard.get(command.id, (0, now))
        if refused is not None and (refused.status < 500 or refused.status == _NO_SUCH_ROUTE):
            times += 1
            self._heard[command.id] = (times, first)
        long = times >= self._times and now - first >= self._seconds
        if long or command.reason == UNANSWERED:
            return replace(move, reason=UNANSWERED, params={})
        return move


def still(command: Command) -> str:
    """Return the reason that stays with a doubt nobody answers on its way, empty for others."""
    return UNANSWERED if command.reason == UNANSWERED else ""


def lane_of(command: Command) -> tuple[str, str, str]:
    """Return the lane that a command waits in: a doubt for a person holds no other order up."""
    return (*command.lane, command.id if command.reason in FOR_PERSON else "")
