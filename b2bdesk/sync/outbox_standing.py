"""What the orders that came by the feed say of commands that are done (PROTOCOL R4, R7).

Part of `outbox_run`, which asks after each synchronisation and, once for each incarnation of the
portal, which accepted orders it has lost.
"""

from collections.abc import Callable

from b2bdesk.domain import outbox_states
from b2bdesk.sync import outbox
from b2bdesk.sync.ports import OrderCalls, SeenOrders
from b2bdesk.sync.refusals import Refused, as_coded, foreign
from b2bdesk.trade.errors import Environment
from b2bdesk.usecases.ports.outbox import Command, Move, OutboxPort

ORDER = "order"
_DELIVERED = ("accepted", "settled")
_ABSENT = {404, 410}  # 410: its backup even knows the key as made unusable


class Standing:
    """Compares commands with the orders of the portal.

    Args:
        repo: the commands.
        calls: asks the portal for single orders.
        seen: orders that came by the feed.
        move: moves a command.
    """

    def __init__(
        self,
        repo: OutboxPort,
        calls: OrderCalls,
        seen: SeenOrders,
        move: Callable[[Command, Move], Command],
    ) -> None:
        self._repo, self._calls, self._seen, self._move = repo, calls, seen, move

    def settle(self) -> int:
        """Settle what the feed brought; returns how many commands moved."""
        moved = 0
        for command in self._repo.commands(("accepted", "missing")):
            found = self._seen.by_client_id(command.id)
            if command.kind != ORDER and command.state == "accepted":
                # the program ended between the two moves of `after_command`
                self._move(command, Move("settled", params={}))
                moved += 1
            elif found is not None:
                move = Move("settled", params={}, order_id=found[0], order_number=found[1])
                self._move(command, move)
                moved += 1
        return moved

    def compare(self) -> int:
        """After a restored portal: find what it has lost, and what it has again.

        Raises:
            Environment, Expected: an order could not be asked for.
        """
        lost = self._returned()
        for command in self._repo.commands(_DELIVERED):
            if command.kind != ORDER or self._seen.by_client_id(command.id) is not None:
                continue
            try:
                self._calls.order_by_client_id(command.id)
            except Refused as error:
                if foreign(error):
                    raise Environment("portal_error", status=error.status) from error
                if error.status not in _ABSENT:
                    raise as_coded(error) from error
                self._move(command, Move("missing", "portal_restored", {}))
                lost += 1
        return lost

    def _returned(self) -> int:
        """Orders that were given up and that the restored portal has again."""
        moved = 0
        for command in self._repo.commands(outbox_states.GIVEN_UP):
            found = self._seen.by_client_id(command.id) if command.kind == ORDER else None
            if found is not None:
                self._move(command, outbox.returned(*found))
                moved += 1
        return moved
