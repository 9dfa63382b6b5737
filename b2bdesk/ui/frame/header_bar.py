"""The header bar: logo, ☰, legal entity, cart, search, bell, person, under a 3-px strip.

Strip, avatar and window title carry the colour of the legal entity, so that nobody orders for
the wrong firm; nothing else takes it.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from b2bdesk.texts import tr
from b2bdesk.ui.frame.context import CartItem, EntityItem, HeaderModel
from b2bdesk.ui.theme import icons, look, paint
from b2bdesk.ui.theme.tokens import AVATAR_BACK
from b2bdesk.ui.widgets import badges
from b2bdesk.ui.widgets.badges import Badge
from b2bdesk.ui.widgets.button import IconButton
from b2bdesk.ui.widgets.control import Control
from b2bdesk.ui.widgets.field import SearchField
from b2bdesk.ui.widgets.labels import Line, Panel
from b2bdesk.ui.widgets.logo import Logo
from b2bdesk.ui.widgets.tips import plain_tip

STRIP = 3
HEIGHT = 48
_NARROW = 1180


class Switch(Control):
    """A quiet button of the header: mark, name, note, chevron."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._title = ""
        self._note = ""
        self._avatar: tuple[str, str] | None = None
        self._icon = ""
        self._short = False
        self.setFixedHeight(34)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def show_entity(self, entity: EntityItem) -> None:
        """Show a legal entity."""
        inn = tr("INN {inn}").format(inn=entity.inn) if entity.inn else ""
        note = " · ".join(part for part in (entity.contract, inn) if part)
        self._avatar = (entity.letters, entity.colour)
        self._set(entity.name, note)

    def show_cart(self, cart: CartItem) -> None:
        """Show the active cart."""
        self._icon = "shopping-cart"
        self._set(cart.name, cart.note)

    def set_short(self, short: bool) -> None:
        """Leave the note out in a narrow window."""
        if short != self._short:
            self._short = short
            self.updateGeometry()

    def _set(self, title: str, note: str) -> None:
        self._title, self._note = title, note
        self.setAccessibleName(f"{self._name}: {title}, {note}".rstrip(", "))
        self.setToolTip(plain_tip(f"{title} · {note}".rstrip(" ·")))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = 34 + paint.advance(self._title, 13, look.SEMIBOLD) + 30
        if self._note and not self._short:
            width += 8 + paint.advance(self._note, 12)
        return QSize(round(width + 4), 34)

    def minimumSizeHint(self) -> QSize:
        return QSize(96, 34)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self.hovered() or self.isDown():
            paint.box(painter, rect, 6, look.color("rail_sel"))
        if self.ringed():
            paint.ring(painter, rect, 6)
        if self._avatar is not None:
            badges.avatar(painter, QRectF(8, 7, 20, 20), *self._avatar)
        elif self._icon:
            icons.draw(painter, self._icon, 9, 9, 16, look.color("text2"))
        room = rect.width() - 36 - 26
        title = min(paint.advance(self._title, 13, look.SEMIBOLD), room)
        font = look.font(13, look.SEMIBOLD)
        paint.text(painter, QRectF(36, 0, title + 1, 34), self._title, font, look.color("text"))
        x = 36 + title
        left = room - title - 8
        if self._note and not self._short and left > 40:
            place = QRectF(x + 8, 0.5, left, 34)
            paint.text(painter, place, self._note, look.font(12), look.color("text3"))
            x += 8 + min(paint.advance(self._note, 12), left)
        icons.draw(painter, "chevron-down", x + 6, 10, 14, look.color("text2"))
        painter.end()


class PersonButton(Control):
    """Round initials of the signed-in person."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._letters = ""
        self.setFixedSize(34, 34)

    def set_person(self, name: str, letters: str) -> None:
        """Show a person."""
        self._letters = letters
        self.setAccessibleName(tr("Signed in: {name}").format(name=name))
        self.setToolTip(plain_tip(name))
        self.setVisible(bool(letters))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.ringed():
            paint.ring(painter, QRectF(self.rect()), 17)
        badges.avatar(painter, QRectF(4, 4, 26, 26), self._letters, AVATAR_BACK, True)
        painter.end()


class HeaderBar(Panel):
    """The bar itself; what it shows comes in a `HeaderModel`.

    Signals:
        menu_pressed, entity_pressed, cart_pressed, bell_pressed, person_pressed: the buttons.
        search_edited: words while typing.
        search_entered: words at Enter.
    """

    menu_pressed = Signal()
    entity_pressed = Signal()
    cart_pressed = Signal()
    bell_pressed = Signal()
    person_pressed = Signal()
    search_edited = Signal(str)
    search_entered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("chrome", "b", parent)
        self._strip = ""
        self.menu = IconButton("menu-2", tr("Menu"), key="Alt", size=32, icon_size=18)
        self.entity = Switch(tr("Legal entity"))
        self.cart = Switch(tr("Cart"))
        self.bell = IconButton("bell", tr("Notifications"), size=34, icon_size=18)
        self.person = PersonButton()
        self._demo = Badge("", "warn", size=18)
        self._line = Line(vertical=True, token="line2")
        self._line.setFixedHeight(16)
        self.field = SearchField(
            tr("Article, barcode, name, your code"), key="Ctrl+F", name=tr("Search")
        )
        self._arrange()
        self.menu.clicked.connect(self.menu_pressed)
        self.entity.clicked.connect(self.entity_pressed)
        self.cart.clicked.connect(self.cart_pressed)
        self.bell.clicked.connect(self.bell_pressed)
        self.person.clicked.connect(self.person_pressed)
        self.field.edited.connect(self.search_edited)
        self.field.entered.connect(self.search_entered)
        self.field.left_down.connect(self._on_down)
        self.show_model(HeaderModel())

    def _arrange(self) -> None:
        logo = QWidget()
        logo.setFixedWidth(158)
        first = QHBoxLayout(logo)
        first.setContentsMargins(18, 0, 0, 0)
        first.setSpacing(8)
        first.addWidget(Logo())
        first.addWidget(self._demo)
        first.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, STRIP, 14, 0)
        row.setSpacing(0)
        row.addWidget(logo)
        row.addWidget(self.menu)
        row.addSpacing(18)
        row.addWidget(self.entity)
        row.addWidget(self._line)
        row.addWidget(self.cart)
        row.addStretch(1)
        row.addSpacing(12)
        row.addWidget(self.field)
        row.addSpacing(8)
        row.addWidget(self.bell)
        row.addSpacing(2)
        row.addWidget(self.person)
        self.field.setFixedWidth(340)
        self.setFixedHeight(STRIP + HEIGHT)

    def show_model(self, model: HeaderModel) -> None:
        """Show what the model says."""
        self._strip = model.entity.colour if model.entity is not None else ""
        if model.entity is not None:
            self.entity.show_entity(model.entity)
        if model.cart is not None:
            self.cart.show_cart(model.cart)
        self.entity.setVisible(model.entity is not None)
        self.cart.setVisible(model.cart is not None)
        self._line.setVisible(model.entity is not None and model.cart is not None)
        self.person.set_person(model.person, model.person_letters)
        self._demo.set(tr("DEMO") if model.demo else "", "warn")
        self.update()

    def focus_search(self, words: str = "") -> None:
        """Put the caret into the search field, after what is typed already."""
        if words:
            self.field.set_text(words)
            self.search_edited.emit(words)
        self.field.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if words:
            self.field.edit.end(False)
        else:
            self.field.edit.selectAll()

    def _on_down(self) -> None:
        """↓ goes to what was found, as Enter does."""
        self.search_entered.emit(self.field.text())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < _NARROW
        self.entity.set_short(narrow)
        self.field.setFixedWidth(250 if narrow else 340)
        full = tr("Article, barcode, name, your code")
        self.field.set_placeholder(tr("Search") if narrow else full)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        tint = QColor(self._strip) if self._strip else look.color("line2")
        painter.fillRect(0, 0, self.width(), STRIP, tint)
        painter.end()
