"""The outbox in desk.db: filled when a cart is sealed, advanced only by sync (PROTOCOL R1-R5).

`move` is the only way a command changes; it asks `domain.outbox_states` and takes the cart along in
the same transaction: archived when accepted, a draft again when the command came to nothing.
"""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from b2bdesk.domain import outbox_states
from b2bdesk.models.desk import DeskStore
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.lineage import root_of, same_goods
from b2bdesk.usecases.ports.orders_out import SealedCommand
from b2bdesk.usecases.ports.outbox import Command, Move
from b2bdesk.usecases.rows.orders import OutboxRow

_COMMAND = (
    "cmd_id, kind, company_id, entity_id, contract_id, cart_id, currency, gross_minor, body,"
    " body_sha256, state, attempts, next_try, order_id, order_number, reason"
)
_ROW = (
    "cmd_id, kind, state, since, entity_id, cart_id, title, gross_minor, currency, attempts,"
    " next_try, reason, params, order_number"
)


def insert_command(connection: Connection, command: SealedCommand, at: datetime) -> None:
    """Insert a sealed command as `ready`, inside the transaction that seals its cart if any."""
    stamp = at.isoformat()
    connection.exec_driver_sql(
        "INSERT INTO outbox (cmd_id, kind, company_id, entity_id, contract_id, cart_id, title,"
        " currency, gross_minor, body, body_sha256, price_basis, order_id, order_number,"
        " created_at, state, since)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'ready', ?)",
        (
            command.id,
            command.kind,
            command.company_id,
            command.entity_id,
            command.contract_id,
            command.cart_id,
            command.title,
            command.currency,
            command.gross_minor,
            command.body,
            command.body_sha256,
            json.dumps(command.price_basis, sort_keys=True),
            command.order_id,
            command.order_number,
            stamp,
            stamp,
        ),
    )


def supersede(connection: Connection, cart_id: str, at: datetime) -> None:
    """End commands of a cart that waited for the buyer: he edited it and sends a new one (R4)."""
    connection.exec_driver_sql(
        "UPDATE outbox SET state = 'superseded', since = ?"
        " WHERE cart_id = ? AND state = 'needs_user'",
        (at.isoformat(), cart_id),
    )


def count_of_cart(connection: Connection, cart_id: str) -> int:
    """Return how many commands a cart was ever sealed under; none is ever removed."""
    found = connection.exec_driver_sql("SELECT count(*) FROM outbox WHERE cart_id = ?", (cart_id,))
    return int(found.scalar_one())


def ordered_kin(connection: Connection, cart_id: str) -> tuple[str, ...]:
    """Return other carts of the same goods whose orders this store knows and has not given up.

    Not those whose order came back after it was given up, or was lost by the portal: they may be
    ordered again, and the portal then has to tell.
    """
    states = (*outbox_states.WAITING, *outbox_states.ARCHIVES_CART)
    marks = ", ".join("?" * len(states))
    root = root_of(cart_id)
    found = connection.exec_driver_sql(
        "SELECT DISTINCT o.cart_id FROM outbox o LEFT JOIN cart c ON c.id = o.cart_id"
        f" WHERE o.state IN ({marks}) AND coalesce(c.command_id, o.cmd_id) = o.cmd_id"
        " AND (o.cart_id = ? OR (o.cart_id > ? AND o.cart_id < ?)) ORDER BY 1",
        (*states, root, f"{root}.", f"{root}/"),
    )
    return tuple(each for each in found.scalars() if same_goods(cart_id, each))


class Outbox:
    """The repository of sealed commands."""

    def __init__(self, store: DeskStore) -> None:
        self._store = store

    def add(self, command: SealedCommand, at: datetime) -> None:
        """Insert a command that has no cart."""
        self._store.write(lambda connection: insert_command(connection, command, at))

    def rows(self, states: Sequence[str] = ()) -> tuple[OutboxRow, ...]:
        """Return commands to show, the newest first; no states = all."""
        query = f"SELECT {_ROW} FROM outbox {_where(states)} ORDER BY created_seq DESC"
        with self._store.reading() as connection:
            return tuple(_row(row) for row in connection.exec_driver_sql(query, tuple(states)))

    def commands(self, states: Sequence[str]) -> list[Command]:
        """Return commands with their bytes, in the order of sealing."""
        query = f"SELECT {_COMMAND} FROM outbox {_where(states)} ORDER BY created_seq"
        with self._store.reading() as connection:
            return [_command(row) for row in connection.exec_driver_sql(query, tuple(states))]

    def of_cart(self, cart_id: str) -> list[Command]:
        """Return the commands a cart was ever sealed under, in the order of sealing."""
        query = f"SELECT {_COMMAND} FROM outbox WHERE cart_id = ? ORDER BY created_seq"
        with self._store.reading() as connection:
            return [_command(row) for row in connection.exec_driver_sql(query, (cart_id,))]

    def command(self, cmd_id: str) -> Command | None:
        """Return one command."""
        with self._store.reading() as connection:
            return _find(connection, cmd_id)

    def counts(self) -> dict[str, int]:
        """Return how many commands are in each state that is not terminal."""
        query = "SELECT state, count(*) FROM outbox GROUP BY state"
        with self._store.reading() as connection:
            found = connection.exec_driver_sql(query).all()
        return {row[0]: row[1] for row in found if row[0] not in outbox_states.TERMINAL}

    def move(self, cmd_id: str, move: Move, at: datetime, expected: str = "") -> Command:
        """Move a command, and its cart with it, in one transaction.

        Raises:
            Expected: `command_unknown`, or `outbox_state` when it is not in the `expected` state.
            ValueError: a transition that R4 does not have.
        """

        def work(connection: Connection) -> Command:
            command = _find(connection, cmd_id)
            if command is None:
                raise Expected("command_unknown", command_id=cmd_id)
            if expected and command.state != expected:
                raise Expected("outbox_state", state=command.state)
            if move.state != command.state and not outbox_states.allowed(command.state, move.state):
                raise ValueError(f"{command.state} -> {move.state} is not a transition of R4")
            _advance(connection, command, move, at)
            _take_cart_along(connection, command, move.state, at)
            return _found(connection, cmd_id)

        return self._store.write(work)

    def recover(self, at: datetime, flying: Collection[str] = ()) -> int:
        """After a start: every `sending` becomes `unknown` (R4), `rejected` waits for the person.

        The try that a death cut short counts: such a command may have arrived, so only a void
        takes it back.

        Args:
            at: the present instant.
            flying: commands that this process is sending right now; they are left alone.
        """
        others = f" AND cmd_id NOT IN ({', '.join('?' * len(flying))})" if flying else ""
        values = (at.isoformat(), *flying)

        def work(connection: Connection) -> int:
            doubtful = connection.exec_driver_sql(
                "UPDATE outbox SET state = 'unknown', since = ?, next_try = NULL,"
                f" attempts = attempts + 1 WHERE state = 'sending'{others}",
                values,
            )
            refused = connection.exec_driver_sql(
                "UPDATE outbox SET state = 'needs_user', since = ?"
                f" WHERE state = 'rejected'{others}",
                values,
            )
            return doubtful.rowcount + refused.rowcount

        return self._store.write(work)


def _advance(connection: Connection, command: Command, move: Move, at: datetime) -> None:
    since = "" if move.state == command.state else ", since = :at"
    told = move.params
    params = None if told is None else json.dumps(told, ensure_ascii=False)
    connection.exec_driver_sql(
        f"UPDATE outbox SET state = :state{since}, reason = :reason,"
        " params = coalesce(:params, params), next_try = :next_try,"
        " attempts = attempts + :attempted,"
        " order_id = coalesce(:order_id, order_id),"
        " order_number = coalesce(:order_number, order_number) WHERE cmd_id = :cmd_id",
        {
            "state": move.state,
            "at": at.isoformat(),
            "reason": move.reason,
            "params": params,
            "next_try": move.next_try.isoformat() if move.next_try else None,
            "attempted": int(move.attempted),
            "order_id": move.order_id,
            "order_number": move.order_number,
            "cmd_id": command.id,
        },
    )


def _take_cart_along(connection: Connection, command: Command, state: str, at: datetime) -> None:
    follows = outbox_states.cart_follows(command.state, state)
    if follows is None:
        return
    before, after = follows
    release = ", command_id = ''" if after == "draft" else ""
    connection.exec_driver_sql(
        f"UPDATE cart SET state = ?, changed_at = ?{release}"
        " WHERE id = ? AND command_id = ? AND state = ?",
        (after, at.isoformat(), command.cart_id, command.id, before),
    )


def _find(connection: Connection, cmd_id: str) -> Command | None:
    row = connection.exec_driver_sql(
        f"SELECT {_COMMAND} FROM outbox WHERE cmd_id = ?", (cmd_id,)
    ).first()
    return _command(row) if row else None


def _found(connection: Connection, cmd_id: str) -> Command:
    command = _find(connection, cmd_id)
    if command is None:
        raise LookupError(cmd_id)
    return command


def _where(states: Sequence[str]) -> str:
    return f"WHERE state IN ({', '.join('?' * len(states))})" if states else ""


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _command(row: Sequence[Any]) -> Command:
    values = list(row)
    values[12] = _instant(row[12])
    return Command(*values)


def _row(row: Sequence[Any]) -> OutboxRow:
    values = list(row)
    values[3] = datetime.fromisoformat(row[3])
    values[10] = _instant(row[10])
    values[12] = json.loads(row[12])
    return OutboxRow(*values)
