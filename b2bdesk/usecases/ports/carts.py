"""What the cart use cases need of the stores: carts and journal to write, facts to read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from b2bdesk.domain.cart import Facts, Line, Terms
from b2bdesk.domain.edits import CartHead, Edit
from b2bdesk.usecases.ports.orders_out import SealedCommand


@dataclass(frozen=True, slots=True)
class CartRecord:
    """A stored cart. `state`: draft, sealed, archived, deleted."""

    id: str
    head: CartHead
    state: str
    created_at: datetime
    changed_at: datetime
    lines: int = 0
    gross_minor: int = 0
    command_id: str = ""
    deleted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """What the list of carts shows without opening the cart."""

    lines: int
    gross_minor: int


@dataclass(frozen=True, slots=True)
class JournalStep:
    """One journal row that can be undone or redone."""

    seq: int
    edit: Edit


@dataclass(frozen=True, slots=True)
class StepLabel:
    """The name of a step without its images."""

    label: str
    params: dict[str, Any]


class CartsPort(Protocol):
    """Writes and reads carts; each write is one transaction."""

    def carts(self, states: Sequence[str]) -> list[CartRecord]:
        """Return carts of the given states, the latest changed first."""
        ...

    def cart(self, cart_id: str) -> CartRecord | None:
        """Return one cart."""
        ...

    def lines(self, cart_id: str) -> list[Line]:
        """Return the lines in the buyer's order."""
        ...

    def line_ids(self, cart_id: str) -> list[str]:
        """Return the ids of the lines in the buyer's order."""
        ...

    def lines_of(self, cart_id: str, line_ids: Sequence[str]) -> list[Line]:
        """Return some lines of a cart in the buyer's order."""
        ...

    def insert(self, record: CartRecord, lines: Sequence[Line]) -> None:
        """Store a new cart with its lines (creation is not an undo step)."""
        ...

    def commit(self, edit: Edit, summary: Summary, at: datetime) -> None:
        """Apply an edit and write its journal row; redo steps are cut."""
        ...

    def set_state(self, cart_id: str, state: str, at: datetime) -> None:
        """Delete into the recycle bin, restore, archive."""
        ...

    def purge(self, deleted_before: datetime) -> int:
        """Drop carts that were in the recycle bin since before an instant; returns how many."""
        ...

    def step(self, cart_id: str, undone: bool) -> JournalStep | None:
        """Return the step that redo (`undone`) or undo would take now."""
        ...

    def label(self, cart_id: str, undone: bool) -> StepLabel | None:
        """Return the name of that step."""
        ...

    def commit_step(
        self, step: JournalStep, edit: Edit, undone: bool, summary: Summary, at: datetime
    ) -> None:
        """Apply `edit` (a step turned round, or forward again) and mark the step."""
        ...

    def seal(self, commands: Sequence[SealedCommand], at: datetime) -> None:
        """Insert commands and seal their carts in one transaction (R1), with undo barriers."""
        ...

    def times_sealed(self, cart_id: str) -> int:
        """Return how many commands a cart was ever sealed under."""
        ...

    def ordered_kin(self, cart_id: str) -> tuple[str, ...]:
        """Return carts of the same goods with orders from here: a source, parts, other splits."""
        ...


class PriceBook(Protocol):
    """Prices of one contract today for the items it was loaded with."""

    @property
    def terms(self) -> Terms:
        """Currency and VAT of the contract."""
        ...

    @property
    def thresholds(self) -> tuple[int, ...]:
        """Cart sums (minor units) at which prices change, ascending."""
        ...

    def price(self, item_id: str, facts: Facts, base_e3: int) -> int | None:
        """Return the unit price for a quantity before the cart threshold; None = no price."""
        ...

    def vat_included(self, item_id: str, facts: Facts, base_e3: int) -> bool:
        """Say whether the price for a quantity contains VAT."""
        ...

    def final(self, item_id: str, facts: Facts, base_e3: int, measured_minor: int) -> int | None:
        """Return the unit price for a quantity after the threshold of a cart of that sum."""
        ...

    def finals(self, rows: Iterable[tuple[str, Facts, int, int]], measured_minor: int) -> list[int]:
        """Return `final` of many rows whose price does not depend on their quantity.

        Args:
            rows: item id, facts, base units, price before the threshold.
            measured_minor: sum of the cart.
        """
        ...

    def prepare(self, wanted: Iterable[tuple[str, int]]) -> None:
        """Read at once what prices of these quantities (item id, base units) are made of."""
        ...

    def take_over(self, other: "PriceBook") -> None:
        """Learn what another book of the same contract knows about more items."""
        ...

    def counts_like(self, other: "PriceBook") -> bool:
        """Say whether another book has the same terms, price types and day."""
        ...


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything the cache says about the items of a cart for one contract."""

    facts: Mapping[str, Facts]
    book: PriceBook


class FactsPort(Protocol):
    """Reads items with price, stock and units for a contract in a constant number of queries."""

    def of_cart(self, cart_id: str, contract_id: str) -> Situation:
        """Return the facts of all items of a stored cart."""
        ...

    def of_items(
        self, item_ids: Sequence[str], contract_id: str, numbers: Sequence[int] = ()
    ) -> Situation:
        """Return the facts of the named items; unknown ones are missing.

        `numbers`: those of the same items in the cache, where a match has named them.
        """
        ...

    def elsewhere(self, known: Mapping[str, Facts], contracts: tuple[str, str]) -> Situation:
        """Return items known under the first contract as the second one has them."""
        ...
