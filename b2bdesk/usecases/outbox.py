"""The queue of sealed orders: what is on its way, and the person's ways out (PROTOCOL R4).

Called on the desk or net lane; states are only ever moved by `OutboxDriver`.
"""

from collections.abc import Callable

from b2bdesk.domain.outbox_states import FOR_PERSON
from b2bdesk.usecases.changes import ChangeSet, News
from b2bdesk.usecases.ports.outbox import OutboxPort
from b2bdesk.usecases.ports.portal import OutboxDriver
from b2bdesk.usecases.rows.orders import OutboxRow

_TOUCHED = ("outbox", "carts")


class Outbox:
    """Commands that wait, are sent, or wait for the person."""

    def __init__(
        self,
        repo: OutboxPort,
        driver: OutboxDriver,
        news: News,
        keep: Callable[[], None] = lambda: None,
    ) -> None:
        """Keep the ports; `keep` asks for a backup: what was taken back must stay taken back."""
        self._repo = repo
        self._keep = keep
        self._driver = driver
        self._news = news

    def list(self) -> tuple[OutboxRow, ...]:
        """Return all commands, the newest first."""
        return self._repo.rows()

    def counts(self) -> dict[str, int]:
        """Return how many commands are in each state that is not terminal."""
        return self._repo.counts()

    def asking(self) -> int:
        """Return how many wait for the person: refused, lost, or doubts that he ends."""
        rows = self._repo.rows(("needs_user", "missing", "unknown"))
        return sum(row.state != "unknown" or row.reason in FOR_PERSON for row in rows)

    def withdraw(self, command_id: str) -> ChangeSet:
        """Take an order back before it is taken up; the cart can be edited again.

        Once it may have arrived the portal is asked to void the key; when it answers with the
        order, the order stands (state `accepted`).

        Raises:
            Expected: `outbox_state` when it is too late, `capability_missing`.
            Environment: the portal cannot be asked now; nothing changed.
        """
        changes = self._moved(command_id, self._driver.withdraw(command_id))
        self._keep()
        return changes

    def retry(self, command_id: str) -> ChangeSet:
        """Try now; an order that a restored portal has lost is sent with the same key."""
        return self._tried(command_id, self._driver.retry)

    def resend(self, command_id: str) -> ChangeSet:
        """Send a doubt that nobody answers once more, under its own number: it stays one order.

        Raises:
            Expected: `outbox_state` when it is no such doubt.
            Environment: the portal cannot be reached; it stays to be asked about.
        """
        return self._tried(command_id, self._driver.resend)

    def arrived(self, command_id: str, number: str = "") -> ChangeSet:
        """Note that the supplier has the order of such a doubt, under this number if told.

        Raises:
            Expected: `outbox_state` when it is no such doubt.
        """
        changes = self._moved(command_id, self._driver.arrived(command_id, number.strip()))
        self._keep()
        return changes

    def dismiss(self, command_id: str) -> ChangeSet:
        """Give up a refused or lost order; the cart of a refused one is a draft again.

        Raises:
            Environment: the portal cannot be asked about a lost one; it stays as it was.
        """
        changes = self._moved(command_id, self._driver.dismiss(command_id))
        self._keep()
        return changes

    def _tried(self, command_id: str, act: Callable[[str], str]) -> ChangeSet:
        changes = ChangeSet.of(*_TOUCHED, ids=(command_id,))
        try:
            act(command_id)
        finally:
            self._news.publish(changes)
        return changes

    def _moved(self, command_id: str, _state: str) -> ChangeSet:
        changes = ChangeSet.of(*_TOUCHED, ids=(command_id,))
        self._news.publish(changes)
        return changes
