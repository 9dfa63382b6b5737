"""Named facts of the portal: name, marks, zone, secret, seller, the defaults of new companies.

Read once per unit of work; written by `init`, `demo` and `load`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec
from sqlalchemy import Connection, select

from b2bdesk.portal.storage.bulk import upsert
from b2bdesk.portal.storage.tables.portal import facts
from b2bdesk.wire.account import News, Party


@dataclass(frozen=True)
class Facts:
    """What the portal knows of itself; `secret` derives refresh tokens and never leaves it.

    `shape` is the digest of its tables (`upgrade`), `home` where it last lived (`marks`).
    """

    name: str
    instance_id: str
    incarnation: str
    timezone: str
    secret: str = field(repr=False)
    seller: Party
    schema: int
    fold_version: int = 0
    shape: str = ""
    home: str = ""
    demo: bool = False
    news: tuple[News, ...] = ()
    assortment: str = ""
    stock_view: str = ""
    price_type: str = ""


def read_facts(connection: Connection) -> Facts:
    """Return the stored facts."""
    rows = connection.execute(select(facts.c.name, facts.c.value))
    values: dict[str, str] = {row.name: row.value for row in rows}
    return Facts(
        name=values.get("name", ""),
        instance_id=values.get("instance_id", ""),
        incarnation=values.get("incarnation", ""),
        timezone=values.get("timezone", "Europe/Moscow"),
        secret=values.get("secret", ""),
        seller=msgspec.json.decode(values["seller"], type=Party)
        if "seller" in values
        else Party(name=values.get("name", ""), inn=""),
        schema=int(values.get("schema", "0")),
        fold_version=int(values.get("fold_version", "0")),
        shape=values.get("shape", ""),
        home=values.get("home", ""),
        demo=values.get("demo") == "1",
        news=tuple(msgspec.json.decode(values.get("news", "[]"), type=list[News])),
        assortment=values.get("assortment", ""),
        stock_view=values.get("stock_view", ""),
        price_type=values.get("price_type", ""),
    )


def write_facts(connection: Connection, values: Mapping[str, str]) -> None:
    """Store facts by name: `seller` and `news` as JSON, `demo` as "1".

    Args:
        connection: inside a write transaction.
        values: facts to set; others stay.
    """
    upsert(connection, facts, list(values.items()))
