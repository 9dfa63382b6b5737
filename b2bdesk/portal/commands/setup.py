"""`init` and `stats`: make a portal, say what it holds."""

from __future__ import annotations

import argparse
from typing import Any

from b2bdesk.portal.accounts.defaults import ground
from b2bdesk.portal.options import DONE, db_option, say, say_json
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.stats import stats
from b2bdesk.portal.storage.create import DEFAULT_TIMEZONE, create_storage
from b2bdesk.portal.storage.facts import write_facts
from b2bdesk.portal.storage.work import open_storage
from b2bdesk.texts import tr
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.requisites import check_inn
from b2bdesk.wire.account import Party
from b2bdesk.wire.codec import encode


def register(subparsers: Any) -> None:
    """Add `init` and `stats`."""
    parser = subparsers.add_parser("init", parents=[db_option()], help=tr("Create a portal"))
    parser.add_argument("--name", default="", help=tr("Name of the supplier"))
    parser.add_argument("--inn", default="", help=tr("INN of the supplier"))
    parser.add_argument("--timezone", default=DEFAULT_TIMEZONE)
    parser.set_defaults(run=init)
    parser = subparsers.add_parser(
        "stats", parents=[db_option()], help=tr("Say what the portal holds")
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=show)


def init(arguments: argparse.Namespace) -> int:
    """Make the portal; one that exists keeps everything it has."""
    check = check_inn(arguments.inn)
    if arguments.inn and check.blocking:
        raise Expected("inn_format", text=arguments.inn)
    name = arguments.name or "b2bdesk"
    storage = create_storage(arguments.db, name=name, timezone=arguments.timezone)
    try:
        with storage.writing() as work:
            ground(SYSTEM, work)
            if arguments.name:
                seller = Party(name=arguments.name, inn=arguments.inn)
                facts = {"name": arguments.name, "seller": encode(seller).decode()}
                write_facts(work.connection, facts)
    finally:
        storage.close()
    say(tr("The portal is ready: {db}").format(db=storage.engine.url.render_as_string()))
    return DONE


def show(arguments: argparse.Namespace) -> int:
    """Count what the portal holds."""
    storage = open_storage(arguments.db)
    try:
        with storage.reading() as connection:
            found = stats(SYSTEM, connection)
    finally:
        storage.close()
    if arguments.json:
        say_json(found)
    else:
        for name, number in found.items():
            say(f"{name:12} {number:>10}")
    return DONE
