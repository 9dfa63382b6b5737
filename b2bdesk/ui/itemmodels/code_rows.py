"""Rows of the buyer's own dictionary: his code, the goods it means, what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from b2bdesk.texts import formats, tr
from b2bdesk.texts.code_rows import code_trouble
from b2bdesk.texts.code_sharing import standing
from b2bdesk.ui.itemmodels.base_list import ListRowModel
from b2bdesk.ui.itemmodels.rows import ARTICLE, STATE, Column, GridRow, RowState
from b2bdesk.usecases.rows.own_codes import APART, GONE, REFUSED, SHARED, WAITING, OwnCodeRow

_STANDS = {
    SHARED: ("mute", "users"),
    WAITING: ("info", "clock"),
    REFUSED: ("warn", "alert-circle"),
    APART: ("warn", "user"),
}


def code_columns() -> list[Column]:
    """The code, the article that can be typed over, name, day, who gave it, how it stands."""
    return [
        Column("code", tr("Your code"), ARTICLE, 150, hideable=False),
        Column("article", tr("Article"), ARTICLE, 150, editable=True),
        Column("name", tr("Name"), width=320, stretch=True, min_width=200),
        Column("day", tr("Learned"), width=104, weak=True),
        Column("author", tr("Given by"), width=120, weak=True),
        Column("state", tr("State"), STATE, 196, stretch=True, min_width=190, max_width=360),
    ]


def code_model(parent: QObject) -> ListRowModel[OwnCodeRow]:
    """A model of entries, by code."""
    return ListRowModel(code_columns(), _key, _painted, parent)


def _key(row: OwnCodeRow) -> str:
    return row.code.code


def _painted(row: OwnCodeRow, _number: int) -> GridRow:
    code = row.code
    state = _state(row)
    cells = {
        "code": code.code,
        "article": code.article,
        "name": code.name,
        "day": formats.date(code.learned_at.date()) if code.learned_at else "",
        "author": row.standing.author,
    }
    return GridRow(code.code, {**cells}, state, muted=row.trouble == GONE)


def _state(row: OwnCodeRow) -> RowState | None:
    """What is wrong with an entry; else how it stands to the company's codes."""
    stands = row.standing.stands
    words = code_trouble(row.trouble, row.hidden)
    if words:
        tone, icon = ("bad", "lock") if row.trouble == GONE else ("warn", "alert-circle")
    elif stands in _STANDS:
        tone, icon = _STANDS[stands]
        words = standing(stands, row.standing.theirs)
    else:
        return None
    return RowState(tone, icon, words[:1].upper() + words[1:])
