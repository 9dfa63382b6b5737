"""What a person must know of synchronisations: much would vanish, data are old, portal restored.

Said once, in the banner above the screens or as a message; each has a way out. Everything else is
in the journal.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject

from b2bdesk.texts import errors, formats, tr
from b2bdesk.trade.errors import CodedError
from b2bdesk.ui.dialogs.sheet import Sheet
from b2bdesk.ui.frame.context import ToastSpec
from b2bdesk.ui.itemmodels.journal_words import named
from b2bdesk.ui.main_window import MainWindow
from b2bdesk.ui.shell.names import STALE_SETTING
from b2bdesk.ui.shell.rhythm import STALE_HOURS
from b2bdesk.ui.shell.status import SIGN_IN
from b2bdesk.ui.shell.sync_ask import Ask
from b2bdesk.ui.shell.sync_watch import SyncWatch
from b2bdesk.ui.widgets.button import DANGER, PRIMARY
from b2bdesk.ui.widgets.labels import PlainLabel
from b2bdesk.usecases.kept_deletions import forget, is_kept, keep
from b2bdesk.usecases.rows.sync import Receipt, SyncState

_VANISHING, _STALE, _SIGN_IN = "vanishing", "stale", "sign_in"
_TOLD = ("portal_restored", "checksum_differs", "bad_count", "bad_message")
_CANCELLED = "sync_cancelled"


class SyncNotices(QObject):
    """Listens to the runs of a window."""

    def __init__(self, window: MainWindow, watch: SyncWatch) -> None:
        super().__init__(window)
        self._window, self._watch = window, watch
        self._settings = window.context.settings
        self._asked: dict[str, Mapping[str, object]] = {}
        self._told: set[tuple[str, str]] = set()
        self._stale = self._out = False
        watch.ended.connect(self._on_ended)
        watch.broke.connect(self._on_broke)

    def look(self, state: SyncState, now: dt.datetime) -> None:
        """Say once that a sign-in is needed, or that prices and stock are older than wanted."""
        self._look_signed_in(state)
        self._look_age(state, now)

    def _look_signed_in(self, state: SyncState) -> None:
        out = state.error in SIGN_IN
        if out and not self._out:
            told = errors.describe(state.error, state.params)
            run = partial(self._window.acted.emit, "person.sign_in")
            words = told.title, told.sentence
            self._window.errors.notice(_SIGN_IN, "warn", words, tr("Sign in"), run)
        elif not out and self._out:
            self._window.errors.clear(_SIGN_IN)
        self._out = out

    def _look_age(self, state: SyncState, now: dt.datetime) -> None:
        at = min((state.freshness[f] for f in ("prices", "stock") if f in state.freshness),
                 default=None)  # fmt: skip
        hours = stale_hours(self._window)
        stale = at is not None and now - at > dt.timedelta(hours=hours)
        if stale and not self._stale and not self._out and at is not None:
            words = tr("Prices and stock are of {moment}").format(
                moment=formats.moment(at.astimezone())
            )
            why = errors.describe(state.error, state.params).title if state.error else ""
            kept = tr("Orders are kept and go by themselves as soon as the portal answers.")
            more = " ".join(part for part in (f"{why}." if why else "", kept) if part)
            run = partial(self._watch.run, Ask())
            self._window.errors.notice(_STALE, "warn", (words, more), tr("Synchronise"), run)
        elif not stale and self._stale:
            self._window.errors.clear(_STALE)
        self._stale = stale

    def _on_ended(self, ask: Ask, receipt: Receipt) -> None:
        vanishing = [note for note in receipt.notes if note.get("code") == "mass_deletion"]
        for note in vanishing:
            key = _scope(note)
            if is_kept(self._settings, note):
                continue
            if self._asked.get(key) != note or ask.by_hand:
                self._asked[key] = note
                self._offer(note)
        for scope in (name for name, good in receipt.checks.items() if good):
            forget(self._settings, scope)
            if self._asked.pop(scope, None) is not None:
                self._window.errors.clear(_VANISHING)
        for note in receipt.notes:
            self._tell(note)

    def _tell(self, note: Mapping[str, object]) -> None:
        code = str(note.get("code"))
        key = (code, str(note.get("feed") or note.get("incarnation") or ""))
        if code not in _TOLD or key in self._told:
            return
        self._told.add(key)
        told = errors.describe(code, named(note))
        show, screen = tr("Show"), "orders" if code == "portal_restored" else "settings"
        run = partial(self._window.navigate, screen, **_section(screen))
        self._window.toast(ToastSpec(told.title, told.sentence, "warn", action=show, run=run))

    def _offer(self, note: Mapping[str, object]) -> None:
        told = errors.describe("mass_deletion", named(note))
        self._window.errors.notice(
            _VANISHING, "warn", (told.title, told.sentence), tr("Decide…"),
            partial(self.ask, note),
        )  # fmt: skip

    def ask(self, note: Mapping[str, object]) -> None:
        """The question itself: what is here stays until the person agrees."""
        told = errors.describe("mass_deletion", named(note))
        sheet = Sheet(self._window, told.title, width=500)
        for words in (told.sentence, *_consequences()):
            sheet.body.addWidget(PlainLabel(words, 13, wrap=True))
        sheet.add_button("accept", tr("Remove them here too"), DANGER)
        sheet.add_button("keep", tr("Keep the former data"), PRIMARY)
        sheet.answered.connect(partial(self._on_answered, note))
        sheet.open_over()

    def _on_answered(self, note: Mapping[str, object], key: str) -> None:
        if key == "accept":
            forget(self._settings, _scope(note))
            self._watch.run(Ask(only=(_scope(note),), accept_deletions=True))
        elif key == "keep":
            keep(self._settings, note, dt.datetime.now(dt.UTC))
            self._asked.pop(_scope(note), None)
            self._window.errors.clear(_VANISHING)
            words = tr("The former data is kept"), tr("Think again: the panel of the"
                                                      " synchronisation, Ctrl+F5")  # fmt: skip
            self._window.toast(ToastSpec(*words))
        elif not is_kept(self._settings, note):
            self._offer(note)  # closed without an answer: it stays to be decided

    def _on_broke(self, ask: Ask, error: CodedError) -> None:
        """Trouble of the background rhythm is shown by the status bar alone."""
        if not ask.by_hand:
            return
        if error.code in SIGN_IN:
            self._window.acted.emit("person.sign_in")  # F5 is a wish to be connected
        elif error.code == _CANCELLED:
            told = errors.describe(error.code)
            self._window.toast(ToastSpec(told.title, told.sentence, "info"))
        else:
            self._window.errors.show_error(error, "sync", partial(self._watch.run, ask))


def stale_hours(window: MainWindow) -> int:
    """After how many hours prices and stock count as old."""
    value = window.context.settings.get(STALE_SETTING, STALE_HOURS)
    return value if isinstance(value, int) and value > 0 else STALE_HOURS


def _scope(note: Mapping[str, object]) -> str:
    return f"{note.get('feed')}/{note.get('scope')}"


def _section(screen: str) -> dict[str, object]:
    return {"section": "sync"} if screen == "settings" else {}


def _consequences() -> tuple[str, ...]:
    return (
        tr("If the supplier really took them out, remove them here too: lines of carts stay and"
           " say that the goods are no longer sold."),
        tr("If you are not sure, keep them and ask your manager; ordering goes on, the portal"
           " checks every line."),
    )  # fmt: skip
