"""Rows of the watched folder: what to do with lists, and what became of one."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from b2bdesk.domain.bulk_layout import ListMapping
from b2bdesk.domain.bulk_rows import BulkOptions
from b2bdesk.usecases.rows.bulk import ListPreview


@dataclass(frozen=True, slots=True)
class WatchOptions:
    """What to do with the lists of a folder.

    Attributes:
        cart: cart that all lists go into; "" = a cart per list, named like its file.
        send: seal the cart when no row waits for the buyer and no rule forbids it.
        online: ask the portal before sealing.
        settle_seconds: a file that does not change for so long is whole.
        mapping: columns chosen by hand.
        bulk: summing and rounding; None = as remembered.
    """

    cart: str = ""
    send: bool = False
    online: bool = True
    settle_seconds: int = 2
    mapping: ListMapping | None = None
    bulk: BulkOptions | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """What became of one list.

    Attributes:
        file: its name in the watched folder.
        moved: where it lies now (`done` or `failed`).
        report: the report beside it, None when it could not be read.
        preview: rows with statuses, None when it could not be read.
        cart_id: the cart it went into, "" when nothing was added.
        cart_name: of that cart.
        command_id: the sealed order, "" when it was not sent.
        code: error code of a failure, or why it was not sent.
        params: values of that code's sentence.
    """

    file: str
    moved: Path
    report: Path | None = None
    preview: ListPreview | None = None
    cart_id: str = ""
    cart_name: str = ""
    command_id: str = ""
    code: str = ""
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        """Say whether nothing of the list could be used."""
        return not self.cart_id
