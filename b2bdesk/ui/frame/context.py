"""What a screen is and what it is given. Screens know nothing else of the frame.

`app` makes `ScreenEntry` objects whose factories close over the use cases; the window calls
a factory when its screen is first shown, with the `ScreenContext`. Screens never import each
other: they ask `context.navigate("orders", order="5214")`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from PySide6.QtWidgets import QWidget

from b2bdesk.ui.changehub import ChangeHub
from b2bdesk.ui.frame.commands import CommandRegistry
from b2bdesk.ui.tasks import TaskRunner

BEFORE, AFTER, BOTTOM = "before", "after", "bottom"


class Settings(Protocol):
    """What a person set, by key; values are plain data (str, int, bool, list, dict)."""

    def get(self, key: str, default: object = None) -> object:
        """The value of a key."""
        ...

    def set(self, key: str, value: object) -> None:
        """Keep a value."""
        ...


class MemorySettings:
    """Settings that last as long as the program; for tests and before sign-in."""

    def __init__(self) -> None:
        self._values: dict[str, object] = {}

    def get(self, key: str, default: object = None) -> object:
        """The value of a key."""
        return self._values.get(key, default)

    def set(self, key: str, value: object) -> None:
        """Keep a value."""
        self._values[key] = value


@dataclass(frozen=True, slots=True)
class ToastSpec:
    """A short message, bottom right, kept in the history of the bell.

    `tone` `bad` stays until closed. `run` belongs to the one action; `key` is shown beside it.
    `until` is a kind of change (`cart:…`): the toast goes with the next one, because what its
    action would take back is not the last step any more.
    """

    text: str
    note: str = ""
    tone: str = "ok"
    action: str = ""
    run: Callable[[], object] | None = None
    key: str = ""
    until: str = ""


class Navigate(Protocol):
    """Shows a screen; keyword arguments reach its `arrive`."""

    def __call__(self, key: str, **args: object) -> None: ...


def _no_search(words: str, typed: bool) -> None:
    """Without a header there is nothing to show."""
    del words, typed


def _no_error(sentence: str) -> None:
    """Without a header there is nothing to show."""
    del sentence


@dataclass(frozen=True)
class ScreenContext:
    """What every screen is given.

    Attributes:
        runner: runs use cases off the GUI thread.
        hub: `hub.changed(ChangeSet)` after every commit.
        commands: register the screen's commands with `where` = its key.
        settings: per-person settings (columns, sort, filters).
        navigate: shows another screen.
        toast: shows a `ToastSpec`.
        set_badge: counter of a rail item: (screen key, text, tone); tone empty = plain count.
        show_search: puts words into the header's search field; True = with the caret, and as
            if they had been typed there.
        search_error: says under the search field what of it does not read; empty = all does.
    """

    runner: TaskRunner
    hub: ChangeHub
    commands: CommandRegistry
    settings: Settings
    navigate: Navigate
    toast: Callable[[ToastSpec], None]
    set_badge: Callable[[str, str, str], None]
    show_search: Callable[[str, bool], None] = _no_search
    search_error: Callable[[str], None] = _no_error


class Screen(QWidget):
    """Base of the screens; override what concerns yours."""

    def arrive(self, args: dict[str, object]) -> None:
        """The screen is shown; `args` come from `navigate` (empty on a plain visit)."""

    def leave(self) -> None:
        """Another screen is about to be shown."""

    def search(self, words: str) -> bool:
        """The header's search field was used; True when this screen takes it."""
        del words
        return False

    def question(self) -> str:
        """All that is looked for as conditions (`query_language`); "" = the field says it all."""
        return ""

    def search_entered(self, words: str) -> bool:
        """Enter in the search field: take the first hit; True when this screen takes it."""
        del words
        return False

    def scanned(self, code: str) -> bool:
        """A scanner read a code; True when this screen takes it."""
        del code
        return False


@dataclass(frozen=True, slots=True)
class ScreenEntry:
    """A screen of the rail.

    Attributes:
        key: name for `navigate`.
        title: English msgid; translated by the frame when shown.
        icon: icon name.
        factory: makes the screen at its first visit.
        group: BEFORE the order, AFTER it, or BOTTOM of the rail; empty = not in the rail.
        key_hint: shortcut shown in the rail's tooltip, bound by the frame when given.
        room: the rail folds beside it in windows narrower than this; 0 = never for its sake.
    """

    key: str
    title: str
    icon: str
    factory: Callable[[ScreenContext], Screen]
    group: str = BEFORE
    key_hint: str = ""
    room: int = 0


@dataclass(frozen=True, slots=True)
class EntityItem:
    """A legal entity in the switcher; everything is text already.

    `contract` is named where an entity has several: then there is an item for each.
    """

    key: str
    name: str
    letters: str
    colour: str
    inn: str = ""
    note: str = ""
    credit: str = ""
    credit_tone: str = "text"
    contract: str = ""


@dataclass(frozen=True, slots=True)
class CartItem:
    """A cart in the switcher."""

    key: str
    name: str
    note: str = ""
    total: str = ""


@dataclass(frozen=True, slots=True)
class StatusItem:
    """A button of the status bar: state `online`, `busy`, `offline`, `error` or none."""

    key: str
    text: str
    state: str = ""
    tone: str = ""
    tip: str = ""
    right: bool = False


@dataclass(frozen=True, slots=True)
class HeaderModel:
    """What the header bar shows; hand a new one to `MainWindow.set_header`.

    `person_actions` are (key, words, icon) of the person's popover.
    """

    entity: EntityItem | None = None
    entities: tuple[EntityItem, ...] = ()
    cart: CartItem | None = None
    carts: tuple[CartItem, ...] = ()
    person: str = ""
    person_letters: str = ""
    demo: bool = False
    person_actions: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A result of a palette source: group title, words, what it does.

    Attributes:
        run: what choosing it does; without it `screen` is shown with `args`.
        corrected: the words it was found by, when they are other than typed (layout, typo).
        order: orders one pack of it and returns the words to tell; runs where desk.db is written.
        note_marks: (start, length) parts of the note that match.
        missing: words of the search that it does not have.
        guess: it was not found by the words; they may have been meant so.
    """

    group: str
    title: str
    run: Callable[[], object] | None = None
    note: str = ""
    icon: str = "package"
    keycap: str = ""
    screen: str = ""
    args: Mapping[str, object] = field(default_factory=dict)
    corrected: str = ""
    order: Callable[[], str] | None = None
    note_marks: tuple[tuple[int, int], ...] = ()
    missing: str = ""
    guess: bool = False


PaletteSource = Callable[[str], list[Hit]]
"""Finds goods, carts, settings for the palette; runs on a reader, must not touch Qt."""
