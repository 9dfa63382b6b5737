"""Bringing desk.db to the present schema (PROTOCOL R14).

A newer file is refused. An older one is first copied by VACUUM INTO, then changed step by step in
one IMMEDIATE transaction that also sets `user_version`, and checked before the commit. Released
steps are never edited; each has a test with a stored file of its version.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from sqlalchemy import Connection

from b2bdesk.models.engine import Writer
from b2bdesk.models.migrations import v2_watch, v3_carts, v4_prices, v5_shared_codes
from b2bdesk.models.tables import desk_carts, desk_outbox, desk_own, desk_watch
from b2bdesk.models.tables.base import desk_metadata
from b2bdesk.trade.errors import Environment

APPLICATION_ID = 0x42324244
SCHEMA_VERSION = 5

Step = Callable[[Connection], None]
STEPS: Mapping[int, Step] = {
    1: v2_watch.step,
    2: v3_carts.step,
    3: v4_prices.step,
    4: v5_shared_codes.step,
}
"""Steps by the version they start from; step N turns version N into N + 1."""

TABLES = (desk_carts.cart, desk_own.setting, desk_outbox.outbox, desk_watch.favourite)


def migrate(
    writer: Writer,
    backup: Callable[[int], Path | None],
    steps: Mapping[int, Step] = STEPS,
    target: int = SCHEMA_VERSION,
) -> None:
    """Create or upgrade the schema.

    Args:
        writer: of desk.db.
        backup: called with the old version before anything is changed; makes the copy.
        steps: upgrade steps by starting version.
        target: the version to reach.

    Raises:
        Environment: `store_newer` when the file is from a later program, `store_damaged` when it
            does not pass its checks, `store_foreign` when it is not ours.
    """
    version, application, tables = writer.write(_marks)
    if tables and application != APPLICATION_ID:
        raise Environment("store_foreign", file=writer.path.name)
    if version > target:
        raise Environment("store_newer", file=writer.path.name, version=version)
    if version == target:
        return
    if tables:
        backup(version)

    def upgrade(connection: Connection) -> None:
        if not tables:
            desk_metadata.create_all(connection)
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        else:
            for start in range(version, target):
                steps[start](connection)
        connection.exec_driver_sql(f"PRAGMA user_version={target}")
        verify(connection, writer.path)

    writer.write(upgrade)


def verify(connection: Connection, path: Path) -> None:
    """Check structure and references.

    Raises:
        Environment: `store_damaged`.
    """
    sound = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    orphan = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if sound != "ok" or orphan is not None:
        raise Environment("store_damaged", file=path.name, check=str(sound))


def _marks(connection: Connection) -> tuple[int, int, int]:
    return (
        int(connection.exec_driver_sql("PRAGMA user_version").scalar_one()),
        int(connection.exec_driver_sql("PRAGMA application_id").scalar_one()),
        int(connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()),
    )
