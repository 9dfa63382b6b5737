"""Commands on placed orders: cancel, reserve, ask for shipment (PROTOCOL class C).

Like an order itself a command is sealed first and sent by the outbox, so a lost reply never does
it twice, and without a network it waits. The portal decides; a refusal comes back as a command
that needs the person. Called on the desk lane.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime

from b2bdesk.trade.errors import Expected
from b2bdesk.trade.ids import uuid7
from b2bdesk.usecases.changes import ChangeSet, News
from b2bdesk.usecases.orders import Orders
from b2bdesk.usecases.ports.context import AccountPort
from b2bdesk.usecases.ports.orders_out import CommandEncoder, CommandSealer, SealedCommand
from b2bdesk.usecases.rows.orders import OrderRow

COMMANDS = ("cancel", "reserve", "ship")
_ENDED = ("cancelled", "rejected", "closed")


class OrderCommands:
    """Seals commands on orders."""

    def __init__(
        self,
        orders: Orders,
        account: AccountPort,
        encoder: CommandEncoder,
        outbox: CommandSealer,
        news: News,
        now: Callable[[], datetime],
    ) -> None:
        self._orders = orders
        self._account = account
        self._encoder = encoder
        self._outbox = outbox
        self._news = news
        self._now = now

    def seal(self, order_id: str, command: str, comment: str = "") -> str:
        """Seal a command on an order; returns its id in the outbox.

        Args:
            order_id: id of the order.
            command: one of `COMMANDS`.
            comment: said to the supplier.

        Raises:
            Expected: `order_not_found`, `order_state` when the order has ended already.
        """
        if command not in COMMANDS:
            raise ValueError(command)
        order = self._orders.card(order_id).order
        if order.state in _ENDED:
            raise Expected("order_state", state=order.state)
        key = uuid7()
        body = self._encoder.encode_command(key, comment)
        sealed = SealedCommand(
            key,
            command,
            self._company(order),
            order.entity_id,
            order.contract_id,
            "",
            order.number,
            order.currency,
            order.total_minor,
            body,
            hashlib.sha256(body).hexdigest(),
            order_id=order.id,
            order_number=order.number,
        )
        self._outbox.add(sealed, self._now())
        self._news.publish(ChangeSet.of("outbox"))
        return key

    def _company(self, order: OrderRow) -> str:
        for entity in self._account.entities():
            if entity.id == order.entity_id:
                return entity.company_id
        return ""
