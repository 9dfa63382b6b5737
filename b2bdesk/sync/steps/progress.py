"""Telling how far the pull of a scope is: rows of all its rows, whichever way they come."""

from collections.abc import Callable

from b2bdesk.sync.steps.pull import Sink
from b2bdesk.usecases.ports.cache import Batch, Head, ScopeId
from b2bdesk.usecases.rows.sync import Progress

Tell = Callable[[Progress], None]


def silent(_: Progress) -> None:
    """Nobody is listening."""


class ByteShare:
    """Tells the bytes of a snapshot as the share of rows that has come."""

    def __init__(self, tell: Tell, scope: ScopeId) -> None:
        self._tell = tell
        self._code = f"sync_{scope.feed}"

    def tell(self, done: int, total: int, rows: int) -> None:
        """So many bytes of all are here; the whole has so many rows."""
        self._tell(Progress(self._code, rows * done // max(total, 1), rows, done))


class Shown:
    """Tells the progress of a scope while its pages go to the sink."""

    def __init__(self, sink: Sink, tell: Tell, scope: ScopeId, known: int) -> None:
        """`known` rows made up the scope last time, 0 = never seen."""
        self._sink = sink
        self._tell = tell
        self._scope = scope
        self._rows = 0
        self._total = known

    def begin(self, head: Head) -> None:
        """A body begins."""
        self._rows = 0
        if head.full:
            self._total = head.count or self._total
        else:
            self._total = 0
        self._sink.begin(head)
        self._show()

    def put(self, batch: Batch) -> None:
        """Take one page."""
        self._sink.put(batch)
        self._rows += len(batch.put)
        self._show()

    def _show(self) -> None:
        code = f"sync_{self._scope.feed}"
        self._tell(Progress(code, self._rows, max(self._total, self._rows)))
