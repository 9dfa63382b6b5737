"""The parent's side of the reading child: starts it, sends requests, enforces the time limit.

`host` gives `spawn` (our own console executable with hidden window and limits); the client restarts
the child after a kill or a crash. A file that kills the child ends in one `Expected`, never in the
window's process.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any, Protocol

from b2bdesk.files.frames import FrameError, read_frame, write_frame
from b2bdesk.files.report import AnswerPlan, plan_to_json
from b2bdesk.files.row_blocks import rows_of
from b2bdesk.trade.collector import collector_paused
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.trade.tablerows import Merge, RawBook, RawRow, RawSheet

TIME_LIMIT_S = 20
CHILD_VERB = ("--child", "import")
Progress = Callable[[int], None]


class ChildProcess(Protocol):
    """What the client needs of a started process (`subprocess.Popen` has it)."""

    @property
    def stdin(self) -> IO[bytes] | None:
        """Pipe of requests."""
        ...

    @property
    def stdout(self) -> IO[bytes] | None:
        """Pipe of answers."""
        ...

    def poll(self) -> int | None:
        """Exit code, None while it runs."""
        ...

    def kill(self) -> None:
        """End it at once."""
        ...

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end."""
        ...


Spawn = Callable[[Sequence[str]], ChildProcess]


class ListReader:
    """Reads foreign lists through a child process that is kept warm between files.

    One request at a time; calls from several threads wait for each other. `cancel` may be called
    from any thread.
    """

    def __init__(self, spawn: Spawn, time_limit_s: int = TIME_LIMIT_S) -> None:
        self._spawn = spawn
        self._limit = time_limit_s
        self._child: ChildProcess | None = None
        self._lock = threading.Lock()
        self._cancelled = False

    def start(self) -> None:
        """Start the child ahead of time (when the import screen opens)."""
        with self._lock:
            self._running()

    def read(
        self,
        path: Path,
        encoding: str | None = None,
        delimiter: str | None = None,
        progress: Progress | None = None,
    ) -> RawBook:
        """Read a list.

        Args:
            path: the file.
            encoding: codec chosen by hand for a text file.
            delimiter: delimiter chosen by hand.
            progress: called with the number of rows received so far.

        Raises:
            Expected: `list_…` codes, `list_stopped` after the time limit or when the child died
                over the file, `cancelled`.
            Environment: `child_not_started`.
        """
        request = {"op": "read", "path": str(path), "encoding": encoding, "delimiter": delimiter}
        gathered = _Gathered(progress)
        with collector_paused():
            self.ask(request, path.name, gathered.take)
        return gathered.book()

    def fill_back(
        self,
        source: Path,
        target: Path,
        plan: AnswerPlan,
        encoding: str | None = None,
        delimiter: str | None = None,
    ) -> str:
        """Write the answers of a plan into a copy of the buyer's list.

        Returns:
            `same` (all of his workbook is kept), `text`, or `copy` (a plain .xlsx beside it).

        Raises:
            Expected: as `read`.
            Environment: `file_locked`, `disk_full`, `folder_not_writable`, `child_not_started`.
        """
        request = {
            "op": "fill_back",
            "path": str(source),
            "target": str(target),
            "encoding": encoding,
            "delimiter": delimiter,
            "plan": plan_to_json(plan),
        }
        answers: list[dict[str, Any]] = []
        self.ask(request, source.name, answers.append)
        return str(answers[0]["how"]) if answers else "same"

    def ask(
        self, request: dict[str, Any], file: str, take: Callable[[dict[str, Any]], None]
    ) -> None:
        """Send a request and hand every answer frame before the end to `take`; raises as `read`."""
        with self._lock:
            self._cancelled = False
            child = self._running()
            expired = threading.Event()
            timer = threading.Timer(self._limit, self._expire, (child, expired))
            timer.daemon = True
            timer.start()
            try:
                self._converse(child, request, take)
            except (OSError, FrameError, ValueError) as err:
                self._bury(child)
                raise self._why(file, expired) from err
            finally:
                timer.cancel()

    def cancel(self) -> None:
        """Stop what is being read; the reading call raises `cancelled`."""
        self._cancelled = True
        child = self._child
        if child is not None:
            child.kill()

    def close(self) -> None:
        """End the child by closing its pipe; kill it when it does not go."""
        child, self._child = self._child, None
        if child is not None:
            self._bury(child)

    def _running(self) -> ChildProcess:
        child = self._child
        if child is None or child.poll() is not None:
            if child is not None:
                self._bury(child)
            try:
                child = self._spawn(CHILD_VERB)
            except OSError as err:
                raise Environment("child_not_started") from err
            self._child = child
        return child

    def _converse(
        self, child: ChildProcess, request: dict[str, Any], take: Callable[[dict[str, Any]], None]
    ) -> None:
        if child.stdin is None or child.stdout is None:
            raise Environment("child_not_started")
        write_frame(child.stdin, request)
        while True:
            answer = read_frame(child.stdout)
            if answer is None:
                raise FrameError("the child is gone")
            if "error" in answer:
                kind = Environment if answer.get("environment") else Expected
                raise kind(str(answer["error"]), **dict(answer.get("params", {})))
            if answer.get("end"):
                return
            take(answer)

    @staticmethod
    def _expire(child: ChildProcess, expired: threading.Event) -> None:
        expired.set()
        child.kill()

    def _why(self, file: str, expired: threading.Event) -> Expected:
        if self._cancelled:
            return Expected("cancelled")
        if expired.is_set():
            return Expected("list_stopped", file=file, seconds=self._limit)
        return Expected("list_stopped", file=file)

    def _bury(self, child: ChildProcess) -> None:
        if self._child is child:
            self._child = None
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue
        try:
            child.wait(timeout=2)
        except Exception:  # noqa: BLE001  TimeoutExpired of any Popen-like: then by force
            child.kill()
            child.wait(timeout=10)


class _Gathered:
    """Puts answer frames together into a book."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._head: dict[str, Any] = {}
        self._sheets: list[tuple[dict[str, Any], list[RawRow]]] = []
        self._rows = 0

    def take(self, frame: dict[str, Any]) -> None:
        """Use one frame."""
        if "book" in frame:
            self._head = frame["book"]
        elif "sheet" in frame:
            self._sheets.append((frame["sheet"], []))
        elif "rows" in frame:
            rows = rows_of(frame["rows"])
            self._sheets[-1][1].extend(rows)
            self._rows += len(rows)
            if self._progress is not None:
                self._progress(self._rows)

    def book(self) -> RawBook:
        """The whole book."""
        sheets = tuple(
            RawSheet(head["name"], rows, tuple(Merge(*m) for m in head["merges"]), head["hidden"])
            for head, rows in self._sheets
        )
        return RawBook(
            kind=self._head.get("kind", ""),
            sheets=sheets,
            encoding=self._head.get("encoding"),
            delimiter=self._head.get("delimiter"),
            notes=tuple(self._head.get("notes", ())),
        )
