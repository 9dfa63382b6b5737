"""How own codes are shared with colleagues: the switch, one line of how it stands, disagreements.

A portal that keeps no codes of companies shows nothing of it.
"""

from __future__ import annotations

import datetime as dt
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from b2bdesk.texts import formats, tr, trn
from b2bdesk.texts.code_sharing import clash, summary
from b2bdesk.ui.dialogs.sheet import Sheet
from b2bdesk.ui.frame.context import ScreenContext, ToastSpec
from b2bdesk.ui.widgets.banner import Banner
from b2bdesk.ui.widgets.button import PRIMARY
from b2bdesk.ui.widgets.checks import CheckBox
from b2bdesk.ui.widgets.labels import PlainLabel
from b2bdesk.ui.widgets.row_list import ListItem, RowList
from b2bdesk.usecases.rows.own_codes import CodeClash, SharingRow
from b2bdesk.usecases.services import Services

_SHOWN = 8


class SharingStrip(QWidget):
    """Above the grid of own codes."""

    def __init__(self, context: ScreenContext, services: Services) -> None:
        super().__init__()
        self._context, self._services = context, services
        self._clashes: tuple[CodeClash, ...] = ()
        self.on = CheckBox(tr("Share with colleagues of the company"))
        self.words = PlainLabel("", 12, tone="text2")
        self.banner = Banner()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.on)
        column.addWidget(self.words)
        column.addWidget(self.banner)
        self.on.clicked.connect(self._switch)
        self.banner.action.connect(self.show_clashes)
        self.hide()

    def read(self) -> None:
        """Ask how sharing stands and show it."""
        work = self._services.code_sharing.status
        self._context.runner.run(work, self._show, lane="settings.sharing", owner=self)

    def show_clashes(self) -> None:
        """List where a colleague means other goods, with the ways out."""
        sheet = Sheet(self, tr("Codes that mean other goods"), width=620)
        rows = RowList(two_line=True, lines=True)
        rows.setAccessibleName(tr("Codes that mean other goods"))
        rows.set_items([_item(each) for each in self._clashes[:_SHOWN]])
        rows.fill_height()
        sheet.body.addWidget(rows)
        more = len(self._clashes) - _SHOWN
        if more > 0:
            words = trn("and {n} more code", "and {n} more codes", more)
            sheet.body.addWidget(PlainLabel(words.format(n=formats.number(more)), 12, tone="text2"))
        if any(each.won != "mine" for each in self._clashes):
            sheet.add_button("back", tr("Mean mine again"))
        sheet.add_button("go", tr("Leave it so"), PRIMARY)
        sheet.answered.connect(self._on_answered)
        sheet.open_over()

    def _show(self, row: SharingRow) -> None:
        self.setVisible(row.offered)
        self.on.setChecked(row.on)
        counts = {"shared": row.shared, "waiting": row.waiting, "refused": row.refused}
        fetched = _ago(row.pulled_at) if row.pulled_at else ""
        self.words.set_text(summary(counts, row.company, row.may_write, fetched) if row.on else "")
        self.words.setVisible(row.on)
        self._clashes = row.clashes
        if row.clashes:
            words = trn("For {n} code a colleague means other goods",
                        "For {n} codes a colleague means other goods",
                        len(row.clashes))  # fmt: skip
            self.banner.tell(
                "warn", words.format(n=formats.number(len(row.clashes))), action=tr("Show")
            )
        else:
            self.banner.clear()

    def _switch(self) -> None:
        work = partial(self._services.code_sharing.switch, self.on.isChecked())
        self._context.runner.run(work, on="write", owner=self)

    def _on_answered(self, key: str) -> None:
        ids = [each.id for each in self._clashes]
        if key == "go":
            work = partial(self._services.code_sharing.accept, ids)
            self._context.runner.run(work, on="write", owner=self)
        elif key == "back":
            give = partial(self._services.code_sharing.give_back, ids)
            self._context.runner.run(give, self._on_given, on="write", owner=self)

    def _on_given(self, count: int) -> None:
        words = trn("{n} code means yours again", "{n} codes mean yours again", count)
        note = tr("Colleagues get it at the next synchronisation.")
        self._context.toast(ToastSpec(words.format(n=formats.number(count)), note))


def _item(each: CodeClash) -> ListItem:
    words = clash(each.won, each.mine[0], each.theirs[0], each.author)
    return ListItem(str(each.id), each.code, words[:1].upper() + words[1:])


def _ago(text: str) -> str:
    then = dt.datetime.fromisoformat(text).astimezone()
    return formats.ago(then, dt.datetime.now(dt.UTC))
