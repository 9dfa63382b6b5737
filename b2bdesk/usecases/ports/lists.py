"""What entering lists needs: a reader of foreign files, own codes, remembered mappings."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from b2bdesk.domain.bulk_rows import BulkRow, Match
from b2bdesk.trade.tablerows import ListSource, RawBook
from b2bdesk.usecases.rows.carts import LineRow
from b2bdesk.usecases.rows.offers import OfferRow


class ListReader(Protocol):
    """Reads a foreign file in the limited child process (files.child_client)."""

    def start(self) -> None:
        """Start the child ahead of time."""
        ...

    def read(
        self,
        path: Path,
        encoding: str | None = None,
        delimiter: str | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> RawBook:
        """Read a list; raises `Expected` with a `list_…` code."""
        ...

    def cancel(self) -> None:
        """Stop what is being read."""
        ...


class ListFiles(Protocol):
    """Writes what lists and carts leave behind as files."""

    def report(
        self,
        target: Path,
        rows: Sequence[BulkRow],
        source: str,
        only: Collection[str] | None = None,
    ) -> None:
        """Write the report of a list; `only` keeps rows of some statuses."""
        ...

    def answers(
        self,
        source: ListSource,
        target: Path,
        rows: Sequence[BulkRow],
        arrivals: Mapping[str, date],
    ) -> str:
        """Write the answers into a copy of the list; says how: `same`, `text` or `copy`."""
        ...

    def cart(self, target: Path, title: str, lines: Sequence[LineRow]) -> Path:
        """Write a cart as .xlsx or .csv."""
        ...


@dataclass(frozen=True, slots=True)
class OwnCode:
    """One entry of the buyer's own dictionary: his code means our item."""

    code: str
    item_id: str
    article: str
    name: str
    okei: str = ""
    learned_at: datetime | None = None


class OwnCodesPort(Protocol):
    """The buyer's own codes (таблица соответствий)."""

    def learn(self, codes: Sequence[OwnCode], at: datetime) -> None:
        """Keep codes; a known one means the new item from now on."""
        ...

    def forget(self, *codes: str) -> None:
        """Remove codes; unknown ones are fine."""
        ...

    def list(self) -> tuple[OwnCode, ...]:
        """Return all codes in alphabetical order."""
        ...


class CatalogueCodes(Protocol):
    """Goods by what the catalogue itself says of them."""

    def catalogued(self, codes: Sequence[str]) -> Mapping[str, Sequence[Match]]:
        """Return the goods behind articles, barcodes and codes; own codes do not count."""
        ...

    def offers_by_ids(self, item_ids: Sequence[str]) -> Mapping[str, OfferRow]:
        """Return the offers of opaque item ids that the cache knows."""
        ...


class CodeFiles(Protocol):
    """Writes own codes as a table."""

    def codes(self, target: Path, codes: Sequence[OwnCode]) -> None:
        """Write them as .xlsx, or .csv when the file is called so.

        Raises:
            Environment: the file could not be written.
        """
        ...


class TemplatesPort(Protocol):
    """Mappings of list layouts by heading fingerprint or name (JSON values)."""

    def find(self, fingerprint: str) -> Mapping[str, Any] | None:
        """Return the mapping remembered for a heading."""
        ...

    def named(self, name: str) -> Mapping[str, Any] | None:
        """Return the mapping of a name."""
        ...

    def save(self, fingerprint: str, name: str, layout: Mapping[str, Any], at: datetime) -> None:
        """Remember a mapping."""
        ...

    def names(self) -> tuple[str, ...]:
        """Return the names given to mappings."""
        ...
