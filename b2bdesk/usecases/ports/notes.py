"""The buyer's own notes on goods, firms, orders: kept on this machine, sent to nobody."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol


class NotesPort(Protocol):
    """Reads and writes notes by subject (`item`, `order` …) and its id."""

    def of(self, subject: str) -> Mapping[str, str]:
        """Return all notes on one kind of subject by id."""
        ...

    def put(self, subject: str, subject_id: str, text: str, at: datetime) -> None:
        """Keep a note; an empty one is removed."""
        ...
