"""The layout of the sign-in cover: the form on the left, the program's promise on the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QKeyEvent,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from b2bdesk.texts import language, tr
from b2bdesk.texts.resources import resources_dir
from b2bdesk.ui.theme import icons, look, paint
from b2bdesk.ui.theme.tokens import DARK
from b2bdesk.ui.widgets.banner import Banner, ProgressBlock
from b2bdesk.ui.widgets.button import BIG, PRIMARY, QUIET, Button
from b2bdesk.ui.widgets.control import Control
from b2bdesk.ui.widgets.field import Field
from b2bdesk.ui.widgets.labels import Line, Panel, PlainLabel
from b2bdesk.ui.widgets.logo import Logo

FORM_WIDTH, SIDE, LEFT = 368, 96, 560
_FIELD = 36
_LOW = 780


class SignInView(Panel):
    """The whole cover.

    Signals:
        submitted: address, login, password, one-time code.
        demo_asked: the demo tile.
        cancelled: the running work should stop.
        left: the person wants back to work without signing in.
    """

    submitted = Signal(str, str, str, str)
    demo_asked = Signal()
    cancelled = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__("surface", parent=parent)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.address = Field(tr("Portal address"), icon="world")
        self.login = Field(tr("Login or e-mail"), icon="user")
        self.password = Field(tr("Password"), icon="lock")
        self.password.set_secret()
        self.code = Field(tr("One-time code"), icon="shield-check")
        self.enter = Button(tr("Sign in"), PRIMARY, key="Enter", height=BIG)
        self.later = Button(tr("Work without signing in"), QUIET, key="Esc", height=BIG)
        self.demo = DemoTile()
        self.progress = ProgressBlock()
        self._or = _Or()
        self._trouble = Banner()
        self._note = PlainLabel(
            tr("The password is not stored; the access key is kept in the system's vault."),
            12,
            tone="text3",
            wrap=True,
        )
        self._may_leave = False
        self._lay_out()
        self._connect()
        self.set_busy(False)

    def set_busy(self, busy: bool) -> None:
        """Show progress in the place of the buttons, or the form again."""
        self.progress.setVisible(busy)
        self.enter.setVisible(not busy)
        self.demo.setVisible(not busy)
        self._or.setVisible(not busy)
        self.later.setVisible(not busy and self._may_leave)
        for field in (self.address, self.login, self.password, self.code):
            field.setEnabled(not busy)

    def set_trouble(self, sentence: str) -> None:
        """Say below the fields what failed; empty clears it."""
        if sentence:
            self._trouble.tell("bad", sentence)
        else:
            self._trouble.clear()

    def set_known(self, address: str, login: str, *, may_leave: bool) -> None:
        """Fill in what is remembered and put the cursor into the first empty field."""
        self.address.set_text(address)
        self.login.set_text(login)
        self._may_leave = may_leave
        self.later.setVisible(may_leave)
        first = self.address if not address else self.login if not login else self.password
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_code(self) -> None:
        """Show the field of the one-time code and go there."""
        self.code.show()
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Enter: take the form as it is."""
        if self.enter.isVisible():
            self.submitted.emit(
                self.address.text().strip(),
                self.login.text().strip(),
                self.password.text(),
                self.code.text().strip(),
            )

    def _lay_out(self) -> None:
        form = QWidget()
        form.setFixedWidth(FORM_WIDTH)
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Logo(size=20))
        column.addSpacing(44)
        column.addWidget(PlainLabel(tr("Connect to the supplier"), 24, look.SEMIBOLD))
        column.addSpacing(8)
        hint = tr("Your manager gives you the portal address, login and password.")
        column.addWidget(PlainLabel(hint, 13, tone="text2", wrap=True))
        column.addSpacing(18)
        for field in (self.address, self.login, self.password, self.code):
            field.set_height(_FIELD)
            column.addWidget(field)
            column.addSpacing(14)
        self.code.hide()
        column.addWidget(self._trouble)
        column.addSpacing(6)
        column.addWidget(self.enter)
        column.addWidget(self.progress)
        column.addSpacing(8)
        column.addWidget(self.later)
        column.addSpacing(12)
        column.addWidget(self._or)
        column.addSpacing(14)
        column.addWidget(self.demo)
        column.addStretch(1)
        column.addWidget(self._note)
        left = QWidget()
        left.setFixedWidth(LEFT)
        self._inner = QVBoxLayout(left)
        self._inner.addWidget(form)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left)
        row.addWidget(Promise(), 1)

    def _connect(self) -> None:
        self.enter.clicked.connect(self.submit)
        self.later.clicked.connect(self.left)
        self.demo.clicked.connect(self.demo_asked)
        self.progress.cancelled.connect(self.cancelled)
        for field in (self.address, self.login, self.password, self.code):
            field.entered.connect(self._on_entered)

    def _on_entered(self, _text: str) -> None:
        self.submit()

    def event(self, event: QEvent) -> bool:
        """Shortcuts of the window behind do not work here."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Less air above in a low window."""
        super().resizeEvent(event)
        low = self.height() < _LOW
        self._inner.setContentsMargins(SIDE, 28 if low else 84, SIDE, 20 if low else 36)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to work where there is something to work with."""
        if event.key() == Qt.Key.Key_Escape and self.later.isVisible():
            self.left.emit()
            return
        super().keyPressEvent(event)


class _Or(QWidget):
    """A hairline with «или» in the middle."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(Line(), 1)
        row.addWidget(PlainLabel(tr("or"), 12, tone="text2"))
        row.addWidget(Line(), 1)


class DemoTile(Control):
    """«Посмотреть на демо-данных»: icon, two lines, an arrow."""

    def __init__(self) -> None:
        super().__init__()
        self._title = tr("Try it with demo data")
        self._note = tr("12,000 goods, 3 legal entities, no registration")
        self.setAccessibleName(self._title)
        self.setFixedHeight(68)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the tile."""
        painter = QPainter(self)
        area = QRectF(self.rect())
        paint.box(painter, area, 8, look.color("accent_soft"), look.color("sel_line"))
        tile = QRectF(14, 14, 40, 40)
        paint.box(painter, tile, 8, look.color("accent"), None)
        icons.draw(
            painter, "player-play", tile.x() + 11, tile.y() + 11, 18, look.color("on_accent")
        )
        words = QRectF(68, 12, area.width() - 110, 22)
        paint.text(painter, words, self._title, look.font(14, look.SEMIBOLD), look.color("text"))
        below = QRectF(68, 34, area.width() - 110, 20)
        paint.text(painter, below, self._note, look.font(12, look.REGULAR), look.color("text2"))
        icons.draw(painter, "chevron-right", area.width() - 30, 26, 16, look.color("accent_text"))
        if self.ringed():
            paint.ring(painter, area, 8)


class Promise(QWidget):
    """The right side: a headline and the order sheet as it looks."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = QPixmap()
        self._name = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a soft ground, the words and the picture running out of the window."""
        painter = QPainter(self)
        area = QRectF(self.rect())
        ground = QLinearGradient(area.topLeft(), area.bottomRight())
        ground.setColorAt(0, look.color("accent_soft"))
        ground.setColorAt(1, look.color("sel"))
        painter.fillRect(area, ground)
        room = area.width() - 96
        title = tr("An order of 5,000 lines from your file in a minute")
        y = _lines(painter, QRectF(64, 92, room, 200), title, look.font(26, look.SEMIBOLD), "text")
        words = tr("Prices, stock and documents at hand, even without a network.")
        y = _lines(painter, QRectF(64, y + 6, room, 200), words, look.font(15), "text2")
        self._paint_picture(painter, area, y + 32)

    def _paint_picture(self, painter: QPainter, area: QRectF, top: float) -> None:
        theme = DARK if look.theme() == DARK else "light"
        name = f"order-sheet-{theme}-{language()}.png"
        if name != self._name:
            self._name = name
            self._picture = QPixmap(str(resources_dir() / "pictures" / name))
        if self._picture.isNull():
            return
        width = 1180.0
        height = width * self._picture.height() / max(1, self._picture.width())
        place = QRectF(64, top, width, height)
        paint.shadow(painter, place, 8)
        clip = QPainterPath()
        clip.addRoundedRect(place, 8, 8)
        painter.setClipPath(clip)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(place, self._picture, QRectF(self._picture.rect()))


def _lines(painter: QPainter, area: QRectF, words: str, font: QFont, tone: str) -> float:
    """Words over as many lines as they need; returns where they end."""
    flags = int(Qt.TextFlag.TextWordWrap)
    painter.setFont(font)
    painter.setPen(look.color(tone))
    painter.drawText(area, flags, words)
    return painter.boundingRect(area, flags, words).bottom()
