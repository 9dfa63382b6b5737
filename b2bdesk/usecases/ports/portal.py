"""The portal as use cases see it: signing in, running a synchronisation, pushing the outbox."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Protocol

from b2bdesk.trade.errors import CodedError
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.rows.account import AccountInfo, SessionStatus
from b2bdesk.usecases.rows.sync import Progress, Receipt


class Cancel(Protocol):
    """A switch that stops work under way; `threading.Event` is one."""

    def is_set(self) -> bool:
        """Say whether the work is to stop."""
        ...

    def wait(self, timeout: float | None = None) -> bool:
        """Wait so many seconds; True when the work is to stop."""
        ...


class SignInPort(Protocol):
    """Tokens and who they are for; implemented by sync."""

    def status(self) -> SessionStatus:
        """Return whether and as whom one is signed in, without asking anybody."""
        ...

    def sign_in(self, address: str, login: str, password: str, totp: str, device: str) -> None:
        """Sign in with login and password."""
        ...

    def sign_in_token(self, address: str, token: str) -> None:
        """Use an API token."""
        ...

    def sign_out(self) -> None:
        """End the session there and forget the tokens here."""
        ...


class SyncPort(Protocol):
    """Runs synchronisations; implemented by sync."""

    def refresh_account(self) -> tuple[AccountInfo, bool]:
        """Ask who we are; the account is kept. Returns it and whether it changed."""
        ...

    def run(
        self,
        cancel: Cancel,
        only: Collection[str] | None = None,
        full: bool = False,
        accept_deletions: bool = False,
        progress: Callable[[Progress], None] | None = None,
    ) -> Receipt:
        """Synchronise."""
        ...

    def unfinished(self) -> ChangeSet:
        """Return what runs that broke off have changed nevertheless, once."""
        ...

    def note_failure(self, begun: datetime, error: CodedError) -> None:
        """Keep in the journal what a run broke off with."""
        ...


class OutboxDriver(Protocol):
    """Moves sealed commands; implemented by sync."""

    def recover(self) -> int:
        """After a start: what was being sent when the process died is in doubt."""
        ...

    def push(self, now_too: bool = False) -> int:
        """Send and resolve what is due; returns how many commands moved."""
        ...

    def next_due(self) -> float | None:
        """Return in how many seconds the next command is due; None = nothing waits."""
        ...

    def settle(self) -> int:
        """Settle accepted commands whose order came by the feed."""
        ...

    def reconcile(self, incarnation: str) -> int:
        """Once per incarnation of the portal: find accepted orders that it has lost."""
        ...

    def withdraw(self, cmd_id: str) -> str:
        """Take a command back; returns the state it came to."""
        ...

    def retry(self, cmd_id: str) -> str:
        """Try a command now; returns the state it came to."""
        ...

    def resend(self, cmd_id: str) -> str:
        """Send a doubt that nobody answers once more under its key."""
        ...

    def arrived(self, cmd_id: str, number: str = "") -> str:
        """Take a person's word that the order of such a doubt has arrived."""
        ...

    def dismiss(self, cmd_id: str) -> str:
        """Give up a refused or lost command."""
        ...


class EventsPort(Protocol):
    """The portal's nudges: what moved."""

    def offered(self) -> bool:
        """Say whether one is signed in at a portal that tells of changes."""
        ...

    def listen(self, told: "Callable[[Collection[str], float], None]") -> None:
        """Listen until the portal ends it or `cut`.

        Args:
            told: feeds that moved, or scopes as `feed/key`, and over how many seconds to spread
                the questions; with nothing it says that the portal is listened to now.

        Raises:
            Environment: not reached, not signed in, cut.
            Expected: refused.
        """
        ...

    def cut(self) -> None:
        """End a listening that is under way, from another thread."""
        ...
