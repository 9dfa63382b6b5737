"""Makes a new portal: tables, counters, marks, and the defaults a first company needs.

Called by `init`, by `demo` and by `load`. An existing portal is left as it is.
"""

from __future__ import annotations

import secrets
import uuid

from sqlalchemy import Engine, inspect

from b2bdesk.portal.storage.bulk import upsert
from b2bdesk.portal.storage.clock import Clock, system_clock
from b2bdesk.portal.storage.engine import WRITING, database_file, open_engine
from b2bdesk.portal.storage.facts import write_facts
from b2bdesk.portal.storage.home import find_home
from b2bdesk.portal.storage.marks import Marks, alone, counted
from b2bdesk.portal.storage.tables import METADATA
from b2bdesk.portal.storage.tables.feeds import counters
from b2bdesk.portal.storage.upgrade import SCHEMA, shape
from b2bdesk.portal.storage.work import Storage, database_silent, open_storage, reachable
from b2bdesk.trade.fold import FOLD_VERSION
from b2bdesk.wire.account import Party
from b2bdesk.wire.codec import encode
from b2bdesk.wire.feeds import FEEDS

DEFAULT_TIMEZONE = "Europe/Moscow"


def create_storage(
    target: str,
    clock: Clock = system_clock,
    *,
    name: str = "b2bdesk",
    timezone: str = DEFAULT_TIMEZONE,
    incarnation: str = "",
) -> Storage:
    """Open a portal, making it first where there is none.

    Args:
        target: SQLite file or database address.
        clock: present time in UTC.
        name: name of a new portal, shown to its buyers.
        timezone: IANA name of the supplier's zone.
        incarnation: a fixed mark for seeded demo data; random by default.
    """
    engine = open_engine(target)
    file = database_file(engine)
    if file is not None and not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        # prices, requisites and hashes of tokens: for the owner only, like the files beside it
        file.touch(mode=0o600)
    try:
        with reachable(database_silent), engine.connect() as connection:
            exists = inspect(connection).has_table(counters.name)
        if not exists:
            _make(engine, name, timezone, incarnation or str(uuid.uuid4()))
    finally:
        engine.dispose()
    return open_storage(target, clock)


def _make(engine: Engine, name: str, timezone: str, incarnation: str) -> None:
    with engine.connect().execution_options(**{WRITING: True}) as connection, connection.begin():
        alone(connection)
        if inspect(connection).has_table(counters.name):
            return  # another process was quicker
        METADATA.create_all(connection)
        upsert(connection, counters, [(feed, 0, 0) for feed in FEEDS])
        instance_id = str(uuid.uuid4())
        home = find_home(engine, connection, instance_id)
        write_facts(
            connection,
            {
                "name": name,
                "instance_id": instance_id,
                "incarnation": incarnation,
                "timezone": timezone,
                "secret": secrets.token_hex(32),
                "schema": str(SCHEMA),
                "shape": shape(),
                "home": f"{home.cluster} {home.timeline}".strip(),
                "fold_version": str(FOLD_VERSION),
                "seller": encode(Party(name=name, inn="")).decode(),
            },
        )
        reached = counted(connection)
    Marks(home.mark).renew(incarnation, reached)
