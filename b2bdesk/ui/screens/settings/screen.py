"""Настройки wired: sections on the left, one page on the right; every change works at once."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from b2bdesk import __version__
from b2bdesk.texts import language, tr
from b2bdesk.ui.changehub import Change
from b2bdesk.ui.frame.context import Screen, ScreenContext
from b2bdesk.ui.frame.standard import THEME_SETTING
from b2bdesk.ui.screens.settings import pages
from b2bdesk.ui.screens.settings.codes import CodesPage
from b2bdesk.ui.screens.settings.data import DataPage
from b2bdesk.ui.screens.settings.network import NetworkPage
from b2bdesk.ui.screens.settings.sync_page import SyncPage
from b2bdesk.ui.shell.names import LANGUAGE_SETTING, MENU_SETTING, SCALE_SETTING
from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.labels import Panel
from b2bdesk.ui.widgets.row_list import ListItem, RowList
from b2bdesk.ui.widgets.screen_parts import ScreenHeader
from b2bdesk.usecases.services import Services

VIEW, SYNC, NETWORK, CODES, DATA, SAFETY, ABOUT = (
    "view", "sync", "network", "codes", "data", "safety", "about",
)  # fmt: skip


class SettingsScreen(Screen):
    """Sections and their pages."""

    def __init__(self, context: ScreenContext, services: Services) -> None:
        super().__init__()
        self._context, self._services = context, services
        self.sections = RowList()
        self.sections.setAccessibleName(tr("Sections"))
        self.view = pages.ViewPage()
        self.sync = SyncPage(context, services)
        self.network = NetworkPage(context, services)
        self.codes = CodesPage(context, services)
        self.data = DataPage(context, services)
        self.safety = pages.SafetyPage()
        self.about = pages.AboutPage()
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self._show_view()

    def arrive(self, args: dict[str, object]) -> None:
        """Show the section asked for."""
        wanted = str(args.get("section", ""))
        if wanted:
            self.sections.set_current(wanted)
        self._read()
        self.sections.setFocus()

    def _lay_out(self) -> None:
        parts = (
            (VIEW, tr("View"), "eye", self.view),
            (SYNC, tr("Synchronisation"), "refresh", self.sync),
            (NETWORK, tr("Network"), "world", self.network),
            (CODES, tr("Own codes"), "barcode", self.codes),
            (DATA, tr("Data"), "database", self.data),
            (SAFETY, tr("Security"), "lock", self.safety),
            (ABOUT, tr("About"), "info-circle", self.about),
        )
        self._keys = [key for key, _, _, _ in parts]
        self.sections.set_items(
            [ListItem(k, title, icon=icon) for k, title, icon, _ in parts], VIEW
        )
        for _, _, _, page in parts:
            holder = Panel("surface")
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(page, 1)
            row.addStretch(0)
            self._stack.addWidget(holder)
        side = Panel("sunken", "r")
        side.setFixedWidth(220)
        inner = QVBoxLayout(side)
        inner.setContentsMargins(8, 8, 8, 8)
        inner.addWidget(self.sections)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(side)
        body.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(ScreenHeader(tr("Settings")))
        column.addLayout(body, 1)

    def _connect(self) -> None:
        self.sections.current_key.connect(self._on_section)
        self.view.theme.chosen.connect(self._on_theme)
        self.view.language.chosen.connect(partial(self._context.settings.set, LANGUAGE_SETTING))
        self.view.scale.chosen.connect(self._on_scale)
        self.view.menu.toggled.connect(partial(self._context.settings.set, MENU_SETTING))
        self.safety.out.clicked.connect(partial(self._sign_out, False))
        self.safety.wipe.clicked.connect(partial(self._sign_out, True))
        self._context.hub.changed.connect(self._on_change)

    def _on_section(self, key: str) -> None:
        if key in self._keys:
            self._stack.setCurrentIndex(self._keys.index(key))
            if key == DATA:
                self.data.read()
            elif key == NETWORK:
                self.network.read()

    def _show_view(self) -> None:
        settings = self._context.settings
        self.view.theme.set_current(look.asked_theme())
        self.view.language.set_current(language())
        self.view.scale.set_current(str(settings.get(SCALE_SETTING, 100)))
        self.view.menu.setChecked(bool(settings.get(MENU_SETTING, False)))
        profile = self._services.profile
        pages.fill_facts(
            self.about.facts,
            [
                (tr("Version"), __version__),
                (tr("Profile"), profile.name),
                (tr("Data"), str(profile.home)),
                (tr("Saved files"), str(profile.exports)),
            ],
        )

    def _read(self) -> None:
        self.sync.read()
        self._show_account()
        self.codes.read()

    def _show_account(self) -> None:
        status = self._services.session.status()
        pages.fill_facts(
            self.safety.facts,
            [
                (tr("Portal"), status.portal_url),
                (tr("Signed in as"), status.user_name or status.login),
                (tr("Login"), status.login),
            ],
        )
        self.safety.out.setVisible(status.signed_in)
        self.safety.wipe.setVisible(status.signed_in)

    def _on_theme(self, key: str) -> None:
        look.apply_theme(key)
        self._context.settings.set(THEME_SETTING, key)

    def _on_scale(self, key: str) -> None:
        self._context.settings.set(SCALE_SETTING, int(key))

    def _sign_out(self, wipe: bool) -> None:
        self._context.runner.run(
            partial(self._services.session.sign_out, wipe), on="net", owner=self
        )

    def _on_change(self, change: Change) -> None:
        if self.isVisible() and change.touches("sync", "account", "session"):
            self._read()
