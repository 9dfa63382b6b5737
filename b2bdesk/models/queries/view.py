"""Through which scopes the buyer sees the cache right now.

A `View` is read at the start of every query of the catalogue: numbers of the assortment, stock
view, terms and price types of the contract in use, in whatever cache file is active.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from b2bdesk.models.desk import DeskStore
from b2bdesk.models.queries.account import AccountCache
from b2bdesk.trade.errors import Environment
from b2bdesk.usecases.rows.account import ContractRow

_NOWHERE = -1
_BETWEEN_LOOKS = 50_000
"""Steps of SQLite's machine, about two milliseconds."""


@dataclass(frozen=True, slots=True)
class View:
    """A connection and the scopes of one contract; a number of -1 has no rows yet.

    `assortments` counts those in the cache: with one alone every item belongs to it.
    """

    connection: Connection
    contract: ContractRow | None
    assortment: int
    stock: int
    cid: int
    prices: tuple[tuple[str, int], ...]
    assortments: int = 0

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Read plain tuples through the driver: thousands of numbers cost a tenth that way."""
        found: list[tuple[Any, ...]] = (
            _driver(self.connection).execute(statement, tuple(values)).fetchall()
        )
        return found


class Views:
    """Lends views of the contract in use."""

    def __init__(self, desk: DeskStore, account: AccountCache) -> None:
        self._desk = desk
        self._account = account

    @contextmanager
    def now(self, look: Callable[[], None] | None = None) -> Iterator[View]:
        """Lend a view inside one read transaction.

        Args:
            look: asked again and again during a statement; what it raises ends the statement.
        """
        active = self._account.active()
        with self._desk.reading() as connection, _looking(connection, look):
            yield view_of(connection, active[1] if active else None)

    @contextmanager
    def plain(self) -> Iterator[Connection]:
        """Lend a connection for what does not depend on the contract."""
        with self._desk.reading() as connection:
            yield connection


def _driver(connection: Connection) -> Any:
    driver = connection.connection.driver_connection
    if driver is None:
        raise Environment("store_closed")
    return driver


@contextmanager
def _looking(connection: Connection, look: Callable[[], None] | None) -> Iterator[None]:
    """Let statements end in the middle when `look` raises."""
    if look is None:
        yield
        return
    driver = _driver(connection)
    raised: list[BaseException] = []

    def stop() -> bool:
        try:
            look()
        except BaseException as error:  # noqa: BLE001 - raised again outside of the statement
            raised.append(error)
        return bool(raised)

    driver.set_progress_handler(stop, _BETWEEN_LOOKS)
    try:
        yield
    except Exception:
        if raised:
            raise raised[0] from None
        raise
    finally:
        driver.set_progress_handler(None, 0)


def view_of(connection: Connection, contract: ContractRow | None) -> View:
    """Return the scopes of a contract."""
    if contract is None:
        return View(connection, None, _NOWHERE, _NOWHERE, _NOWHERE, ())
    found = {
        (feed, key): sid
        for feed, key, sid in connection.exec_driver_sql('SELECT feed, "key", sid FROM scope')
    }
    assortment = found.get(("catalog", contract.assortment), _NOWHERE)
    return View(
        connection,
        contract,
        assortment,
        found.get(("stock", contract.stock_view), _NOWHERE),
        found.get(("terms", contract.id), _NOWHERE),
        tuple(
            (each.id, found["prices", each.id])
            for each in contract.price_types
            if ("prices", each.id) in found
        ),
        sum(feed == "catalog" for feed, _ in found) if assortment >= 0 else 0,
    )
