"""One running program: window, runner, hub, shell, and what other processes may ask of it.

Made by `app.main` with the services it opened; ends everything in order. Starts the embedded portal
for `--demo`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from b2bdesk import __version__
from b2bdesk.bootstrap import restore_backup
from b2bdesk.host.embedded import LOGIN, PASSWORD, EmbeddedPortal
from b2bdesk.host.last_look import LastLook, write_look
from b2bdesk.host.processes import start_desktop
from b2bdesk.texts import errors, formats, language, set_language, tr
from b2bdesk.trade.errors import CodedError, Environment
from b2bdesk.ui.changehub import Change, ChangeHub
from b2bdesk.ui.errors.hooks import ErrorHooks
from b2bdesk.ui.frame.context import ToastSpec
from b2bdesk.ui.frame.standard import THEME_SETTING
from b2bdesk.ui.main_window import GEOMETRY_SETTING, FrameParts, MainWindow
from b2bdesk.ui.opening import Opening
from b2bdesk.ui.screens import entries, kept_searches, palette_sources
from b2bdesk.ui.shell.arguments import Started, again
from b2bdesk.ui.shell.dropping import Dropping
from b2bdesk.ui.shell.keeping import ShellSettings
from b2bdesk.ui.shell.names import LANGUAGE_SETTING, MENU_SETTING, SCALE_SETTING
from b2bdesk.ui.shell.shell import Shell
from b2bdesk.ui.shell.sync_ask import Ask, synchronise
from b2bdesk.ui.startup import make_application
from b2bdesk.ui.tasks import JobControl, TaskRunner
from b2bdesk.ui.theme import look
from b2bdesk.usecases import whereabouts
from b2bdesk.usecases.rows.upkeep import CopyRow
from b2bdesk.usecases.services import Services

log = logging.getLogger(__name__)


class Desktop(QObject):
    """One running program: window, runner, hub, shell and what other processes may ask of it.

    Signals:
        asked: verb and target another process of this user handed over.
    """

    asked = Signal(str, str)

    def __init__(
        self,
        services: Services,
        started: Started,
        opening: Opening | None = None,
        app: QApplication | None = None,
    ) -> None:
        """Build the window.

        Args:
            services: of the profile.
            started: what the program was started with.
            opening: the frame that gives way to the window.
            app: the application; None = it is made here, at the scale and in the theme set.
        """
        super().__init__()
        self._services, self._started = services, started
        self._opening = opening
        self._settings = ShellSettings(services.settings, services.lanes.desk)
        set_language(str(self._settings.get(LANGUAGE_SETTING, "")) or None)
        self._app = self._dressed(app)
        self._hooks = ErrorHooks(self)
        self._hooks.install()
        lanes = services.lanes
        executors = {
            "read": lanes.readers, "write": lanes.desk, "slow": lanes.files, "net": lanes.net,
            "sync": lanes.cache,
        }  # fmt: skip
        self._runner = TaskRunner(executors, self)
        self._hub = ChangeHub(self)
        self._silence = services.news.subscribe(self._hub.publish)
        self._portal = EmbeddedPortal(services.profile.home / "portal")
        screens = entries(services)
        self.window = MainWindow(
            FrameParts(
                screens,
                self._runner,
                self._hub,
                self._settings,
                home=screens[0].key,
                version=__version__,
                sources=palette_sources(services),
                kept=kept_searches(services),
            )
        )
        self._hooks.caught.connect(self.window.errors.show_bug)
        self._shell = Shell(self.window, services, self._runner, self._hub)
        self._shell.demo_asked.connect(self._on_demo)
        self.asked.connect(self._on_asked)
        self._hub.changed.connect(self._on_changed)

    def run(self) -> int:
        """Show the window until it is closed, then end everything in order."""
        try:
            self.start()
            return int(self._app.exec())
        finally:
            self.stop()

    def start(self) -> None:
        """Show the window and begin: the demo, the first screen, or the sign-in."""
        self._services.serve(self._serve)
        if self._opening is not None:
            self._opening.give_way(self.window)
            self._opening = None
        self.window.show_first()
        if self._started.restored:
            self._shell.entered.connect(self._tell_restored)  # a sign-in would cover it
        if self._started.demo:
            self._shell.start_covered(self._start_demo)
        else:
            self._shell.start()
        self._shell.elsewhere.connect(self._on_elsewhere)
        dropping = Dropping(self.window, self._services, self._runner)
        dropping.given.connect(self._shell.open_target)
        dropping.start()
        if self._started.target:
            self._shell.open_target(self._started.target)
        for notice in self._services.notices:
            if notice.code == whereabouts.CODE:
                self._tell_copied(notice)
            else:
                self.window.errors.show_error(notice)

    def _tell_copied(self, notice: CodedError) -> None:
        """Say that the data folder is a copy, at each start until it was understood."""
        told = errors.describe(notice.code, notice.params)
        words = told.title, f"{told.sentence} {told.next_step}"
        about = whereabouts.CODE
        self.window.errors.notice(about, "warn", words, tr("Understood"), self._understood)

    def _understood(self) -> None:
        forget = partial(self._services.settings.set, whereabouts.COPIED, None)
        self._runner.run(forget, on="write")

    def _tell_restored(self) -> None:
        """Say once which backup was put back."""
        self._shell.entered.disconnect(self._tell_restored)
        words = tr("The backup of {made} is in place.").format(made=self._started.restored)
        kept = tr("The data it replaced are kept beside it; orders on their way are asked for.")
        self.window.context.toast(ToastSpec(words, kept))

    def stop(self) -> None:
        """Ask all work to end, and the demo portal with it; `services` stay open."""
        self._remember_look()
        self._shell.stop()
        self._runner.stop()
        self._silence()
        self._services.stopping.set()
        self._portal.stop()
        self._hooks.remove()

    def _dressed(self, app: QApplication | None) -> QApplication:
        """Return the application in the look of the settings."""
        theme = str(self._settings.get(THEME_SETTING, look.SYSTEM))
        if app is None:
            look.prepare_scale(self._scale())
            return make_application(theme)
        if look.asked_theme() != theme:
            look.apply_theme(theme)
        return app

    def _scale(self) -> int:
        return int(str(self._settings.get(SCALE_SETTING, 100)))

    def _remember_look(self) -> None:
        """Keep what the first frame of the next start needs."""
        kept = LastLook(
            language=language(),
            theme=look.asked_theme(),
            scale=self._scale(),
            geometry=str(self._settings.get(GEOMETRY_SETTING, "")),
        )
        write_look(self._services.profile.home, kept)

    def _start_demo(self, control: JobControl) -> None:
        """Fill and serve the demo portal, sign in, bring the catalogue; on the `sync` lane."""
        preparing = tr("Preparing the demo supplier")
        control.progress(preparing)
        address = self._portal.start(told=lambda said: control.progress(preparing, note=said))
        control.progress(tr("Signing in"))
        self._services.session.sign_in(address, LOGIN, PASSWORD)
        synchronise(self._services, Ask(), control)

    def _serve(self, verb: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        """Answer another process of this user; runs on the endpoint's thread."""
        if verb == "cli":
            from b2bdesk.cli.handover import answer

            return answer(self._services, arguments)
        self.asked.emit(verb, str(arguments.get("target", "")))
        return {"ok": True}

    def _on_changed(self, change: Change) -> None:
        """Follow the settings of the view: a new language builds the frame anew."""
        if not change.touches("settings"):
            return
        wanted = str(self._settings.get(LANGUAGE_SETTING, "")) or language()
        if wanted != language():
            set_language(wanted)
            self.window.rebuild()
        shown = bool(self._settings.get(MENU_SETTING, False))
        if self.window.menuBar().isVisible() != shown:
            self.window.show_menu_bar(shown)

    def _on_demo(self) -> None:
        """Start the program with demo data in a profile apart and end this one; the demo itself
        only tries again.
        """
        if self._started.demo:
            self._shell.start_covered(self._start_demo)
            return
        home = self._started.home
        start_desktop("--demo", *(("--home", str(home)) if home is not None else ()))
        self.window.close()

    def _on_elsewhere(self, profile: str, target: str) -> None:
        """Open something in another profile, in a window of its own; this one stays."""
        home = self._started.home
        words = ("--home", str(home)) if home is not None else ()
        start_desktop("--profile", profile, *words, target)

    def _on_asked(self, verb: str, target: str) -> None:
        if self.window.isMinimized():
            self.window.showNormal()
        self.window.raise_()
        self.window.activateWindow()
        if verb == "open" and target:
            self._shell.open_target(target)


def put_back(copy: CopyRow, started: Started, told: Callable[[Exception], int]) -> int:
    """Put a backup in the place of the closed store and start the program anew.

    Args:
        copy: the backup.
        started: what this program was started with.
        told: says in a window of its own why it did not work; returns the exit code.
    """
    code, restored = 0, formats.moment(copy.made.astimezone()) if copy.made else copy.path.name
    try:
        restore_backup(copy.path, started.home, started.profile)
    except Environment as error:
        log.warning("the backup could not be put back: %s", error.code)
        code, restored = told(error), ""
    start_desktop(*again(started, restored))
    return code
