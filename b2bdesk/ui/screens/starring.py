"""The star: puts the item at hand into favourites or takes it out, with a way back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from b2bdesk.texts import tr
from b2bdesk.ui.frame.commands import EDIT, Command
from b2bdesk.ui.frame.context import ScreenContext, ToastSpec
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.favourites import Favourites

KEY = "Ctrl+Shift+D"


class Starring(QObject):
    """The star of one screen.

    Args:
        context: of the screen.
        favourites: the use case.
        item: id and name of the item at hand; None = there is none.
        where: key of the screen.
        parent: owner.

    Signals:
        stars_read: ids of all favourites.
    """

    stars_read = Signal(object)

    def __init__(
        self,
        context: ScreenContext,
        favourites: Favourites,
        item: Callable[[], tuple[str, str] | None],
        where: str,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context, self._favourites, self._item = context, favourites, item
        context.commands.add(
            Command(f"{where}.star", tr("Favourites: put in or take out"), self.toggle, (KEY,),
                    where, EDIT, "star")
        )  # fmt: skip
        context.hub.changed.connect(self._on_news)

    def read(self) -> None:
        """Read which goods have a star."""
        self._context.runner.run(self._favourites.ids, self.stars_read.emit, owner=self)

    def toggle(self) -> None:
        """Put the item at hand in, or take it out."""
        item = self._item()
        if item is not None:
            self.toggle_item(*item)

    def toggle_item(self, item_id: str, name: str) -> None:
        """Put an item in, or take it out."""
        self._context.runner.run(
            partial(self._favourites.toggle, item_id), partial(self._on_toggled, item_id, name),
            on="write", owner=self,
        )  # fmt: skip

    def _on_toggled(self, item_id: str, name: str, there: bool) -> None:
        words = tr("In favourites") if there else tr("Taken out of favourites")
        self._context.toast(
            ToastSpec(words, name, action=tr("Undo"), run=partial(self.toggle_item, item_id, name))
        )

    def _on_news(self, change: ChangeSet) -> None:
        if change.touches("favourites"):
            self.read()
