"""A connection handed to the program: the sign-in is filled in, another portal gets a profile.

Nothing is signed in to by itself. A profile belongs to one portal, so the address of another one is
offered in a profile of its own, which a second window opens.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit

from PySide6.QtCore import QObject

from b2bdesk.files.connection_file import Connection, read_connection
from b2bdesk.texts import errors, tr
from b2bdesk.trade.errors import Expected
from b2bdesk.ui.frame.context import ToastSpec
from b2bdesk.ui.main_window import MainWindow
from b2bdesk.ui.screens.signin.screen import SignInCover
from b2bdesk.usecases.services import Services

Start = Callable[[str, str], object]


class Connecting(QObject):
    """Opens `.b2bdesk` files and `b2bdesk://` links.

    Args:
        window: of the program.
        services: of the profile.
        cover: the sign-in.
        start: opens another window of the program: profile, target.
    """

    def __init__(
        self,
        window: MainWindow,
        services: Services,
        cover: SignInCover,
        start: Start,
    ) -> None:
        super().__init__(window)
        self._window, self._services, self._cover, self._start = window, services, cover, start

    def open(self, target: str) -> None:
        """Fill the sign-in with a connection, or offer a profile for it."""
        try:
            found = read_connection(target)
        except Expected as error:
            told = errors.describe(error.code, error.params)
            self._window.toast(ToastSpec(told.title, told.sentence, "bad"))
            return
        known = self._services.session.status().portal_url
        if not known or same_portal(known, found.portal):
            self._propose(found, bool(known))
        else:
            self._offer_profile(target, found)

    def _propose(self, found: Connection, known: bool) -> None:
        if known and not self._cover.shown() and self._services.session.status().signed_in:
            words = tr("You are connected to this portal already")
            self._window.toast(ToastSpec(words, found.portal))
            return
        self._cover.propose(found.portal, found.login)

    def _offer_profile(self, target: str, found: Connection) -> None:
        host = urlsplit(found.portal).hostname or "portal"
        words = tr("This is another portal: {host}").format(host=host)
        note = tr("This profile stays with its own; another window opens for the new one.")
        start = partial(self._start, profile_name(found.portal), target)
        self._window.toast(ToastSpec(words, note, action=tr("Open it"), run=start))


def same_portal(one: str, other: str) -> bool:
    """Whether two addresses are of the same host and port."""
    first, second = urlsplit(one), urlsplit(other)
    return (first.scheme, first.hostname, first.port) == (
        second.scheme, second.hostname, second.port,
    )  # fmt: skip


def profile_name(address: str) -> str:
    """A name for the profile of an address: letters, digits, dashes."""
    parts = urlsplit(address)
    name = parts.hostname or "portal"
    name = f"{name}-{parts.port}" if parts.port else name
    return "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in name)[:40]
