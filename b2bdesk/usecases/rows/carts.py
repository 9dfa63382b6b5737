"""Rows of carts: carts, lines with their states, totals, results of edits and checks."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from b2bdesk.trade.quantity import ONE_E3
from b2bdesk.usecases.changes import ChangeSet


@dataclass(frozen=True, slots=True)
class CartRow:
    """A cart in a list. `state`: draft, sealed, archived, deleted."""

    id: str
    name: str
    entity_id: str
    contract_id: str
    currency: str
    state: str
    lines: int
    gross_minor: int
    changed_at: datetime
    note: str = ""
    command_id: str = ""
    entity_name: str = ""
    contract_number: str = ""
    active: bool = False
    frozen: bool = False
    template: bool = False
    deleted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LineState:
    """Why a line is marked: code, values for its sentence, tone (info, warn, bad)."""

    code: str
    tone: str
    params: dict[str, Any] = field(default_factory=dict)


class LineRow(NamedTuple):
    """A cart line with today's price and stock beside what was seen when it was added.

    A named tuple, because 10,000 of them are made when a cart is opened.

    `quantity_e3` is as typed in the line's unit, `base_e3` in base units, `price_e5` per base
    unit. `item_id` is empty for a line whose typed article is not found yet.
    """

    line_id: str
    position: int
    item_id: str
    n: int | None
    article: str
    name: str
    okei: str
    unit: str
    factor_e3: int
    quantity_e3: int
    base_e3: int
    price_e5: int | None
    price_at_add_e5: int | None
    vat_code: str
    net_minor: int
    vat_minor: int
    gross_minor: int
    stock_e3: int | None
    at_least: bool
    minimum_e3: int
    multiple_e3: int
    weight_g: int
    volume_cm3: int
    states: tuple[LineState, ...] = ()
    typed: str = ""
    comment: str = ""
    brand: str = ""
    place: str = ""
    address_id: str = ""
    incoming_date: date | None = None
    incoming_e3: int = 0
    stock_at_add_e3: int | None = None

    def in_unit(self, base_e3: int) -> int:
        """Return how much of the line's unit so many base units hold; packs are whole."""
        if self.factor_e3 == ONE_E3:
            return base_e3
        return base_e3 // self.factor_e3 * ONE_E3


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums of a cart or of a selection; weight in grams, volume in cm³."""

    lines: int
    net_minor: int
    vat_minor: int
    gross_minor: int
    weight_g: int
    volume_cm3: int
    currency: str
    vat_by_code: tuple[tuple[str, int], ...] = ()
    blocked: int = 0


@dataclass(frozen=True, slots=True)
class CartSheet:
    """An opened cart."""

    cart: CartRow
    lines: tuple[LineRow, ...]
    totals: Totals
    undo_label: str = ""
    redo_label: str = ""
    undo_params: dict[str, Any] = field(default_factory=dict)
    redo_params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Glance:
    """The first look at a big cart, before it is counted.

    Attributes:
        cart: with the number of lines and the sum of its last edit.
        line_ids: all lines in the buyer's order.
        lines: those around the place that is shown, with today's prices.
    """

    cart: CartRow
    line_ids: tuple[str, ...]
    lines: tuple[LineRow, ...]


@dataclass(frozen=True, slots=True)
class LineEdit:
    """One edited line (None = it is gone) and the new totals."""

    line: LineRow | None
    totals: Totals
    changes: ChangeSet
    cart_id: str = ""


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line to be added: quantity in its unit; `typed` is what the buyer's list said.

    `okei` empty = the item's base unit; `source` says how the item was found (own_code, article
    …); `kept` takes the quantity as it is although it misses the multiple. `place` is a warehouse,
    `address_id` where it is to go: a cart whose lines name several is split by them.
    """

    item_id: str
    quantity_e3: int
    okei: str = ""
    comment: str = ""
    typed: str = ""
    source: str = ""
    kept: bool = False
    place: str = ""
    address_id: str = ""


@dataclass(frozen=True, slots=True)
class AddResult:
    """What adding many lines did: one undo step."""

    cart_id: str
    added: int
    summed: int
    skipped: int
    changes: ChangeSet
    line_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UndoResult:
    """What was undone or redone; `conflicts` counts rows left alone because they had changed.

    `cart_id` is the cart to show now when the step made another one of it (a split, its way back).
    `line_id` is the first line the step has put or changed, empty when it only took lines away.
    """

    label: str
    params: dict[str, Any]
    conflicts: int
    changes: ChangeSet
    cart_id: str = ""
    line_id: str = ""


@dataclass(frozen=True, slots=True)
class LineChange:
    """One line that differs: as typed / in the local data / at the portal now (None = unknown)."""

    line: LineRow
    code: str
    tone: str
    price_at_add_e5: int | None
    price_cached_e5: int | None
    price_portal_e5: int | None
    stock_at_add_e3: int | None
    stock_cached_e3: int | None
    stock_portal_e3: int | None
    difference_minor: int


@dataclass(frozen=True, slots=True)
class CheckProblem:
    """A rule that a cart meets or breaks; `blocking` ones stop the sending."""

    code: str
    blocking: bool
    params: dict[str, Any] = field(default_factory=dict)
    line_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The state of a cart before sending. `asked_portal` False = from local data only."""

    cart_id: str
    totals: Totals
    changed: tuple[LineChange, ...]
    problems: tuple[CheckProblem, ...]
    asked_portal: bool
    checked_at: datetime

    @property
    def can_send(self) -> bool:
        """Say whether nothing blocks the sending."""
        return not any(problem.blocking for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Checkout:
    """What is decided at sending besides the lines."""

    address_id: str = ""
    delivery_method: str = ""
    payment_method: str = ""
    ship_date: date | None = None
    po_number: str = ""
    comment: str = ""
    partial_delivery: bool = True
    consignee_inn: str = ""


@dataclass(frozen=True, slots=True)
class SealResult:
    """A cart became a command of the outbox."""

    command_id: str
    cart_id: str
    gross_minor: int
    changes: ChangeSet
