"""Pictures of goods: from this machine at once, from the portal behind, never in the way.

Thumbnails are asked for while painting and read when the rows rest, the latest first, a few at a
time; bytes are read and scaled on a worker. A transparent picture gets the back of the theme, so
dark has no white tiles.
"""

from __future__ import annotations

from collections import OrderedDict
from functools import partial

from PySide6.QtCore import QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage, QLinearGradient, QPainter, QPainterPath, QPixmap

from b2bdesk.ui.itemmodels.rows import Key
from b2bdesk.ui.tasks import TaskRunner
from b2bdesk.ui.theme import look
from b2bdesk.ui.theme.tokens import DARK
from b2bdesk.usecases.catalogue import Catalogue

THUMB, LARGE = 128, 800
_KEPT, _LARGE_KEPT = 600, 120
_SMALLER = 260
_AT_ONCE = 8
_WAITING = 80
_REST_MS = 60
Got = list[tuple[str, QImage | None]]


class Thumbnails(QObject):
    """The thumbnails of one grid.

    Args:
        catalogue: gives pictures.
        runner: runs the reading.
        parent: owner.
        size: of the pictures asked for, THUMB or LARGE.

    Signals:
        arrived: some came (what is missing is painted already); repaint.
    """

    arrived = Signal()

    def __init__(
        self, catalogue: Catalogue, runner: TaskRunner, parent: QObject, size: int = THUMB
    ) -> None:
        super().__init__(parent)
        self._size = size
        self._kept = _KEPT if size == THUMB else _LARGE_KEPT
        self._catalogue = catalogue
        self._runner = runner
        self._images: OrderedDict[str, QImage | None] = OrderedDict()
        self._ready: dict[tuple[str, int, int, str], QPixmap] = {}
        self._wanted: OrderedDict[str, None] = OrderedDict()
        self._flying = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._pump)

    def get(self, key: Key, side: int) -> QPixmap | None:
        """The picture of an item in a square, None while it is on its way or there is none."""
        return self.sized(key, side, side)

    def sized(self, key: Key, width: int, height: int) -> QPixmap | None:
        """The picture of an item in a rectangle, as `get`."""
        name = str(key)
        place = (name, width, height, look.theme())
        made = self._ready.get(place)
        if made is not None:
            return made
        if name not in self._images:
            self._want(name)
            return None
        image = self._images[name]
        if image is None:
            return None
        if len(self._ready) > self._kept:
            self._ready.clear()
        made = self._ready[place] = tile(image, width, height, 4 if width == height else 6)
        return made

    def try_again(self) -> None:
        """Forget that pictures were missing: the portal may answer now."""
        for name in [name for name, image in self._images.items() if image is None]:
            del self._images[name]

    def _want(self, name: str) -> None:
        self._wanted[name] = None
        self._wanted.move_to_end(name)
        while len(self._wanted) > _WAITING:
            self._wanted.popitem(last=False)
        if not self._flying:
            self._rest.start()  # again with every row painted: typing and scrolling go before

    def _pump(self) -> None:
        if self._flying or not self._wanted:
            return
        names = [self._wanted.popitem()[0] for _ in range(min(_AT_ONCE, len(self._wanted)))]
        self._flying = True
        self._runner.run(
            partial(_read_small, self._catalogue, names, self._size),
            self._on_read,
            on="net",
            failed=partial(self._on_failed, names),
            owner=self,
        )

    def _on_read(self, got: Got) -> None:
        self._flying = False
        for name, image in got:
            self._images[name] = image
            self._images.move_to_end(name)
        while len(self._images) > self._kept:
            self._images.popitem(last=False)
        if any(image is not None for _, image in got):
            self.arrived.emit()
        self._rest.start()

    def _on_failed(self, names: list[str], _error: BaseException) -> bool:
        """A picture is never worth a message."""
        self._on_read([(name, None) for name in names])
        return True


def read_large(catalogue: Catalogue, item_id: str, view: int = 1) -> QImage | None:
    """A large picture of an item, the first or another view; on a worker."""
    return _read(catalogue, [item_id], LARGE, view)[0][1]


def _read_small(catalogue: Catalogue, names: list[str], size: int) -> Got:
    """Large pictures for tiles are kept no larger than tiles are."""
    got = _read(catalogue, names, size)
    if size == THUMB:
        return got
    smooth, ratio = Qt.TransformationMode.SmoothTransformation, Qt.AspectRatioMode.KeepAspectRatio
    return [
        (name, image.scaled(2 * _SMALLER, 2 * _SMALLER, ratio, smooth) if image else None)
        for name, image in got
    ]


def _read(catalogue: Catalogue, names: list[str], size: int, view: int = 1) -> Got:
    got: Got = []
    for name in names:
        data = catalogue.picture(name, size, view)
        image = QImage.fromData(data) if data else QImage()
        got.append((name, None if image.isNull() else image))
    return got


def tile(image: QImage, width: int, height: int, radius: float, fill: float = 0.9) -> QPixmap:
    """A picture on its back with round corners, ready for the scale of the screen.

    Args:
        image: the picture.
        width, height: of the tile, px.
        radius: of the corners.
        fill: share of the tile the picture may take; 1 for photos without transparency.
    """
    scale = QGuiApplication.primaryScreen().devicePixelRatio()
    made = QPixmap(round(width * scale), round(height * scale))
    made.setDevicePixelRatio(scale)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    area = QRectF(0, 0, width, height)
    clip = QPainterPath()
    clip.addRoundedRect(area, radius, radius)
    painter.setClipPath(clip)
    painter.fillRect(area, _back(height))
    share = fill if image.hasAlphaChannel() else 1.0
    room = (width * share, height * share)
    size = image.size().scaled(
        round(room[0] * scale), round(room[1] * scale), Qt.AspectRatioMode.KeepAspectRatio
    )
    small = image.scaled(
        size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    shown = (small.width() / scale, small.height() / scale)
    place = QRectF((width - shown[0]) / 2, (height - shown[1]) / 2, *shown)
    painter.drawImage(place, small)
    painter.end()
    return made


def _back(height: float) -> QLinearGradient:
    back = QLinearGradient(0, 0, 0, height)
    dark = look.theme() == DARK
    back.setColorAt(0, look.color("track" if dark else "sunken"))
    back.setColorAt(1, look.color("raised" if dark else "track"))
    return back
