"""Prices as they were before they moved last, and moved prices as files."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from b2bdesk.usecases.rows.repricing import PriceMove


class PriceLogPort(Protocol):
    """Implemented by models over the log of personal base prices (decision 0008)."""

    def before(self, contract_id: str, item_ids: Collection[str]) -> dict[str, int]:
        """Return the base price (10⁻⁵) of items before their last change; others are missing."""
        ...


class PriceFiles(Protocol):
    """Implemented by files."""

    def moves(self, target: Path, cart: Mapping[str, str], moves: Sequence[PriceMove]) -> Path:
        """Write moved prices of a cart (`name`, `currency`) as .xlsx, .csv or .pdf.

        Raises:
            Environment: the file could not be written.
        """
        ...
