"""The outbox: sealed commands (PROTOCOL R1). Filled by use cases, advanced only by sync.

A trigger refuses any change of what was sealed, so that not even a bug of ours can send other
bytes under the same key.
"""

from sqlalchemy import Column, Connection, Index, Integer, LargeBinary, Table, Text, event

from b2bdesk.models.tables.base import OUTBOX, desk_metadata

outbox = Table(
    "outbox",
    desk_metadata,
    Column("created_seq", Integer, primary_key=True, autoincrement=True),
    Column("cmd_id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("company_id", Text, nullable=False),
    Column("entity_id", Text, nullable=False),
    Column("contract_id", Text, nullable=False),
    Column("cart_id", Text, nullable=False, server_default=""),
    Column("title", Text, nullable=False, server_default=""),
    Column("currency", Text, nullable=False),
    Column("gross_minor", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("body_sha256", Text, nullable=False),
    Column("price_basis", Text, nullable=False, server_default="{}"),
    Column("created_at", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("since", Text, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_try", Text),
    Column("reason", Text, nullable=False, server_default=""),
    Column("params", Text, nullable=False, server_default="{}"),
    Column("order_id", Text, nullable=False, server_default=""),
    Column("order_number", Text, nullable=False, server_default=""),
    Index("outbox_state", "state", "created_seq"),
    info=OUTBOX,
    sqlite_autoincrement=True,
)

SEALED_COLUMNS = (
    "cmd_id",
    "kind",
    "company_id",
    "entity_id",
    "contract_id",
    "currency",
    "gross_minor",
    "body",
    "body_sha256",
    "price_basis",
)


def _seal_trigger(_table: Table, connection: Connection, **_: object) -> None:
    connection.exec_driver_sql(
        f"CREATE TRIGGER outbox_sealed BEFORE UPDATE OF {', '.join(SEALED_COLUMNS)} ON outbox"
        " BEGIN SELECT RAISE(ABORT, 'a sealed command never changes'); END"
    )


event.listen(outbox, "after_create", _seal_trigger)
