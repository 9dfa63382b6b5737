"""States of synchronisations: the panel while a run is on, the journal, orders that wait."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from b2bdesk.texts.syncing import sync_text
from b2bdesk.ui.screens.outbox_sheet import OutboxSheet
from b2bdesk.ui.screens.settings.screen import SettingsScreen
from b2bdesk.ui.shell.sync_ask import Ask
from b2bdesk.ui.shell.sync_panel import SyncPanel
from b2bdesk.ui.shell.sync_watch import SyncWatch, speed_words
from b2bdesk.ui.tasks import Progress
from b2bdesk.usecases.rows.orders import OutboxRow
from b2bdesk.usecases.rows.sync import Receipt

if TYPE_CHECKING:
    from devtools.shots.theatre import Theatre

_AT = dt.datetime(2026, 11, 21, 9, 12, tzinfo=dt.UTC)
_ROW = OutboxRow(
    "ab649570-1cec-5e56-8712-d84a602e0293", "order", "unknown", _AT, "", "", "№ 15/11", 3_478_200,
    "RUB", attempts=2, next_try=_AT + dt.timedelta(minutes=3),
)  # fmt: skip


def journal(theatre: Theatre) -> Iterator[None]:
    """Settings: ages, schedule, journal."""
    theatre.window.navigate("settings", section="sync")
    yield


def details(theatre: Theatre) -> Iterator[None]:
    """One run of the journal."""
    theatre.window.navigate("settings", section="sync")
    yield
    [screen] = theatre.window.findChildren(SettingsScreen)
    screen.sync.journal.select_first()
    screen.sync.journal.choose_current()
    yield


def panel(theatre: Theatre) -> Iterator[None]:
    """The panel of the status bar, with a run under way."""
    theatre.window.navigate("home")
    yield
    theatre.window.commands.run("sync.panel")
    yield
    [shown] = theatre.window.findChildren(SyncPanel)
    step = Progress(sync_text("sync_catalog"), 93_120, 143_330)
    shown.tell_step(replace(step, note=speed_words(step, 7_600)))
    yield


def doubt(theatre: Theatre) -> Iterator[None]:
    """An order whose answer was lost."""
    theatre.window.navigate("orders")
    yield
    OutboxSheet(theatre.window, _ROW, _AT).open_over()
    yield


def refused(theatre: Theatre) -> Iterator[None]:
    """An order that the portal refused."""
    theatre.window.navigate("orders")
    yield
    params = {"sum_minor": 3_478_200, "free_minor": 1_250_000, "currency": "RUB"}
    made = OutboxRow(
        _ROW.id, "order", "needs_user", _AT, "", "", _ROW.title, 3_478_200, "RUB", attempts=1,
        reason="credit_limit", params=params,
    )  # fmt: skip
    OutboxSheet(theatre.window, made, _AT).open_over()
    yield


def lost(theatre: Theatre) -> Iterator[None]:
    """An order that a restored portal does not know."""
    theatre.window.navigate("orders")
    yield
    made = OutboxRow(
        _ROW.id, "order", "missing", _AT, "", "", _ROW.title, 3_478_200, "RUB", attempts=1,
        reason="portal_restored", order_number="018773",
    )  # fmt: skip
    OutboxSheet(theatre.window, made, _AT).open_over()
    yield


def vanishing(theatre: Theatre) -> Iterator[None]:
    """The portal wants to remove much: the question."""
    theatre.window.navigate("catalog")
    yield
    note = {
        "code": "mass_deletion", "feed": "catalog", "scope": "all", "removed": 9_120,
        "total": 12_000,
    }  # fmt: skip
    receipt = Receipt({}, {"catalog/all": False}, _AT, 1.0, notes=(note,))
    [watch] = theatre.window.findChildren(SyncWatch)
    watch.ended.emit(Ask(by_hand=False), receipt)
    yield
    theatre.window.banner.action.emit()
    yield
