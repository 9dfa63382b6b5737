"""The window: frame and navigation, nothing else.

`app` makes it with the screens' entries, the task runner, the hub and the settings, then feeds
it header and status models; what a person presses in the frame goes out by signal. A language
switch rebuilds the frame (`rebuild`), a theme switch only repaints.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QByteArray, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from b2bdesk.ui.changehub import ChangeHub
from b2bdesk.ui.errors.desk import ErrorDesk
from b2bdesk.ui.frame import menus, standard
from b2bdesk.ui.frame.commands import CommandRegistry
from b2bdesk.ui.frame.context import (
    HeaderModel,
    PaletteSource,
    ScreenContext,
    ScreenEntry,
    Settings,
    StatusItem,
    ToastSpec,
)  # fmt: skip
from b2bdesk.ui.frame.header_bar import HeaderBar
from b2bdesk.ui.frame.header_search import HeaderSearch, Ways
from b2bdesk.ui.frame.navigation import Navigation
from b2bdesk.ui.frame.openings import Openings
from b2bdesk.ui.frame.palette import Palette
from b2bdesk.ui.frame.rail import Rail
from b2bdesk.ui.frame.scan_filter import ScanFilter
from b2bdesk.ui.frame.status_bar import COMMANDS, StatusBar
from b2bdesk.ui.frame.toasts import ToastHost
from b2bdesk.ui.tasks import TaskRunner
from b2bdesk.ui.widgets.banner import Banner
from b2bdesk.ui.widgets.labels import Panel

MIN_WIDTH, MIN_HEIGHT = 1024, 680
_TITLE = 40  # the window system's title bar, roughly
_RAIL, _MENU_BAR = "frame.rail_narrow", "frame.menu_bar"
GEOMETRY_SETTING = "frame.geometry"


@dataclass(frozen=True)
class FrameParts:
    """What the window is made with.

    Attributes:
        entries: the screens, in the order of the rail.
        runner, hub, settings: handed on to the screens.
        home: key of the screen shown first.
        now: the present moment.
        version: for the report of a bug.
        sources: further finders of the palette and of the header's search.
        kept: finds the kept searches.
    """

    entries: Sequence[ScreenEntry]
    runner: TaskRunner
    hub: ChangeHub
    settings: Settings
    home: str = "home"
    now: Callable[[], dt.datetime] = dt.datetime.now
    version: str = ""
    sources: Sequence[PaletteSource] = field(default=())
    kept: PaletteSource | None = None


class MainWindow(QMainWindow):
    """The window of the program.

    Signals:
        entity_chosen, cart_chosen: key.
        acted: a press in the frame: `entity.details`, `cart.new`, `cart.all`,
            `person.<key>`, `status.<key>`.
        searched: words the present screen did not take (Enter in the search field).
        scanned: code the present screen did not take.
        screen_shown: key.
        rebuilt: the frame was built anew; register commands and set header and status again.
        closing: the window is about to close.

    `may_close` is asked before: it may open a question and return False.
    """

    entity_chosen = Signal(str)
    cart_chosen = Signal(str)
    acted = Signal(str)
    searched = Signal(str)
    scanned = Signal(str)
    screen_shown = Signal(str)
    rebuilt = Signal()
    closing = Signal()

    def __init__(self, parts: FrameParts) -> None:
        super().__init__()
        self.may_close: Callable[[], bool] | None = None
        self._parts = parts
        self._model = HeaderModel()
        self._status_items: tuple[StatusItem, ...] = ()
        self.setMinimumSize(MIN_WIDTH, MIN_HEIGHT)
        self.resize(1440, 900)
        self.setWindowTitle("b2bdesk")
        self.commands = CommandRegistry(self)
        self._keys = ScanFilter(self)
        self._toasts = ToastHost(self, parts.now)
        self._keys.scanned.connect(self._on_scanned)
        self._keys.alt_tapped.connect(self._on_alt)
        self._toasts.told.connect(self._on_told)
        parts.hub.changed.connect(self._toasts.forget_outdated)
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self._keys)
        self._build()
        self._restore()

    def navigate(self, key: str, **args: object) -> None:
        """Show a screen; `args` reach its `arrive`."""
        self._screens.show_screen(key, args)

    def back(self) -> None:
        """Show the screen before."""
        self._screens.back()

    def screen_entries(self) -> Sequence[ScreenEntry]:
        """All screens there are."""
        return self._parts.entries

    def current_screen(self) -> str:
        """Key of the screen shown."""
        return self._screens.current_key()

    def set_header(self, model: HeaderModel) -> None:
        """Show entity, cart and person; the window title carries the entity and the cart."""
        self._model = model
        self._header.show_model(model)
        entity = model.entity
        names = [f"{entity.name} {entity.contract}".strip()] if entity is not None else []
        names += [model.cart.name] if model.cart is not None else []
        self.setWindowTitle(" — ".join(["b2bdesk", " · ".join(names)]) if names else "b2bdesk")
        standard.entity_keys(self, model)

    def header(self) -> HeaderModel:
        """The model shown in the header."""
        return self._model

    def set_status(self, items: Sequence[StatusItem]) -> None:
        """Show these items in the status bar."""
        self._status_items = tuple(items)
        self._status.set_items(items)

    def set_badge(self, key: str, text: str, tone: str = "") -> None:
        """Counter of a rail item."""
        self._rail.set_badge(key, text, tone)

    def toast(self, spec: ToastSpec) -> None:
        """Show a message, bottom right."""
        self._toasts.show_toast(spec)

    def rebuild(self) -> None:
        """Build everything anew in the present language; the screen shown is kept."""
        here = self.current_screen()
        self._toasts.hide_toast()
        self._parts.runner.failed.disconnect(self.errors.show_failure)
        self.errors.deleteLater()
        self.commands.remove([c.id for c in self.commands.everywhere()])
        for entry in self._parts.entries:
            self.commands.remove_where(entry.key)
        self._build()
        self.set_header(self._model)
        self.rebuilt.emit()
        if here:
            self.navigate(here)

    def show_first(self) -> None:
        """Show the window as it was left; at first in its own size, or as large as the screen."""
        room = self.screen().availableGeometry()
        known = self._parts.settings.get(GEOMETRY_SETTING)
        fits = room.width() >= self.width() and room.height() >= self.height() + _TITLE
        if known or fits or room.width() < MIN_WIDTH:
            self.show()
        else:
            self.showMaximized()

    def start(self) -> None:
        """Show the first screen."""
        if not self.current_screen():
            self.navigate(self._parts.home)

    def open_palette(self) -> None:
        """Ctrl+K."""
        sources = tuple(self._parts.sources)
        find = self._search
        palette = Palette(self, self.commands, self._parts.runner, sources, find.open_hit)
        palette.ordered.connect(find.order_hit)
        palette.open_over()

    def focus_search(self, words: str = "") -> None:
        """Ctrl+F; with words, as if they were typed there."""
        self._header.focus_search(words)

    def search_words(self) -> str:
        """What is looked for: as the screen says it with its filters, else the search field."""
        screen = self._screens.current_screen()
        return (screen.question() if screen is not None else "") or self._header.field.text()

    def _show_search(self, words: str, typed: bool = False) -> None:
        """Put words into the search field; `typed` = with the caret, as a person would."""
        if typed:
            self._header.focus_search(words)
        else:
            self._header.field.set_text(words)
            self._search.keep(words)

    def show_menu_bar(self, shown: bool) -> None:
        """«Всегда показывать меню»."""
        self._parts.settings.set(_MENU_BAR, shown)
        menus.fill(self.menuBar(), self.commands)
        self.menuBar().setVisible(shown)

    def open_entities(self) -> None:
        """Ctrl+E."""
        self.openings.entities()

    def open_carts(self) -> None:
        """Ctrl+J."""
        self.openings.carts()

    def open_keys(self) -> None:
        """F1: the key sheet of the screen shown."""
        self.openings.keys()

    def toggle_rail(self) -> None:
        """Ctrl+B."""
        self._rail.toggle()

    def _build(self) -> None:
        parts = self._parts
        self._header = HeaderBar()
        self.openings = Openings(self, self._header, self._toasts, parts.now)
        self._rail = Rail(parts.entries)
        self._screens = Navigation(parts.entries)
        self._status = StatusBar()
        self.banner = Banner(above=8)
        self.errors = ErrorDesk(self, self.banner, self.toast, parts.version)
        parts.runner.failed.connect(self.errors.show_failure)
        self._search = HeaderSearch(
            self, self._header, self._screens,
            (parts.runner, tuple(parts.sources), parts.kept), Ways(self.navigate, self.toast),
        )  # fmt: skip
        self.context = ScreenContext(
            runner=parts.runner, hub=parts.hub, commands=self.commands, settings=parts.settings,
            navigate=self.navigate, toast=self.toast, set_badge=self.set_badge,
            show_search=self._show_search, search_error=self._search.drop.tell_wrong,
        )  # fmt: skip
        self._screens.set_context(self.context)
        self.setCentralWidget(self._lay_out())
        self._connect()
        standard.register(self)
        self._status.set_items(self._status_items)
        chosen = parts.settings.get(_RAIL)
        self._rail.set_narrow(chosen if isinstance(chosen, bool) else None)
        self._rail.window_width(self.width())
        self._toasts.raise_()

    def _lay_out(self) -> QWidget:
        work = Panel("surface")
        right = QVBoxLayout(work)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        margin = QVBoxLayout()
        margin.setContentsMargins(12, 0, 12, 0)
        margin.addWidget(self.banner)
        right.addLayout(margin)
        right.addWidget(self._screens, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._rail)
        middle.addWidget(work, 1)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addLayout(middle, 1)
        column.addWidget(self._status)
        return whole

    def _connect(self) -> None:
        self._search.searched.connect(self.searched)
        self._rail.chosen.connect(self._on_rail)
        self._rail.narrowed.connect(self._on_narrowed)
        self._screens.shown.connect(self._on_shown)
        self._status.chosen.connect(self._on_status)

    def _restore(self) -> None:
        saved = self._parts.settings.get(GEOMETRY_SETTING)
        if isinstance(saved, str) and saved:
            self.restoreGeometry(QByteArray.fromBase64(saved.encode("ascii")))
        if self._parts.settings.get(_MENU_BAR, False):
            self.show_menu_bar(True)
        else:
            self.menuBar().hide()

    def _on_shown(self, key: str) -> None:
        self._rail.set_current(key)
        self.commands.set_screen(key)
        if self.menuBar().isVisible():
            menus.fill(self.menuBar(), self.commands)
        self.screen_shown.emit(key)
        self._toasts.place()

    def _on_rail(self, key: str) -> None:
        if key != self.current_screen():
            self.navigate(key)

    def _on_narrowed(self, narrow: bool) -> None:
        self._parts.settings.set(_RAIL, narrow)

    def _on_scanned(self, code: str) -> None:
        screen = self._screens.current_screen()
        if screen is None or not screen.scanned(code):
            self.scanned.emit(code)

    def _on_alt(self) -> None:
        self.openings.menu()

    def _on_told(self) -> None:
        history = self._toasts.history
        self._header.bell.set_dot("bad" if history and history[0].spec.tone == "bad" else "accent")

    def _on_status(self, key: str) -> None:
        if key == COMMANDS:
            self.open_palette()
        else:
            self.acted.emit(f"status.{key}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._rail.window_width(self.width())
        self._toasts.place()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.may_close is not None and not self.may_close():
            event.ignore()
            return
        saved = self.saveGeometry().toBase64().data()
        self._parts.settings.set(GEOMETRY_SETTING, bytes(saved).decode("ascii"))
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self._keys)
        self.closing.emit()
        super().closeEvent(event)
