"""`check`: prove that the file is whole and that the sums told to buyers are those of its rows."""

from __future__ import annotations

import argparse
from typing import Any

from sqlalchemy import Connection

from b2bdesk.portal.feeds.proof import Proof, mend, prove
from b2bdesk.portal.options import DONE, REFUSED, db_option, say, say_json
from b2bdesk.portal.storage.work import open_storage
from b2bdesk.texts import tr
from b2bdesk.wire.feeds import FEEDS


def register(subparsers: Any) -> None:
    """Add `check`."""
    parser = subparsers.add_parser(
        "check", parents=[db_option()], help=tr("Count everything and compare with the sums kept")
    )
    parser.add_argument(
        "--mend", action="store_true", help=tr("Write down sums anew where they differ")
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Say of each feed how many rows it has and whether its sums hold; 6 where they do not."""
    storage = open_storage(arguments.db)
    try:
        with storage.reading() as connection:
            damage = _damage(connection)
            proofs = [prove(connection, feed) for feed in FEEDS]
        mended = mend(storage) if arguments.mend else []
    finally:
        storage.close()
    if arguments.json:
        found = {
            proof.feed: {"rows": proof.rows, "kept": proof.kept, "wrong": proof.wrong}
            for proof in proofs
        }
        say_json({"feeds": found, "damage": damage, "mended": mended})
    else:
        for line in damage:
            say(tr("The file is damaged: {what}").format(what=line))
        for proof in proofs:
            say(f"{proof.feed:12} {proof.rows:>10}  {_said(proof, proof.feed in mended)}")
    left = [proof for proof in proofs if not proof.holds and proof.feed not in mended]
    return REFUSED if damage or left else DONE


def _said(proof: Proof, mended: bool) -> str:
    if mended:
        return tr("sums counted anew")
    if not proof.kept:
        return tr("sums are not kept yet: serve or check --mend counts them")
    if proof.wrong:
        return tr("sums differ: {parts}").format(parts=", ".join(proof.wrong))
    return tr("sums agree")


def _damage(connection: Connection) -> list[str]:
    """What SQLite finds wrong with its file; a database server looks after itself."""
    if connection.dialect.name != "sqlite":
        return []
    lines = [row[0] for row in connection.exec_driver_sql("PRAGMA quick_check(20)")]
    return [] if lines == ["ok"] else lines
