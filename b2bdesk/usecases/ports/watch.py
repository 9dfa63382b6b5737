"""The watched folder as the use case sees it; implemented by host."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol


class DropFolder(Protocol):
    """Files that others lay into a folder."""

    def waiting(self, folder: Path) -> list[Path]:
        """Return files that may be lists, by name; raises Environment `folder_not_readable`."""
        ...

    def settled(self, paths: Sequence[Path], seconds: int) -> list[Path]:
        """Return those that nobody has written to for so many seconds and that hold anything."""
        ...

    def digest(self, path: Path) -> str:
        """Return a name of the content."""
        ...

    def move(self, path: Path, shelf: str) -> Path:
        """Move a file into a subfolder, never over another one; returns where it lies now."""
        ...

    def beside(self, path: Path, ending: str) -> Path:
        """Return a free name beside a file: `list.xlsx` + `.report.xlsx`."""
        ...

    def write_note(self, path: Path, text: str) -> None:
        """Write a small text file."""
        ...
