"""The commands of the program: one QAction each, feeding menus, palette, tooltips and F1.

A command lives while its owner does: the frame registers global ones, a screen its own with
`where` = its key; those are enabled only while that screen is shown, so the same key may mean
different things on different screens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

FILE, EDIT, CART, ORDER, DOCUMENTS, VIEW, SERVICE, HELP = (
    "file", "edit", "cart", "order", "documents", "view", "service", "help",
)  # fmt: skip
ENTITY, SCREEN = "entity.", "go."  # what ids of numbered and of opening commands begin with
MENUS = (FILE, EDIT, CART, ORDER, DOCUMENTS, VIEW, SERVICE, HELP)


@dataclass(frozen=True, slots=True)
class Command:
    """What a person can do.

    Attributes:
        id: unique, `area.verb`.
        title: words in the present language, beginning with the verb.
        run: called without arguments.
        keys: shortcuts in Qt's notation, the first is shown (`Ctrl+Enter` is understood).
        where: empty = everywhere, else the key of the screen.
        menu: one of MENUS, or empty for palette only.
        icon: icon name.
        search: further words it is found by.
        hidden: not in the palette (navigation inside a grid).
    """

    id: str
    title: str
    run: Callable[[], object]
    keys: tuple[str, ...] = ()
    where: str = ""
    menu: str = ""
    icon: str = ""
    search: str = ""
    hidden: bool = False

    @property
    def key(self) -> str:
        """The shortcut shown, as a person reads it."""
        return shown_key(self.keys[0]) if self.keys else ""


class CommandRegistry(QObject):
    """All commands of a window.

    Args:
        window: its actions carry the shortcuts.

    Signals:
        changed: commands came, went or changed their state.
    """

    changed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._commands: dict[str, Command] = {}
        self._actions: dict[str, QAction] = {}
        self._off: dict[str, str] = {}
        self._screen = ""

    def add(self, *commands: Command) -> None:
        """Register commands; one with a known id replaces the old one."""
        for command in commands:
            self._drop(command.id)
            action = QAction(command.title, self._window)
            action.setObjectName(command.id)
            action.setShortcuts([each for key in command.keys for each in _sequences(key)])
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.triggered.connect(self._on_triggered)
            self._window.addAction(action)
            self._commands[command.id] = command
            self._actions[command.id] = action
            self._refresh(command.id)
        self.changed.emit()

    def remove(self, ids: Iterable[str]) -> None:
        """Forget commands."""
        for each in ids:
            self._drop(each)
        self.changed.emit()

    def remove_where(self, where: str) -> None:
        """Forget the commands of a screen."""
        self.remove([c.id for c in self._commands.values() if c.where == where])

    def set_enabled(self, command_id: str, enabled: bool, reason: str = "") -> None:
        """Turn a command on or off, with the reason it is off."""
        if enabled:
            self._off.pop(command_id, None)
        else:
            self._off[command_id] = reason
        if command_id in self._actions:
            self._refresh(command_id)
            self.changed.emit()

    def set_title(self, command_id: str, title: str) -> None:
        """Change the words, e.g. «Отменить: вставка 37 строк»."""
        action = self._actions.get(command_id)
        if action is not None:
            action.setText(title)

    def set_screen(self, key: str) -> None:
        """Enable the commands of the screen shown, disable those of the others."""
        self._screen = key
        for each in self._commands:
            self._refresh(each)
        self.changed.emit()

    def run(self, command_id: str) -> bool:
        """Run a command when it is enabled."""
        action = self._actions.get(command_id)
        if action is None or not action.isEnabled():
            return False
        action.trigger()
        return True

    def action(self, command_id: str) -> QAction | None:
        """The action of a command, for menus."""
        return self._actions.get(command_id)

    def usable(self) -> list[Command]:
        """Commands that can be run now, those of the screen first."""
        found = [c for c in self._commands.values() if self._actions[c.id].isEnabled()]
        return sorted(found, key=_screen_first)

    def for_screen(self, key: str) -> list[Command]:
        """Commands of a screen, for the F1 sheet."""
        return [command for command in self._commands.values() if command.where == key]

    def everywhere(self) -> list[Command]:
        """Commands that work on every screen."""
        return self.for_screen("")

    def in_menu(self, menu: str) -> list[Command]:
        """Commands of a menu that make sense on the screen shown."""
        return [
            command
            for command in self._commands.values()
            if command.menu == menu and command.where in ("", self._screen)
        ]

    def title(self, command_id: str) -> str:
        """The present words of a command."""
        action = self._actions.get(command_id)
        return "" if action is None else action.text()

    def why_off(self, command_id: str) -> str:
        """Why a command is off, empty when it is on."""
        return self._off.get(command_id, "")

    def _on_triggered(self) -> None:
        command = self._commands.get(self.sender().objectName())
        if command is not None:
            command.run()

    def _refresh(self, command_id: str) -> None:
        command = self._commands[command_id]
        here = command.where in ("", self._screen)
        action = self._actions[command_id]
        action.setEnabled(here and command_id not in self._off)
        action.setToolTip(self._off.get(command_id, ""))

    def _drop(self, command_id: str) -> None:
        self._commands.pop(command_id, None)
        action = self._actions.pop(command_id, None)
        if action is not None:
            self._window.removeAction(action)
            action.deleteLater()


def shown_key(key: str) -> str:
    """A shortcut as it stands on the keys: arrows as arrows."""
    for name, sign in (("Left", "←"), ("Right", "→"), ("Up", "↑"), ("Down", "↓")):
        key = key.replace(f"+{name}", f"+{sign}")
    return key


def _sequences(key: str) -> list[QKeySequence]:
    """`Ctrl+Enter` means Return and the number pad's Enter alike."""
    names = (key.replace("Enter", "Return"), key) if "Enter" in key else (key,)
    return [QKeySequence(name) for name in names]


def _screen_first(command: Command) -> int:
    return 0 if command.where else 1
