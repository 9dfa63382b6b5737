"""What the buyer taught and chose: own codes, import templates, notes, settings, desk marks.

`desk_mark` holds what the store itself remembers by key: the fencing epoch, the installation's
id, which cache file is active.
"""

from sqlalchemy import Column, Index, Integer, Table, Text

from b2bdesk.models.tables.base import CLIENT, desk_metadata

own_code = Table(
    "own_code",
    desk_metadata,
    Column("code_fold", Text, primary_key=True),
    Column("code", Text, nullable=False),
    Column("item_id", Text, nullable=False),
    Column("article", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("okei", Text, nullable=False, server_default=""),
    Column("learned_at", Text, nullable=False),
    Column("uses", Integer, nullable=False, server_default="0"),
    Index("own_code_item", "item_id"),
    info=CLIENT,
    sqlite_with_rowid=False,
)

import_template = Table(
    "import_template",
    desk_metadata,
    Column("fingerprint", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("layout", Text, nullable=False),
    Column("used_at", Text, nullable=False),
    info=CLIENT,
    sqlite_with_rowid=False,
)

note = Table(
    "note",
    desk_metadata,
    Column("subject", Text, primary_key=True),
    Column("subject_id", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("at", Text, nullable=False),
    info=CLIENT,
    sqlite_with_rowid=False,
)

setting = Table(
    "setting",
    desk_metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
    info=CLIENT,
    sqlite_with_rowid=False,
)

desk_mark = Table(
    "desk_mark",
    desk_metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
    info=CLIENT,
    sqlite_with_rowid=False,
)
