"""One line of the journal opened: what each part brought, what changed, remarks; to be copied."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from b2bdesk.texts import errors, formats, tr, trn
from b2bdesk.ui.dialogs.sheet import Sheet, copy_text
from b2bdesk.ui.frame.context import ToastSpec
from b2bdesk.ui.itemmodels import journal_words as words
from b2bdesk.ui.itemmodels.journal_text import journal_text
from b2bdesk.ui.itemmodels.receipt_words import Counts, Run, brought, brought_items, started
from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.button import PRIMARY
from b2bdesk.ui.widgets.labels import PlainLabel
from b2bdesk.ui.widgets.row_list import RowList

_ROW = 28


class RunSheet(Sheet):
    """A run, or runs in a row that had nothing to tell apart."""

    def __init__(
        self, window: QWidget, entry: words.Entry, toast: Callable[[ToastSpec], None]
    ) -> None:
        super().__init__(window, tr("Synchronisation"), width=560)
        self._entry, self._toast = entry, toast
        run = entry.runs[0]
        self.body.addWidget(PlainLabel(words.entry_item(entry).title, 14, look.SEMIBOLD))
        if len(entry.runs) > 1:
            self._line(_many(entry))
        if run.get("error"):
            told = errors.describe(str(run["error"]), run.get("params") or {})
            self._line(told.title, medium=True)
            self._line(" ".join(part for part in (told.sentence, told.next_step) if part))
        elif len(entry.runs) == 1:
            self._run(run)
        for note in run.get("notes") or ():
            self._line(errors.describe(str(note.get("code")), words.named(note)).one_line())
        self.add_button("close", tr("Close"))
        copy = self.add_button("copy", tr("Copy"), PRIMARY)
        copy.clicked.connect(self._on_copy)

    def text(self) -> str:
        """What is copied."""
        return journal_text([self._entry])

    def _run(self, run: Run) -> None:
        items = words.feed_items(run)
        if items:
            parts = RowList(two_line=True, lines=True, row_height=44)
            parts.setAccessibleName(tr("What came"))
            parts.set_items(items)
            self.body.addWidget(parts)
        else:
            self._line(tr("Nothing had changed at the portal."))
        came = brought(Counts.of(run), "sync")
        if came:
            changed = RowList(row_height=_ROW)
            changed.setAccessibleName(tr("What changed"))
            changed.set_items(brought_items(came))
            self.body.addWidget(changed)
        for scope, good in (run.get("checks") or {}).items():
            if not good:
                self._line(tr("The self-check of {scope} does not agree.").format(scope=scope))

    def _line(self, text: str, medium: bool = False) -> None:
        weight = look.MEDIUM if medium else look.REGULAR
        self.body.addWidget(PlainLabel(text, 13, weight, wrap=True))

    def _on_copy(self) -> None:
        copy_text(self.text())
        self._toast(ToastSpec(tr("Copied")))


def _many(entry: words.Entry) -> str:
    count = len(entry.runs)
    times = trn("{n} attempt", "{n} attempts", count).format(n=formats.number(count))
    last = formats.clock(started(entry.runs[0]))
    return tr("{times}, the last at {time}").format(times=times, time=last)
