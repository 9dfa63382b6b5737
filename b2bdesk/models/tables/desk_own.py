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

own_code_known = Table(
    "own_code_known",
    desk_metadata,
    Column("code_fold", Text, primary_key=True),
    Column("key", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("item_id", Text, nullable=False),
    Column("article", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("okei", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("author_name", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("refused_item", Text, nullable=False, server_default=""),
    Column("refused", Text, nullable=False, server_default=""),
    Index("own_code_known_key", "key"),
    info=CLIENT,
    sqlite_with_rowid=False,
)
"""What the portal last said of the company's codes; `rev` 0 = it only refused one (`refused`)."""

own_code_clash = Table(
    "own_code_clash",
    desk_metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("won", Text, nullable=False),
    Column("mine_id", Text, nullable=False),
    Column("mine_article", Text, nullable=False),
    Column("mine_name", Text, nullable=False),
    Column("theirs_id", Text, nullable=False),
    Column("theirs_article", Text, nullable=False),
    Column("theirs_name", Text, nullable=False),
    Column("author_name", Text, nullable=False),
    Column("seen", Integer, nullable=False, server_default="0"),
    info=CLIENT,
    sqlite_autoincrement=True,
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
