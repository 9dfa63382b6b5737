"""How far the work is, on standard error: only when somebody watches or asked for it.

On a terminal one line is rewritten; with `--progress` into a file each step is a line of its own.
"""

from types import TracebackType
from typing import Self

from b2bdesk.cli.console import Call
from b2bdesk.texts import formats, tr
from b2bdesk.texts.syncing import sync_text
from b2bdesk.usecases.rows.sync import Progress

_WIDTH = 78


class Teller:
    """Prints progress of one task; a context manager that cleans its line up."""

    def __init__(self, call: Call) -> None:
        self._err = call.err
        self._terminal = bool(call.around.watched and self._err.isatty())
        self._on = bool(call.around.watched or call.options.progress)
        self._last = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._terminal and self._last:
            self._err.write("\r" + " " * _WIDTH + "\r")
            self._err.flush()

    def tell(self, progress: Progress) -> None:
        """Print how far a synchronisation is."""
        self.say(progress_text(progress))

    def say(self, text: str) -> None:
        """Print a step; the same text again prints nothing."""
        if not self._on or text == self._last:
            return
        self._last = text
        if self._terminal:
            self._err.write("\r" + text[:_WIDTH].ljust(_WIDTH))
        else:
            self._err.write(text + "\n")
        self._err.flush()


def progress_text(progress: Progress) -> str:
    """One line such as «Каталог: 4 000 из 12 000»."""
    name = sync_text(progress.code, progress.params)
    done = formats.number(progress.done)
    if progress.done < progress.total:
        total = formats.number(progress.total)
        return tr("{name}: {done} of {total}").format(name=name, done=done, total=total)
    return f"{name}: {done}" if progress.done else name
