"""What orders on their way will still add to the debt of a contract.

Accepted orders as far as they are not shipped, and sealed commands that wait for the portal. The
portal counts the same when it looks at the credit limit, so the offline check can tell before.
"""

import json
from collections.abc import Callable

from b2bdesk.domain.outbox_states import WAITING
from b2bdesk.models.desk import DeskStore
from b2bdesk.models.queries.bodies import Body
from b2bdesk.trade.decimals import half_up
from b2bdesk.trade.money import exponent

_OPEN = ("awaiting_approval", "accepted", "in_work")


def committed_sums(store: DeskStore) -> Callable[[str], int]:
    """Return what adds up the open orders and waiting commands of a contract (minor units)."""
    states = ", ".join(f"'{state}'" for state in sorted(WAITING))
    open_ones = ", ".join(f"'{state}'" for state in _OPEN)

    def committed(contract_id: str) -> int:
        with store.reading() as connection:
            bodies = connection.exec_driver_sql(
                "SELECT body, currency FROM orders WHERE contract_id = ?"
                f" AND state IN ({open_ones}) AND json_valid(body)",
                (contract_id,),
            ).all()
            waiting = connection.exec_driver_sql(
                "SELECT coalesce(sum(o.gross_minor), 0) FROM outbox o WHERE o.contract_id = ?"
                f" AND o.kind = 'order' AND o.state IN ({states}) AND NOT EXISTS"
                " (SELECT 1 FROM orders r WHERE r.client_order_id = o.cmd_id)",
                (contract_id,),
            ).scalar_one()
        return int(waiting) + sum(_rest(json.loads(body), currency) for body, currency in bodies)

    return committed


def _rest(data: object, currency: str) -> int:
    """What an order still adds: confirmed (or ordered) less the shipped part of its lines."""
    if not isinstance(data, dict):
        return 0
    order = Body(data, exponent(currency or "RUB"))
    shipped = 0
    for line in order.parts("lines"):
        quantity, gone = line.scaled("quantity", 3), line.scaled("shipped", 3)
        if quantity > 0 and gone > 0:
            shipped += half_up(line.minor("gross") * min(gone, quantity), quantity)
    return max((order.minor("confirmed_total") or order.minor("total")) - shipped, 0)
