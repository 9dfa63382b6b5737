"""The outbox as sync and the use case see it (PROTOCOL R1-R5)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from b2bdesk.usecases.rows.orders import OutboxRow


@dataclass(frozen=True, slots=True)
class Command:
    """A sealed command as sync sends it; `lane` is (company, entity): lanes do not wait."""

    id: str
    kind: str
    company_id: str
    entity_id: str
    contract_id: str
    cart_id: str
    currency: str
    gross_minor: int
    body: bytes
    body_sha256: str
    state: str
    attempts: int
    next_try: datetime | None
    order_id: str
    order_number: str
    reason: str = ""

    @property
    def lane(self) -> tuple[str, str]:
        """Commands of one lane are sent in order."""
        return (self.company_id, self.entity_id)


@dataclass(frozen=True, slots=True)
class Move:
    """A step of a command: the new state and what is known with it (None = leave as it is)."""

    state: str
    reason: str = ""
    params: dict[str, Any] | None = None
    next_try: datetime | None = None
    order_id: str | None = None
    order_number: str | None = None
    attempted: bool = False


class OutboxPort(Protocol):
    """Reads commands and moves them along the table of R4."""

    def rows(self, states: Sequence[str] = ()) -> tuple[OutboxRow, ...]:
        """Return commands to show, the newest first; no states = all."""
        ...

    def commands(self, states: Sequence[str]) -> list[Command]:
        """Return commands with their bytes, in the order of sealing."""
        ...

    def of_cart(self, cart_id: str) -> list[Command]:
        """Return the commands a cart was ever sealed under, in the order of sealing."""
        ...

    def command(self, cmd_id: str) -> Command | None:
        """Return one command."""
        ...

    def counts(self) -> dict[str, int]:
        """Return how many commands are in each state that is not terminal."""
        ...

    def move(self, cmd_id: str, move: Move, at: datetime, expected: str = "") -> Command:
        """Move a command and its cart in one transaction.

        Raises:
            Expected: `outbox_state` when it is not in the `expected` state any more.
            ValueError: a transition that R4 does not have.
        """
        ...

    def recover(self, at: datetime, flying: Collection[str] = ()) -> int:
        """After a start: `sending` becomes `unknown`, `rejected` `needs_user`; returns how many."""
        ...
