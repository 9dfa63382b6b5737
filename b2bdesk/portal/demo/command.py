"""`b2bdesk-portal demo`: makes a portal with demo data, once.

Same size, seed and day = same data. With `--today` the incarnation is fixed as well, so that the
feeds are equal to the byte; without it two demo portals are never taken for one another.
"""

from __future__ import annotations

import argparse
import datetime as dt
import time
import uuid
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from b2bdesk.portal.accounts.store import find_companies, put_user
from b2bdesk.portal.demo import people
from b2bdesk.portal.demo.baskets import NAMESPACE
from b2bdesk.portal.demo.catalogue import DEFAULT_SIZE, FAMILIES, LARGEST_SIZE
from b2bdesk.portal.demo.fill import fill_catalogue, fill_firms, fill_groups
from b2bdesk.portal.demo.history import fill_history
from b2bdesk.portal.options import DONE, REFUSED, complain, db_option
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.sessions.passwords import hash_password
from b2bdesk.portal.storage.clock import Clock, system_clock
from b2bdesk.portal.storage.create import create_storage
from b2bdesk.portal.storage.tables.catalog import items
from b2bdesk.portal.storage.work import Storage
from b2bdesk.texts import formats, tr, trn

_MORNING = dt.time(6, 0, tzinfo=dt.UTC)


def register(subparsers: Any) -> None:
    """Add the `demo` command."""
    parser = subparsers.add_parser(
        "demo", parents=[db_option()], help=tr("Fill a new portal with demo data")
    )
    parser.add_argument(
        "--size", type=_size, default=DEFAULT_SIZE, help=tr("number of items, up to 1,000,000")
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--today", type=_day, help=tr("the day the data ends, YYYY-MM-DD"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make and fill the portal; 6 when there is one with other data."""
    started = time.monotonic()
    today: dt.date | None = arguments.today
    fixed = today is not None
    storage = create_storage(
        arguments.db,
        _clock(today),
        name=people.SELLER.name,
        timezone=people.TIMEZONE,
        incarnation=_incarnation(arguments) if fixed else "",
    )
    try:
        if storage.facts().demo:
            complain(tr("The demo data is there already; nothing was changed."))
            return DONE
        if not _empty(storage):
            complain(tr("This portal holds other data; choose another file with --db."))
            return REFUSED
        orders = fill(storage, arguments.size, arguments.seed)
    finally:
        storage.close()
    complain(
        trn("{n} order of the past year", "{n} orders of the past year", orders).format(n=orders)
    )
    seconds = formats.number(Decimal(f"{time.monotonic() - started:.1f}"))
    complain(tr("Ready in {seconds} s. Sign in with demo / demo.").format(seconds=seconds))
    return DONE


def fill(storage: Storage, size: int = DEFAULT_SIZE, seed: int = 1) -> int:
    """Fill an empty portal in one transaction; returns how many orders it has.

    Args:
        storage: a new portal whose clock stands on the wanted day.
        size: number of items.
        seed: of everything drawn by lot.
    """
    users = people.users(hash_password)
    with storage.writing() as work:
        groups = fill_groups(work, (family.path for family in FAMILIES))
        fill_firms(work, groups)
        for user in users:
            put_user(SYSTEM, work, user)
        fill_catalogue(work, size, seed, groups, _told)
        return fill_history(work, size, seed)


def _told(done: int, size: int) -> None:
    complain(
        tr("{done} of {size} items").format(done=formats.number(done), size=formats.number(size))
    )


def _clock(today: dt.date | None) -> Clock:
    if today is None:
        return system_clock
    moment = dt.datetime.combine(today, _MORNING)
    return lambda: moment


def _incarnation(arguments: argparse.Namespace) -> str:
    return str(uuid.uuid5(NAMESPACE, f"{arguments.size}:{arguments.seed}:{arguments.today}"))


def _empty(storage: Storage) -> bool:
    """Whether nobody has put goods or buyers into the portal; `init` alone does not count."""
    with storage.reading() as connection:
        goods = connection.execute(select(items.c.n).limit(1)).first()
        return goods is None and not find_companies(SYSTEM, connection)


def _size(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= LARGEST_SIZE:
        raise argparse.ArgumentTypeError(
            tr("a number from 1 to {largest}").format(largest=formats.number(LARGEST_SIZE))
        )
    return int(text)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(tr("a day such as 2026-11-21")) from error
