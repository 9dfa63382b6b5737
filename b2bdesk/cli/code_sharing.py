"""How own codes are shared, as JSON and as text."""

from __future__ import annotations

import datetime as dt
from typing import Any

from b2bdesk.cli.console import table
from b2bdesk.texts import formats, tr, trc
from b2bdesk.texts.code_sharing import clash, summary
from b2bdesk.usecases.rows.own_codes import CodeClash, SharingRow


def sharing_document(row: SharingRow) -> dict[str, Any]:
    """The JSON of `codes sharing`."""
    return {
        "offered": row.offered,
        "on": row.on,
        "company": row.company or None,
        "may_write": row.may_write,
        "shared": row.shared,
        "waiting": row.waiting,
        "refused": row.refused,
        "fetched": row.pulled_at or None,
        "clashes": [
            {
                "code": each.code,
                "holds": {"mine": "mine", "theirs": "theirs"}.get(each.won, "removed"),
                "mine": _meaning(each.mine_id, each.mine),
                "theirs": _meaning(each.theirs_id, each.theirs),
                "author": each.author or None,
                "at": each.at,
            }
            for each in row.clashes
        ],
    }


def sharing_text(row: SharingRow) -> str:
    """The text of `codes sharing`."""
    if not row.offered:
        return tr("The portal keeps no own codes; yours stay on this computer.")
    if not row.on:
        return tr("Own codes stay on this computer; --on shares them.")
    counts = {"shared": row.shared, "waiting": row.waiting, "refused": row.refused}
    fetched = ""
    if row.pulled_at:
        fetched = formats.moment(dt.datetime.fromisoformat(row.pulled_at).astimezone())
    lines = [summary(counts, row.company, row.may_write, fetched)]
    if row.clashes:
        headings = (trc("cli", "Code"), trc("cli", "Note"))
        lines.append(table(headings, [(each.code, _said(each)) for each in row.clashes]))
    return "\n".join(lines)


def _said(each: CodeClash) -> str:
    return clash(each.won, each.mine[0], each.theirs[0], each.author)


def _meaning(item_id: str, named: tuple[str, str]) -> dict[str, str] | None:
    return {"item_id": item_id, "article": named[0], "name": named[1]} if item_id else None
