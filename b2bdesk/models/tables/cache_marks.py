"""What items say of themselves, packed for counting and filtering (facets, conditions).

Every value of an attribute has one character, its mark; an item has the string of its marks.
Counting the marks of very many items is one pass over a text, and "has one of these values" is
SQLite's `instr` or GLOB. The brand counts as attribute `BRAND`. Written by `models.marks`.
"""

from sqlalchemy import REAL, Column, Index, Integer, Table, Text

from b2bdesk.models.tables.base import cache_metadata
from b2bdesk.models.tables.cache_meta import DERIVED

BRAND = 0

attribute = Table(
    "attribute",
    cache_metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("many", Integer, nullable=False, server_default="0"),  # too many values to be marked
    sqlite_strict=True,
    info=DERIVED,
)

attribute_value = Table(
    "attribute_value",
    cache_metadata,
    Column("mark", Integer, primary_key=True),  # the character's number
    Column("attribute", Integer, nullable=False),
    Column("value", Text, nullable=False),
    Column("number", REAL),  # of a length or a power, never of money
    sqlite_strict=True,
    info=DERIVED,
)
VALUE_INDEX = Index(
    "attribute_value_text",
    attribute_value.c.attribute,
    attribute_value.c.value,
    unique=True,
)

item_marks = Table(
    "item_marks",
    cache_metadata,
    Column("n", Integer, primary_key=True),
    Column("marks", Text, nullable=False),
    sqlite_strict=True,
    info=DERIVED,
)
