"""What can be done with whole carts: create, rename, copy, merge, templates, recycle bin.

Nothing is asked before; everything can be taken back (rename by undo, delete by the toast).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from b2bdesk.texts import formats, language, tr, trn
from b2bdesk.ui.frame.context import ScreenContext, ToastSpec
from b2bdesk.ui.screens.carts.choosing import choose_cart
from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.labels import PlainLabel
from b2bdesk.ui.widgets.popover import Popover
from b2bdesk.ui.widgets.row_list import ListItem, RowList
from b2bdesk.usecases import cart_shelf
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.rows.carts import AddResult, CartRow
from b2bdesk.usecases.services import Services

_MENU = (
    ("carts.rename", "pencil"), ("carts.copy", "copy"), ("carts.merge", "arrows-join"),
    ("carts.versus", "columns"), ("carts.compare", "git-merge"), ("carts.note", "note"),
    ("carts.deal", "table"), ("carts.split", "arrows-split"),
    ("carts.join", "arrows-join"), ("carts.unsplit", "arrow-back-up"),
    ("carts.resplit", "arrow-forward-up"),
    ("carts.give", "external-link"), ("carts.proforma", "printer"),
    ("carts.template", "bookmark"), ("carts.lock", "lock"), ("carts.delete", "trash"),
)  # fmt: skip


class ShelfActs(QObject):
    """Acts on carts through the use cases."""

    def __init__(self, context: ScreenContext, services: Services, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._services = context, services

    def create(self) -> None:
        """A new cart; its empty sheet opens."""
        self._run(self._services.carts.create, self._on_created)

    def rename(self, cart_id: str, name: str) -> None:
        """Give another name."""
        self._run(partial(self._services.carts.rename, cart_id, name))

    def copy(self, cart_id: str) -> None:
        """A cart of the present contract with the same lines."""
        work = partial(cart_shelf.copy_cart, self._services.carts, cart_id)
        self._run(work, self._on_copied)

    def choose_target(self, anchor: QWidget, source: str, others: Sequence[CartRow]) -> None:
        """Ask into which cart another one is poured."""
        merge = partial(self.merge, source)
        note = tr("The lines go there, the cart into the recycle bin; Undo brings both back.")
        choose_cart(anchor, tr("Merge into"), others, tr("There is no other draft"), merge, note)

    def merge(self, source: str, target: str) -> None:
        """Add the lines of one cart to another."""
        work = partial(cart_shelf.merge_carts, self._services.carts, source, target)
        self._run(work, partial(self._on_merged, source))

    def make_template(self, cart: CartRow) -> None:
        """A cart becomes a template, a template a cart."""
        self._run(partial(self._services.carts.make_template, cart.id, not cart.template))

    def lock(self, cart: CartRow) -> None:
        """Forbid edits, or allow them again."""
        self._run(partial(self._services.carts.freeze, cart.id, not cart.frozen))

    def delete(self, cart: CartRow) -> None:
        """To the recycle bin; the toast takes it back."""
        self._run(partial(self._services.carts.delete, cart.id), partial(self._on_deleted, cart))

    def restore(self, cart_id: str) -> None:
        """Out of the recycle bin."""
        self._run(partial(self._services.carts.restore, cart_id))

    def open_bin(self, anchor: QWidget) -> None:
        """Show what lies in the recycle bin."""
        self._run(self._services.carts.recycled, partial(self._show_bin, anchor))

    def proforma(self, window: QWidget, cart: CartRow) -> None:
        """The order form of a cart as PDF, with weight and volume; nothing is sent."""
        offered = self._services.profile.exports / f"{file_name(cart.name)}.pdf"
        title = tr("Order form as PDF")
        name, _kind = QFileDialog.getSaveFileName(window, title, str(offered), "*.pdf")
        if name:
            work = partial(self._services.documents.order_form, cart.id, Path(name), language())
            self._context.runner.run(work, self._on_printed, on="slow", owner=self)

    def _on_printed(self, path: Path) -> None:
        show = partial(QDesktopServices.openUrl, QUrl.fromLocalFile(str(path)))
        words = tr("The order form is saved; nothing was sent")
        self._context.toast(ToastSpec(words, path.name, action=tr("Open"), run=show))

    def open_menu(self, anchor: QWidget) -> None:
        """The commands of the chosen cart."""
        commands = self._context.commands
        known = {command.id: command for command in commands.usable()}
        popover = Popover(anchor, width=330)
        rows = RowList(row_height=32)
        rows.setAccessibleName(tr("More"))
        rows.set_items(
            [
                ListItem(name, commands.title(name), icon=icon, keycap=known[name].key)
                for name, icon in _MENU
                if name in known
            ]
        )
        rows.chosen.connect(popover.close_now)
        rows.chosen.connect(commands.run)
        popover.add(rows)
        popover.open_at(anchor, right=True)

    def _run(self, work: Callable[[], object], then: Callable[..., object] | None = None) -> None:
        self._context.runner.run(work, then, on="write", owner=self)

    def _on_created(self, cart: CartRow) -> None:
        self._context.navigate("order", cart=cart.id)

    def _on_copied(self, copied: cart_shelf.Copied) -> None:
        words = tr("The cart is copied to “{name}”").format(name=copied.cart.name)
        self._context.navigate("carts", cart=copied.cart.id)
        self._context.toast(ToastSpec(words))

    def _on_merged(self, source: str, added: AddResult) -> None:
        count = added.added + added.summed
        words = trn("{n} line is merged", "{n} lines are merged", count)
        self._context.navigate("carts", cart=added.cart_id)
        undo = partial(self._unmerge, source, added.cart_id)
        self._context.toast(
            ToastSpec(words.format(n=formats.number(count)), action=tr("Undo"), run=undo,
                      until=f"cart:{added.cart_id}")
        )  # fmt: skip

    def _unmerge(self, source: str, target: str) -> None:
        carts = self._services.carts

        def work() -> ChangeSet:
            carts.undo(target)
            return carts.restore(source)

        self._run(work)

    def _on_deleted(self, cart: CartRow, _changes: ChangeSet) -> None:
        words = tr("“{name}” is in the recycle bin").format(name=cart.name)
        back = partial(self.restore, cart.id)
        self._context.toast(ToastSpec(words, tr("kept for 30 days"), action=tr("Undo"), run=back))

    def _show_bin(self, anchor: QWidget, rows: Sequence[CartRow]) -> None:
        if not rows:
            self._context.toast(ToastSpec(tr("The recycle bin is empty"), tone="info"))
            return
        popover = Popover(anchor, width=360)
        popover.add(PlainLabel(tr("Recycle bin"), 14, look.SEMIBOLD))
        popover.add(PlainLabel(tr("Carts stay here for 30 days"), 12, tone="text2"))
        shown = RowList(two_line=True, lines=True)
        shown.setAccessibleName(tr("Recycle bin"))
        shown.fill_height(8)
        shown.set_items([_binned(row) for row in rows])
        shown.select_first()
        shown.action.connect(popover.close_now)
        shown.action.connect(self.restore)
        shown.chosen.connect(popover.close_now)
        shown.chosen.connect(self.restore)
        popover.add(shown)
        popover.open_at(anchor)


def file_name(name: str) -> str:
    """A cart's name as the name of a file."""
    kept = "".join(char if char.isalnum() or char in " -_.,()«»" else "_" for char in name)
    return kept.strip(" .")[:80] or "order"


def _binned(row: CartRow) -> ListItem:
    lines = trn("{n} line", "{n} lines", row.lines).format(n=formats.number(row.lines))
    at = row.deleted_at or row.changed_at
    note = f"{lines} · {formats.date(at.astimezone().date())}"
    return ListItem(row.id, row.name, note, action=tr("Restore"))
