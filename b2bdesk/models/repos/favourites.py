"""Favourites, watch rules and their events in desk.db; implements `FavouriteStore`."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from b2bdesk.models.desk import DeskStore, set_mark
from b2bdesk.models.queries.moments import instant
from b2bdesk.usecases.rows.favourites import Favourite, WatchEvent, WatchRule

_RULE = "item_id, kind, contract_id, value, base_e5, state, set_at, held_at"
_EVENT = "id, at, item_id, article, name, kind, contract_id, value, found, seen"
KEPT_EVENTS = 2_000
_PRICES_UP_TO = "own_prices_up_to"


class Favourites:
    """The repository."""

    def __init__(self, store: DeskStore) -> None:
        self._store = store

    def favourites(self) -> tuple[Favourite, ...]:
        """Return all favourites, by list and name."""
        query = (
            "SELECT item_id, article, name, list_name, added_at FROM favourite"
            " ORDER BY list_name = '', list_name, name, item_id"
        )
        with self._store.reading() as connection:
            return tuple(
                Favourite(item_id, article, name, listed, datetime.fromisoformat(at))
                for item_id, article, name, listed, at in connection.exec_driver_sql(query)
            )

    def ids(self) -> frozenset[str]:
        """Return the ids of all favourites."""
        with self._store.reading() as connection:
            return frozenset(connection.exec_driver_sql("SELECT item_id FROM favourite").scalars())

    def keep(self, rows: Sequence[Favourite]) -> None:
        """Add favourites; those that are there already stay as they are."""
        values = [
            (row.item_id, row.article, row.name, row.list_name, row.added_at.isoformat())
            for row in rows
        ]
        self._many(
            "INSERT OR IGNORE INTO favourite (item_id, article, name, list_name, added_at)"
            " VALUES (?, ?, ?, ?, ?)",
            values,
        )

    def forget(self, item_ids: Collection[str]) -> None:
        """Remove favourites with their rules; events stay."""
        keys = [(item_id,) for item_id in item_ids]

        def work(connection: Connection) -> None:
            connection.exec_driver_sql("DELETE FROM watch_rule WHERE item_id = ?", keys)
            connection.exec_driver_sql("DELETE FROM favourite WHERE item_id = ?", keys)

        if keys:
            self._store.write(work)

    def set_list(self, item_ids: Collection[str], name: str) -> None:
        """Put favourites into a list; empty = none."""
        self._many(
            "UPDATE favourite SET list_name = ? WHERE item_id = ?",
            [(name, item_id) for item_id in item_ids],
        )

    def rules(self) -> tuple[WatchRule, ...]:
        """Return all rules."""
        with self._store.reading() as connection:
            found = connection.exec_driver_sql(f"SELECT {_RULE} FROM watch_rule")
            return tuple(
                WatchRule(
                    row[0], row[1], row[2], row[3], row[4], row[5],
                    datetime.fromisoformat(row[6]), instant(row[7]),
                )
                for row in found
            )  # fmt: skip

    def put_rules(self, rules: Sequence[WatchRule]) -> None:
        """Write rules, one per item and kind."""
        self._many(*_rules(rules))

    def drop_rule(self, item_id: str, kind: str) -> None:
        """Remove a rule."""
        self._many("DELETE FROM watch_rule WHERE item_id = ? AND kind = ?", [(item_id, kind)])

    def settle(self, rules: Sequence[WatchRule], events: Sequence[WatchEvent]) -> None:
        """Write new states of rules and the events that came of them, together."""

        def work(connection: Connection) -> None:
            connection.exec_driver_sql(
                "UPDATE watch_rule SET state = ?, held_at = ? WHERE item_id = ? AND kind = ?"
                " AND set_at = ?",
                [
                    (each.state, _text(each.held_at), each.item_id, each.kind, _text(each.set_at))
                    for each in rules
                ],
            )
            for each in events:
                connection.exec_driver_sql(
                    "INSERT INTO watch_event (at, item_id, article, name, kind, contract_id,"
                    " value, found) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (_text(each.at), each.item_id, each.article, each.name, each.kind,
                     each.contract_id, each.value, each.found),
                )  # fmt: skip
            connection.exec_driver_sql(
                "DELETE FROM watch_event WHERE id <="
                " (SELECT coalesce(max(id), 0) FROM watch_event) - ?",
                (KEPT_EVENTS,),
            )

        if rules:
            self._store.write(work)

    def events(self, limit: int) -> tuple[WatchEvent, ...]:
        """Return what came true, the latest first."""
        with self._store.reading() as connection:
            found = connection.exec_driver_sql(
                f"SELECT {_EVENT} FROM watch_event ORDER BY id DESC LIMIT ?", (limit,)
            )
            return tuple(map(_event, found))

    def unseen(self) -> int:
        """Count the events nobody has looked at."""
        with self._store.reading() as connection:
            found = connection.exec_driver_sql("SELECT count(*) FROM watch_event WHERE seen = 0")
            return int(found.scalar_one())

    def see(self, at: datetime) -> int:
        """Mark the events up to a moment as looked at; returns how many."""
        return self._store.write(
            lambda connection: (
                connection.exec_driver_sql(
                    "UPDATE watch_event SET seen = 1 WHERE seen = 0 AND at <= ?", (at.isoformat(),)
                ).rowcount
            )
        )

    def keep_own_prices(self) -> int:
        """Copy price moves of goods ever bought, carted or watched, for good."""
        since = int(self._store.mark(_PRICES_UP_TO) or 0)
        with self._store.reading() as connection:
            found = connection.exec_driver_sql(
                'SELECT s."key", i.id, c.at, c.old, c.new FROM scope s'
                " CROSS JOIN offer_change c ON c.sid = s.sid AND c.at >= ? AND c.kind = 'price'"
                " JOIN item i ON i.n = c.n WHERE s.feed = 'terms' AND (i.id IN"
                " (SELECT item_id FROM order_line) OR i.id IN (SELECT item_id FROM cart_line)"
                " OR i.id IN (SELECT item_id FROM favourite))",
                (since,),
            ).all()
        rows = [tuple(row) for row in found]
        if not rows:
            return 0

        def work(connection: Connection) -> int:
            before = connection.exec_driver_sql("SELECT total_changes()").scalar_one()
            connection.exec_driver_sql(
                "INSERT OR IGNORE INTO own_price (contract_id, item_id, at, old, new)"
                " VALUES (?, ?, ?, ?, ?)",
                rows,
            )
            after = connection.exec_driver_sql("SELECT total_changes()").scalar_one()
            set_mark(connection, _PRICES_UP_TO, str(max(row[2] for row in rows)))
            return int(after - before)

        return self._store.write(work)

    def _many(self, statement: str, values: Sequence[tuple[Any, ...]]) -> None:
        if values:
            self._store.write(
                lambda connection: connection.exec_driver_sql(statement, list(values)).close()
            )


def _rules(rules: Sequence[WatchRule]) -> tuple[str, list[tuple[Any, ...]]]:
    return (
        f"INSERT OR REPLACE INTO watch_rule ({_RULE}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (each.item_id, each.kind, each.contract_id, each.value, each.base_e5, each.state,
             _text(each.set_at), _text(each.held_at))
            for each in rules
        ],
    )  # fmt: skip


def _text(at: datetime | None) -> str:
    return at.isoformat() if at is not None else ""


def _event(row: Sequence[Any]) -> WatchEvent:
    return WatchEvent(
        row[0], datetime.fromisoformat(row[1]), row[2], row[3], row[4], row[5], row[6], row[7],
        row[8], bool(row[9]),
    )  # fmt: skip
