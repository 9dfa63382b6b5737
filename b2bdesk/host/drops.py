"""Files that others lay into a watched folder: which are whole, and moving them aside.

Implements `usecases.ports.watch.DropFolder`. A program that still writes shows by a changing size
or time; temporary names of office programs, browsers and copiers are passed over.
"""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from b2bdesk.trade.errors import Environment

OUR_ENDINGS = (".report.xlsx", ".error.txt")
TEMPORARY = (".part", ".tmp", ".temp", ".crdownload", ".partial", ".filepart", ".lock")
MANY = 1000
_BLOCK = 1 << 20


class Drops:
    """One watched folder at a time; `wait` pauses between the two looks at a file."""

    def __init__(self, wait: Callable[[float], object]) -> None:
        """Take how to pause: `stopping.wait` of the services, so that an end does not wait."""
        self._wait = wait

    def waiting(self, folder: Path) -> list[Path]:
        """Return files that may be lists, by name.

        Raises:
            Environment: `folder_not_readable`.
        """
        try:
            found = [path for path in folder.iterdir() if _may_be_list(path)]
        except OSError as error:
            raise Environment("folder_not_readable", place=str(folder)) from error
        return sorted(found)[:MANY]

    def settled(self, paths: Sequence[Path], seconds: int) -> list[Path]:
        """Return those that hold anything and do not change for so many seconds."""
        before = {path: _stamp(path) for path in paths}
        if seconds > 0:
            self._wait(float(seconds))
        return [
            path
            for path, stamp in before.items()
            if stamp is not None and stamp[0] > 0 and _stamp(path) == stamp and _is_free(path)
        ]

    def digest(self, path: Path) -> str:
        """Return the SHA-256 of name and content.

        Raises:
            Environment: `file_locked`.
        """
        total = hashlib.sha256(path.name.encode())
        try:
            with path.open("rb") as file:
                while block := file.read(_BLOCK):
                    total.update(block)
        except OSError as error:
            raise Environment("file_locked", file=path.name) from error
        return total.hexdigest()

    def move(self, path: Path, shelf: str) -> Path:
        """Move a file into a subfolder, never over another one.

        Raises:
            Environment: `folder_not_writable`.
        """
        folder = path.parent / shelf
        try:
            folder.mkdir(exist_ok=True)
            target = _free(folder / path.name)
            path.rename(target)
        except OSError as error:
            raise Environment("folder_not_writable", place=str(folder)) from error
        return target

    def beside(self, path: Path, ending: str) -> Path:
        """Return a free name beside a file."""
        return _free(path.with_name(path.stem + ending), ending)

    def write_note(self, path: Path, text: str) -> None:
        """Write a small text file that every editor of Windows opens.

        Raises:
            Environment: `folder_not_writable`.
        """
        try:
            path.write_text(text, encoding="utf-8-sig", newline="\r\n")
        except OSError as error:
            raise Environment("folder_not_writable", place=str(path.parent)) from error


def _may_be_list(path: Path) -> bool:
    name = path.name.lower()
    if name.startswith((".", "~")) or name.endswith((*OUR_ENDINGS, *TEMPORARY)):
        return False
    return path.is_file()


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def _is_free(path: Path) -> bool:
    """Windows refuses to open for appending what another program still writes."""
    try:
        with path.open("ab"):
            return True
    except OSError:
        return False


def _free(path: Path, ending: str = "") -> Path:
    """The path itself, or with the first number that makes it free."""
    tail = ending or path.suffix
    stem = path.name.removesuffix(tail)
    number = 1
    target = path
    while target.exists():
        number += 1
        target = path.with_name(f"{stem} ({number}){tail}")
    return target
