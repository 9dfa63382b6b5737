"""The desktop program: the only place where the window meets the composition root.

The empty frame is painted first; then the profile is opened beside it (or the target handed to the
program that has it open), and `desktop.Desktop` takes over. Whatever goes wrong before the window
is there is logged and told. What is read before the first paint stays light.
"""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from b2bdesk import __version__
from b2bdesk.host.last_look import read_look
from b2bdesk.host.logs import start_logs
from b2bdesk.host.places import find_places
from b2bdesk.texts import set_language
from b2bdesk.trade.errors import CodedError, Environment
from b2bdesk.ui.opening import Opener, Opening
from b2bdesk.ui.shell.arguments import Started, read_arguments
from b2bdesk.ui.startup import make_application
from b2bdesk.ui.theme import look

if TYPE_CHECKING:
    from b2bdesk.usecases.services import Services

log = logging.getLogger(__name__)


def main(arguments: Sequence[str]) -> int:
    """Run the desktop; returns the exit code of CLI.md."""
    set_language()
    started = read_arguments(arguments)
    try:
        places = find_places(started.home, started.profile)
        start_logs(places.logs, "b2bdesk", _debug())
        last = read_look(places.data)
        set_language(last.language or None)
        look.prepare_scale(last.scale)
        app = make_application(last.theme or look.SYSTEM)
        return _run(app, started, Opening(last.geometry))
    except Environment as error:
        if error.code == "profile_in_use" and _handed_over(started):
            return 0
        log.warning("the program cannot start: %s", error.code)
        return _told(error)
    except Exception as error:  # the last net where no event loop shows what fell through
        log.exception("the program ended by an error")
        return _told(error)


def _run(app: QApplication, started: Started, opening: Opening) -> int:
    services = Opener(opening, partial(open_profile, started), close_profile).open()
    if services is None:
        return 0
    try:
        from b2bdesk.app.desktop import Desktop, put_back

        gc.enable()
        gc.freeze()
        code = Desktop(services, started, opening, app).run()
    finally:
        services.close()
    if services.upkeep.wanted is not None:
        return put_back(services.upkeep.wanted, started, _told)
    return code


def open_profile(started: Started) -> Services:
    """Read the composition root and open the profile; on the thread beside the frame."""
    from b2bdesk.bootstrap import open_services

    return open_services(started.home, started.profile)


def close_profile(services: Services) -> None:
    """Close what was opened for nobody."""
    services.close()


def _told(error: Exception) -> int:
    """Say in a window of its own why the program cannot go on; returns the exit code."""
    from b2bdesk.cli.exits import BUG, exit_code
    from b2bdesk.ui.errors.trouble import show_trouble

    app = make_application(look.SYSTEM)
    show_trouble(app, error, "" if isinstance(error, Environment) else __version__)
    return exit_code(error) if isinstance(error, CodedError) else BUG


def _debug() -> bool:
    return os.environ.get("B2BDESK_LOG") == "debug"


def _handed_over(started: Started) -> bool:
    """Give the target to the program that has the profile open; True when it took it."""
    from b2bdesk.bootstrap import ask_running

    verb = "open" if started.target else "raise"
    try:
        ask_running(verb, {"target": started.target}, started.home, started.profile)
    except Environment:
        log.info("the program that holds the profile did not answer")
        return False
    return True
