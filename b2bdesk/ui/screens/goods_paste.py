"""Ctrl+V over goods: a word is looked for, a list goes into the active cart.

A list whose every row is clear is added at once, as one step with its way back. Rows that want a
decision open the review of the import with the same cart; nothing is left out silently.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from b2bdesk.domain.bulk_rows import ATTENTION, IN_CART
from b2bdesk.domain.paste import is_list
from b2bdesk.texts import formats, tr, trn
from b2bdesk.texts.errors import describe
from b2bdesk.trade.errors import CodedError, Expected
from b2bdesk.ui.frame.commands import EDIT, Command
from b2bdesk.ui.frame.context import ScreenContext, ToastSpec
from b2bdesk.ui.itemmodels.import_rows import chip_counts, chip_words
from b2bdesk.usecases.rows.carts import AddResult
from b2bdesk.usecases.services import Services

_LONGEST_WORDS = 200
_TOLD = frozenset({"round", "low", "pack", "twice", "empty"})


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a pasted list: rows read, the cart, rows by status, what was added.

    `added` None: it is to be reviewed.
    """

    rows: int
    cart_id: str
    cart: str
    statuses: Mapping[str, int]
    added: AddResult | None


class GoodsPaste(QObject):
    """Takes the clipboard over a list of goods.

    Args:
        context, services: of the screen.
        screen: its key; the command is its own.
        parent: owner.
    """

    def __init__(
        self, context: ScreenContext, services: Services, screen: str, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context, self._services = context, services
        context.commands.add(
            Command(f"{screen}.paste", tr("Paste a list into the cart"), self.from_clipboard,
                    ("Ctrl+V", "Shift+Ins"), screen, EDIT, "clipboard")
        )  # fmt: skip

    def from_clipboard(self) -> None:
        """Take what the clipboard holds."""
        self.paste(QApplication.clipboard().text())

    def paste(self, text: str) -> None:
        """Look for a word, or put a list into the active cart."""
        if not text.strip():
            self._context.toast(ToastSpec(tr("The clipboard holds no text"), tone="warn"))
        elif is_list(text):
            work = partial(_take, self._services, text)
            self._context.runner.run(
                work, partial(self._on_taken, text), on="write", failed=self._on_failed, owner=self
            )
        else:
            self._context.show_search(" ".join(text.split())[:_LONGEST_WORDS], True)

    def _on_taken(self, text: str, taken: Taken) -> None:
        if not taken.rows:
            words = tr("Nothing in the clipboard looks like order lines")
            self._context.toast(ToastSpec(words, tone="warn"))
        elif taken.added is None:
            self._context.navigate("import", paste=text, cart=taken.cart_id)
        else:
            self._tell(taken, taken.added)

    def _tell(self, taken: Taken, added: AddResult) -> None:
        count = added.added + added.summed
        words = trn("Added {n} line to “{cart}”", "Added {n} lines to “{cart}”", count)
        undo = partial(
            self._context.runner.run,
            partial(self._services.carts.undo, taken.cart_id),
            on="write", failed=self._on_failed, owner=self,
        )  # fmt: skip
        self._context.toast(
            ToastSpec(words.format(n=formats.number(count), cart=taken.cart),
                      _notes(taken, added), action=tr("Undo"), run=undo, key="Ctrl+Z",
                      until=f"cart:{taken.cart_id}")
        )  # fmt: skip

    def _on_failed(self, error: BaseException) -> bool:
        if not isinstance(error, CodedError):
            return False
        self._context.toast(ToastSpec(describe(error.code, error.params).one_line(), tone="warn"))
        return isinstance(error, Expected)


def _notes(taken: Taken, added: AddResult) -> str:
    """What became of rows besides being added."""
    notes = []
    if added.summed:
        summed = trn("{n} added to a line that was there", "{n} added to lines that were there",
                     added.summed)  # fmt: skip
        notes.append(summed.format(n=formats.number(added.summed)))
    known = chip_words()
    for chip, count in chip_counts(taken.statuses).items():
        if chip in _TOLD and count:
            notes.append(f"{known[chip][0]}: {formats.number(count)}")
    return " · ".join(notes)


def _take(services: Services, text: str) -> Taken:
    cart = services.carts.active()
    preview = services.bulk_entry.paste(text)
    added = None
    # what is short or off its multiple says so in the cart; the rest of what waits is undecided
    if preview.lines and not any(preview.statuses.get(each) for each in ATTENTION - IN_CART):
        added = services.bulk_entry.add(preview, cart.id)
    return Taken(preview.rows_read, cart.id, cart.name, preview.statuses, added)
