"""Named mappings of price-list columns, kept with the portal (`load --map NAME`)."""

from __future__ import annotations

from sqlalchemy import select

from b2bdesk.portal.storage.facts import write_facts
from b2bdesk.portal.storage.tables.portal import facts
from b2bdesk.portal.storage.work import Storage

_PREFIX = "price_list_map:"


def read_map(storage: Storage, name: str) -> str:
    """Return the saved mapping, or an empty text when there is none of that name."""
    with storage.reading() as connection:
        query = select(facts.c.value).where(facts.c.name == _PREFIX + name)
        return str(connection.execute(query).scalar() or "")


def save_map(storage: Storage, name: str, text: str) -> None:
    """Keep the mapping that a list was read with under a name."""
    storage.write(lambda work: write_facts(work.connection, {_PREFIX + name: text}))
