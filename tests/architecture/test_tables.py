"""Every table has one owner, written in its definition, and nobody else writes it.

*server* tables are filled by what the portal sent (`apply`, `load`, `derive`), *client* ones by
the repositories of use cases, *outbox* by the outbox repository alone.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

from sqlalchemy import MetaData, Table

from tests.architecture.source import Module, expect_none, product

OWNERS = {"server", "client", "outbox"}
_HOME = "b2bdesk/models/"
# what came from the portal, and what SQL derives from it
_SERVER_WRITERS = (
    *("apply", "cache", "derive", "interchange", "load", "marks", "offerlog", "orderlines"),
    *("prices", "replaced", "rowsql"),
)
_CLIENT_WRITERS = ("repos/", "desk", "backup", "migrations/")
_OUTBOX_WRITERS = ("repos/outbox", "desk", "migrations/")
_WRITERS = {"server": _SERVER_WRITERS, "client": _CLIENT_WRITERS, "outbox": _OUTBOX_WRITERS}
_VERB = r"(?:INSERT(?: OR [A-Z]+)? INTO|REPLACE INTO|UPDATE(?: OR [A-Z]+)?|DELETE FROM)"
_SQL = re.compile(_VERB + r"\s+(?:main\.|cache\.|desk\.)?[\"`]?(\w+)")
_CORE = re.compile(
    r"\b(?:insert|update|delete)\(\s*(?:\w+\.)?(\w+)\s*\)|\b(\w+)\.(?:insert|delete)\(\)"
)


def _tables() -> dict[str, Table]:
    package = importlib.import_module("b2bdesk.models.tables")
    found: dict[str, Table] = {}
    for info in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        module = importlib.import_module(info.name)
        for value in vars(module).values():
            if isinstance(value, MetaData):
                found.update(value.tables)
    return found


def test_every_table_names_its_owner() -> None:
    nobodys = [name for name, table in _tables().items() if table.info.get("owner") not in OWNERS]
    expect_none(nobodys)


def test_the_two_stores_share_no_name() -> None:
    """Readers attach the cache to the desk and write names without a schema."""
    metadata = importlib.import_module("b2bdesk.models.tables.base")
    assert set(metadata.desk_metadata.tables) & set(metadata.cache_metadata.tables) == set()


def test_only_its_owner_writes_a_table() -> None:
    owners = {name: str(table.info.get("owner")) for name, table in _tables().items()}
    trespassing = [
        f"{module.place}: writes {name}, which is {owners[name]}-owned"
        for module in product()
        # the contract `sql` keeps SQL to models and portal; elsewhere `delete(cart)` is a use case
        if module.place.startswith(_HOME)
        for name in sorted(set(_written(module)) & set(owners))
        if not module.place.startswith(tuple(_HOME + place for place in _WRITERS[owners[name]]))
    ]
    expect_none(trespassing)


def _written(module: Module) -> Iterator[str]:
    yield from _SQL.findall(module.text)
    for one, other in _CORE.findall(module.text):
        yield one or other
