"""What a card shows besides itself: pictures, papers, companions and the sheet of variants.

Read after the card, one after another, so that the card is there at once; late answers of another
item are dropped. Owned by `cards.Cards`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtWidgets import QFileDialog

from b2bdesk.texts import tr
from b2bdesk.trade.errors import CodedError
from b2bdesk.ui.frame.context import ScreenContext, ToastSpec
from b2bdesk.ui.screens.catalog.card import Card
from b2bdesk.ui.screens.catalog.gallery import CloseLook, Gallery
from b2bdesk.ui.screens.catalog.pictures import read_large
from b2bdesk.usecases.goods import papers
from b2bdesk.usecases.rows.goods import Beside
from b2bdesk.usecases.rows.offers import CardRow, ItemFile, OfferRow
from b2bdesk.usecases.services import Services


class Showing(QObject):
    """Fills what stands around the cards.

    Args:
        context: the screen's.
        services: use cases.
        cards: the card beside the grid and the whole one.
        parent: owner.

    Signals:
        read: a `Beside` of the item shown.
    """

    read = Signal(object)

    def __init__(
        self, context: ScreenContext, services: Services, cards: Sequence[Card], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._services = services
        self._cards = cards
        self._pictured = ""
        self._item = ""
        self._files: tuple[ItemFile, ...] = ()
        self._here: frozenset[int] = frozenset()
        for card in cards:
            card.gallery.wanted.connect(self._read_picture)
            card.gallery.zoomed.connect(partial(self._on_zoomed, card.gallery))
            card.paper_opened.connect(self._on_opened)
            card.paper_saved.connect(self._on_save)

    def show_card(self, card: CardRow) -> None:
        """Another item is shown."""
        offer = card.offer
        if offer.id != self._item:
            for each in self._cards:
                each.show_beside(None)
        self._item = offer.id
        self._files = papers(card.files)
        self._show_pictures(offer)
        self._context.runner.run(
            partial(_beside, self._services, offer, self._files), partial(self._on_beside, offer),
            lane="catalog.beside", owner=self,
        )  # fmt: skip

    def _show_pictures(self, offer: OfferRow) -> None:
        if offer.id == self._pictured:
            return
        self._pictured = offer.id
        for each in self._cards:
            each.begin_pictures(offer)
        if offer.has_picture:
            self._read_picture(1)

    def _read_picture(self, number: int) -> None:
        item = self._pictured
        self._context.runner.run(
            partial(read_large, self._services.catalogue, item, number),
            partial(self._on_picture, item, number), on="net", lane="catalog.picture",
            failed=self._no_picture, owner=self,
        )  # fmt: skip

    def _on_picture(self, item: str, number: int, image: QImage | None) -> None:
        if item == self._pictured:
            for each in self._cards:
                each.show_image(number, image)

    def _no_picture(self, _error: BaseException) -> bool:
        """A picture is never worth a message; the next look tries again."""
        self._pictured = ""
        return True

    def _on_zoomed(self, gallery: Gallery) -> None:
        CloseLook(gallery).open()

    def _on_beside(self, offer: OfferRow, found: tuple[Beside, frozenset[int]]) -> None:
        if offer.id != self._item:
            return
        beside, self._here = found
        for each in self._cards:
            each.show_beside(beside)
            each.show_papers(self._here)
        self.read.emit(beside)

    def _on_opened(self, key: str) -> None:
        file = self._files[int(key)]
        self._context.runner.run(
            partial(self._services.goods.file, self._item, file),
            partial(self._on_fetched, self._item, int(key)), on="net", lane="catalog.paper",
            failed=partial(self._no_paper, file), owner=self,
        )  # fmt: skip

    def _on_fetched(self, item: str, at: int, path: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
        if item == self._item:
            self._here |= {at}
            for each in self._cards:
                each.show_papers(self._here)

    def _on_save(self, key: str) -> None:
        file = self._files[int(key)]
        offered = self._services.profile.exports / _file_name(file)
        window = self._cards[0].window()
        name, _kind = QFileDialog.getSaveFileName(window, tr("Save"), str(offered))
        if name:
            self._context.runner.run(
                partial(self._services.goods.save, self._item, file, Path(name)),
                self._on_saved, on="net", failed=partial(self._no_paper, file), owner=self,
            )  # fmt: skip

    def _on_saved(self, path: Path) -> None:
        show = partial(QDesktopServices.openUrl, QUrl.fromLocalFile(str(path.parent)))
        words = tr("Saved: {name}").format(name=path.name)
        self._context.toast(ToastSpec(words, action=tr("Show"), run=show))

    def _no_paper(self, file: ItemFile, error: BaseException) -> bool:
        """Without a connection say what can be done; everything else is the frame's."""
        if isinstance(error, CodedError) and error.code == "portal_unreachable":
            words = tr("“{name}” is not on this computer yet").format(name=file.title)
            note = tr("There is no connection. It can be opened when the portal answers.")
            self._context.toast(ToastSpec(words, note))
            return True
        return False


def _beside(
    services: Services, offer: OfferRow, files: tuple[ItemFile, ...]
) -> tuple[Beside, frozenset[int]]:
    here = {at for at, file in enumerate(files) if services.goods.is_here(offer.id, file)}
    return services.goods.beside(offer), frozenset(here)


def _file_name(file: ItemFile) -> str:
    suffix = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg"}.get(
        file.media_type, ""
    )
    kept = "".join(char if char.isalnum() or char in " -_." else "_" for char in file.title)
    return (kept.strip() or "file") + suffix
