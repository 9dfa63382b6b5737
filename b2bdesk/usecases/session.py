"""Signing in and out: by password, by API token, and what is known without asking.

Right after a sign-in the account is asked for, so that entities and contracts are there before the
first synchronisation. Called on the net lane.
"""

from collections.abc import Callable

from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.usecases.changes import ChangeSet, News
from b2bdesk.usecases.ports.portal import SignInPort
from b2bdesk.usecases.rows.account import AccountInfo, SessionStatus


class Session:
    """The sign-in of a profile."""

    def __init__(
        self,
        sign_in: SignInPort,
        refresh_account: Callable[[], AccountInfo],
        wipe: Callable[[], None],
        news: News,
        device: str,
    ) -> None:
        """Keep what signing in needs.

        Args:
            sign_in: tokens.
            refresh_account: asks for the account and keeps it; other people's data goes.
            wipe: removes cached data (sign-out with wiping).
            news: told of every change.
            device: this machine's name, shown to the person in the portal.
        """
        self._sign_in = sign_in
        self._refresh_account = refresh_account
        self._wipe = wipe
        self._news = news
        self._device = device

    def status(self) -> SessionStatus:
        """Return whether and as whom one is signed in, without asking anybody."""
        return self._sign_in.status()

    def sign_in(self, url: str, login: str, password: str, totp: str = "") -> SessionStatus:
        """Sign in with login and password and learn the account.

        Raises:
            Expected: `sign_in_refused`, `sign_in_totp`, `too_many_attempts`, `portal_address` …
            Environment: the portal cannot be reached.
        """
        self._sign_in.sign_in(url, login, password, totp, self._device)
        return self._signed_in()

    def sign_in_token(self, url: str, token: str) -> SessionStatus:
        """Use an API token (robots); it is proven by asking for the account.

        Raises:
            Environment: `session_revoked` when the portal does not know the token.
        """
        self._sign_in.sign_in_token(url, token)
        try:
            return self._signed_in()
        except (Environment, Expected) as error:
            if error.code in ("session_revoked", "session_expired"):
                self._sign_in.sign_out()
            raise

    def refresh(self) -> SessionStatus:
        """Ask the portal who we are: proves connection and sign-in, renews the account.

        Raises:
            Environment: the portal cannot be reached, the sign-in has ended.
        """
        return self._signed_in()

    def sign_out(self, wipe: bool = False) -> ChangeSet:
        """Sign out; drafts stay, cached data goes when `wipe`."""
        self._sign_in.sign_out()
        kinds = {"session"}
        if wipe:
            self._wipe()
            kinds |= {"account", "context", "catalogue", "prices", "stock", "orders", "documents"}
        changes = ChangeSet.of(*kinds)
        self._news.publish(changes)
        return changes

    def _signed_in(self) -> SessionStatus:
        self._refresh_account()
        self._news.publish(ChangeSet.of("session", "account", "context"))
        return self._sign_in.status()
