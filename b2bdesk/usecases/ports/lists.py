"""What entering lists needs: a reader of foreign files, own codes, remembered mappings."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from b2bdesk.trade.tablerows import RawBook


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

    def forget(self, code: str) -> None:
        """Remove a code; unknown ones are fine."""
        ...

    def list(self) -> tuple[OwnCode, ...]:
        """Return all codes in alphabetical order."""
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
