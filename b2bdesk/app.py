"""The desktop program: the only place where the window meets the composition root.

Opens the profile (or hands its target to the program that has it open), builds window, runner and
shell, starts the embedded portal for `--demo`, and ends everything in order.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from b2bdesk import __version__
from b2bdesk.bootstrap import ask_running, open_services
from b2bdesk.cli.handover import answer
from b2bdesk.host.embedded import LOGIN, PASSWORD, EmbeddedPortal
from b2bdesk.host.logs import start_logs
from b2bdesk.host.places import find_places
from b2bdesk.host.processes import start_desktop
from b2bdesk.texts import language, set_language, tr
from b2bdesk.trade.errors import CodedError, Environment
from b2bdesk.ui.changehub import Change, ChangeHub
from b2bdesk.ui.errors.hooks import ErrorHooks
from b2bdesk.ui.frame.standard import THEME_SETTING
from b2bdesk.ui.main_window import FrameParts, MainWindow
from b2bdesk.ui.screens import entries, palette_sources
from b2bdesk.ui.shell.arguments import Started, read_arguments
from b2bdesk.ui.shell.keeping import ShellSettings
from b2bdesk.ui.shell.names import LANGUAGE_SETTING, MENU_SETTING, SCALE_SETTING
from b2bdesk.ui.shell.shell import Shell
from b2bdesk.ui.startup import make_application, show_trouble
from b2bdesk.ui.tasks import JobControl, TaskRunner
from b2bdesk.ui.theme import look
from b2bdesk.usecases.rows.sync import Progress
from b2bdesk.usecases.services import Services

log = logging.getLogger(__name__)


def main(arguments: Sequence[str]) -> int:
    """Run the desktop; returns the exit code of CLI.md."""
    set_language()
    started = read_arguments(arguments)
    start_logs(find_places(started.home, started.profile).logs, "b2bdesk", _debug())
    try:
        services = open_services(started.home, started.profile)
    except Environment as error:
        if error.code == "profile_in_use" and _handed_over(started):
            return 0
        show_trouble(make_application(look.SYSTEM), error)
        return 7
    except CodedError as error:
        show_trouble(make_application(look.SYSTEM), error)
        return 5
    return Desktop(services, started).run()


class Desktop(QObject):
    """One running program: window, runner, hub, shell and what other processes may ask of it."""

    asked = Signal(str, str)

    def __init__(self, services: Services, started: Started) -> None:
        self._services = services
        self._started = started
        self._settings = ShellSettings(services.settings, services.lanes.desk)
        set_language(str(self._settings.get(LANGUAGE_SETTING, "")) or None)
        look.prepare_scale(int(str(self._settings.get(SCALE_SETTING, 100))))
        self._app = make_application(str(self._settings.get(THEME_SETTING, look.SYSTEM)))
        super().__init__()
        lanes = services.lanes
        self._runner = TaskRunner(
            {
                "read": lanes.readers,
                "write": lanes.desk,
                "slow": lanes.files,
                "net": lanes.net,
                "sync": lanes.cache,
            },
            self,
        )
        self._hub = ChangeHub(self)
        self._silence = services.news.subscribe(self._hub.publish)
        self._portal = EmbeddedPortal(services.profile.home / "portal")
        screens = entries(services)
        self._window = MainWindow(
            FrameParts(
                screens,
                self._runner,
                self._hub,
                self._settings,
                home=screens[0].key,
                version=__version__,
                sources=palette_sources(services),
            )
        )
        self._hooks = ErrorHooks(self)
        self._hooks.caught.connect(self._window.errors.show_bug)
        self._shell = Shell(self._window, services, self._runner, self._hub)
        self._shell.demo_asked.connect(self._on_demo)
        self.asked.connect(self._on_asked)
        self._hub.changed.connect(self._on_changed)

    def run(self) -> int:
        """Show the window until it is closed, then end everything in order."""
        self._hooks.install()
        self._services.serve(self._serve)
        self._window.show()
        if self._started.demo:
            self._shell.start_covered(self._start_demo)
        else:
            self._shell.start()
        if self._started.target:
            self._on_asked("open", self._started.target)
        code = self._app.exec()
        self._shell.stop()
        self._silence()
        self._services.close()
        self._portal.stop()
        return int(code)

    def _start_demo(self, control: JobControl) -> None:
        """Fill and serve the demo portal, sign in, bring the catalogue; on the `sync` lane."""
        control.progress(tr("Preparing the demo supplier"))
        address = self._portal.start(told=control.progress)
        control.progress(tr("Signing in"))
        self._services.session.sign_in(address, LOGIN, PASSWORD)

        def tell(step: Progress) -> None:
            control.check()
            control.progress(tr("Bringing the catalogue"), step.done, step.total)

        self._services.sync.run(progress=tell)

    def _serve(self, verb: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        """Answer another process of this user; runs on the endpoint's thread."""
        if verb == "cli":
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
            self._window.rebuild()
        shown = bool(self._settings.get(MENU_SETTING, False))
        if self._window.menuBar().isVisible() != shown:
            self._window.show_menu_bar(shown)

    def _on_demo(self) -> None:
        """Start the program again with demo data, in a profile apart, and end this one."""
        start_desktop("--demo")
        self._window.close()

    def _on_asked(self, verb: str, target: str) -> None:
        if self._window.isMinimized():
            self._window.showNormal()
        self._window.raise_()
        self._window.activateWindow()
        if verb == "open" and target:
            self._window.navigate("import", path=target)


def _debug() -> bool:
    return os.environ.get("B2BDESK_LOG") == "debug"


def _handed_over(started: Started) -> bool:
    """Give the target to the program that has the profile open; True when it took it."""
    verb = "open" if started.target else "raise"
    try:
        ask_running(verb, {"target": started.target}, started.home, started.profile)
    except Environment:
        log.info("the program that holds the profile did not answer")
        return False
    return True
