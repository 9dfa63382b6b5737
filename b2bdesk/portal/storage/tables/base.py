"""The shared metadata and the column kinds that several owners use.

Money is INTEGER minor units, prices 10^-5, quantities 10^-3 (PROTOCOL R10). Instants are ISO text
in UTC, calendar dates ISO text of the supplier's zone, JSON is text: bytes must stay as written.
Text is compared by code points everywhere: a PostgreSQL database may sort by a language, and then
keys, dates and cursors would come in another order than the program's own.
"""

from typing import Any

from sqlalchemy import BigInteger, Column, MetaData, String, Text

METADATA = MetaData()
_BY_CODE_POINTS = "C"
KEY = String().with_variant(String(collation=_BY_CODE_POINTS), "postgresql")
TEXT = Text().with_variant(Text(collation=_BY_CODE_POINTS), "postgresql")


def key(name: str) -> Column[Any]:
    """A text column of the primary key."""
    return Column(name, KEY, primary_key=True)


def number_key(name: str = "n") -> Column[Any]:
    """An integer column of the primary key whose values we choose ourselves."""
    return Column(name, BigInteger, primary_key=True, autoincrement=False)


def text(name: str, default: str = "") -> Column[Any]:
    """A text that is never NULL."""
    return Column(name, TEXT, nullable=False, default=default, server_default=default)


def integer(name: str, default: int = 0) -> Column[Any]:
    """A 64-bit integer that is never NULL."""
    return Column(name, BigInteger, nullable=False, default=default, server_default=str(default))


def optional(name: str) -> Column[Any]:
    """A 64-bit integer, NULL = unknown or none."""
    return Column(name, BigInteger, nullable=True)


def change_columns() -> tuple[Column[Any], Column[Any]]:
    """`rev` (place in the order of changes of its feed) and `h` (signed hash for sum64, R9)."""
    return integer("rev"), integer("h")
