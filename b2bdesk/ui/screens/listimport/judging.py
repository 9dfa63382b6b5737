"""The list under way: read off the GUI thread, judged anew at each override, rows chosen.

Choices and corrections are queued: the cursor goes on at once, and however fast they come, each is
applied to what the one before it left. Each batch can be taken back until the list is judged anew.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from b2bdesk.domain.bulk_layout import ListMapping
from b2bdesk.domain.bulk_rows import BulkOptions
from b2bdesk.texts import errors, tr
from b2bdesk.trade.errors import CodedError
from b2bdesk.ui.screens.listimport.pages import ALL_SHEETS
from b2bdesk.ui.tasks import JobControl, Progress, Task, TaskRunner
from b2bdesk.usecases.bulk_entry import BulkEntry
from b2bdesk.usecases.ports.lists import OwnCode
from b2bdesk.usecases.rows.bulk import ListPreview

Answer = Callable[[ListPreview], ListPreview]
Codes = Sequence[OwnCode]


class Judging(QObject):
    """One list and what it would become.

    Signals:
        progressed: rows read so far.
        came: a list was read.
        judged: the same list was judged anew.
        unread: sentence why a list could not be read, empty when it was cancelled.
        troubled: sentence why it could not be judged anew.
    """

    progressed = Signal(int)
    came = Signal()
    judged = Signal()
    unread = Signal(str)
    troubled = Signal(str)

    def __init__(self, runner: TaskRunner, bulk: BulkEntry, parent: QObject) -> None:
        super().__init__(parent)
        self.preview: ListPreview | None = None
        self.name = ""
        self.seconds = 0.0
        self._runner, self._bulk = runner, bulk
        self._task: Task | None = None
        self._started = 0.0
        self._wanted: list[Answer] = []
        self._before: list[tuple[ListPreview, Codes, Codes]] = []
        self._choosing = False

    def forget(self) -> None:
        """Begin anew."""
        self.preview = None
        self._wanted, self._before = [], []

    def open(self, path: Path) -> None:
        """Read a file."""
        self.name = path.name
        self._read(partial(self._open, path))

    def paste(self, text: str) -> None:
        """Take a clipboard block."""
        self.name = tr("Clipboard")
        self._read(partial(self._paste, text))

    def answering(self) -> bool:
        """Whether choices or corrections are still being applied."""
        return self._choosing or bool(self._wanted)

    def reading(self) -> bool:
        """Whether a list is being read."""
        return self._task is not None

    def cancel(self) -> None:
        """Stop reading."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._bulk.cancel()
        self.unread.emit("")

    def take_sheet(self, name: str) -> None:
        """Judge another sheet, or all that ask for goods together."""
        if self.preview is not None and name == ALL_SHEETS:
            names = [each.name for each in self.preview.sheets if each.asked]
            self._judge(partial(self._bulk.with_sheets, self.preview, names))
        elif self.preview is not None and name != self.preview.sheet:
            self._judge(partial(self._bulk.remap, self.preview, sheet=name))

    def take_text(self, encoding: str, delimiter: str) -> None:
        """Read a text file with another encoding or delimiter."""
        if self.preview is not None:
            self._judge(partial(self._bulk.reread, self.preview, encoding, delimiter))

    def take_heading(self, rows: tuple[int, ...]) -> None:
        """Other rows are the heading."""
        preview = self.preview
        if preview is not None:
            columns = {role: letters for role, letters in preview.columns.items() if letters}
            mapping = ListMapping(columns, sheet=preview.sheet, header_rows=rows)
            self._judge(partial(self._bulk.remap, preview, mapping))

    def take_columns(
        self, columns: Mapping[str, str], options: BulkOptions, carried: Sequence[str] = ()
    ) -> None:
        """Other columns or options; `carried` go into the comments of the lines."""
        preview = self.preview
        if preview is not None:
            mapping = ListMapping(
                columns, sheet=preview.sheet, header_rows=preview.header_rows,
                sum_duplicates=options.sum_duplicates, round_up=options.round_up,
            )  # fmt: skip
            self._judge(partial(self._mapped, preview, mapping, options, carried))

    def choose(self, row: int, item_id: str, *, instead: bool = False) -> None:
        """A row means these goods, or these are taken instead of what it means."""
        self._answer(partial(self._bulk.choose, row=row, item_id=item_id, instead=instead))

    def correct(self, row: int, text: str) -> None:
        """A row asks for another quantity, with or without a unit."""
        self._answer(partial(self._bulk.correct, row=row, text=text))

    def take_back(self) -> bool:
        """Undo the last choice or correction; False when there is none."""
        if not self._before or self.answering():
            return bool(self._before)
        self._choosing = True
        work = partial(self._restored, *self._before.pop())
        self._runner.run(work, self._on_chosen, on="write", failed=self._on_unjudged, owner=self)
        return True

    def _restored(self, before: ListPreview, known: Codes, taught: Codes) -> ListPreview:
        self._bulk.unlearn(known, taught)
        return before

    def _mapped(
        self, preview: ListPreview, mapping: ListMapping, options: BulkOptions,
        carried: Sequence[str],
    ) -> ListPreview:  # fmt: skip
        """Judge with other columns; sheets that were read together stay together."""
        names = [each.name for each in preview.sheets if each.read]
        done = self._bulk.remap(preview, mapping, options=options)
        if len(names) > 1:
            done = self._bulk.with_sheets(done, names)
        free = [letters for letters in carried if letters in done.plan.free_columns]
        return self._bulk.carry(done, free) if free else done

    def _answer(self, answer: Answer) -> None:
        self._wanted.append(answer)
        self._choose_next()

    def _open(self, path: Path, control: JobControl) -> ListPreview:
        return self._bulk.open(path, progress=partial(control.progress, ""))

    def _paste(self, text: str, _control: JobControl) -> ListPreview:
        return self._bulk.paste(text)

    def _read(self, work: Callable[[JobControl], ListPreview]) -> None:
        self._started = time.monotonic()
        self._task = self._runner.run_job(
            work, self._on_read, on="slow", failed=self._on_unread, progress=self._on_progress,
            lane="import.read",
        )  # fmt: skip

    def _on_progress(self, progress: Progress) -> None:
        self.progressed.emit(progress.done)

    def _on_read(self, preview: ListPreview) -> None:
        self._task = None
        self.seconds = time.monotonic() - self._started
        self.preview = preview
        self.came.emit()

    def _on_unread(self, error: BaseException) -> bool:
        self._task = None
        self.unread.emit(_sentence(error) if not _cancelled(error) else "")
        return isinstance(error, CodedError)

    def _judge(self, work: Callable[[], ListPreview]) -> None:
        self._runner.run(
            work, self._on_judged, on="slow", failed=self._on_unjudged, lane="import.judge",
            owner=self,
        )  # fmt: skip

    def _on_judged(self, preview: ListPreview) -> None:
        if self.preview is not None:
            self._before = []
            self._show(preview)

    def _show(self, preview: ListPreview) -> None:
        if self.preview is not None:
            self.preview = preview
            self.judged.emit()

    def _on_unjudged(self, error: BaseException) -> bool:
        self._choosing = False
        if not isinstance(error, CodedError):
            return False
        self.troubled.emit(_sentence(error))
        return True

    def _choose_next(self) -> None:
        if self._choosing or not self._wanted or self.preview is None:
            return
        self._choosing = True
        wanted, self._wanted = self._wanted, []
        self._runner.run(
            partial(self._answered, self.preview, wanted), self._on_answered, on="write",
            failed=self._on_unjudged, owner=self,
        )  # fmt: skip

    def _answered(
        self, preview: ListPreview, wanted: Sequence[Answer]
    ) -> tuple[ListPreview, tuple[ListPreview, Codes, Codes]]:
        known, done = self._bulk.own_codes(), preview
        for answer in wanted:
            done = answer(done)
        return done, (preview, known, self._bulk.own_codes())

    def _on_answered(self, found: tuple[ListPreview, tuple[ListPreview, Codes, Codes]]) -> None:
        self._before.append(found[1])
        self._on_chosen(found[0])

    def _on_chosen(self, preview: ListPreview) -> None:
        self._choosing = False
        if self._wanted and self.preview is not None:
            self.preview = preview
            self._choose_next()
        else:
            self._show(preview)


def _cancelled(error: BaseException) -> bool:
    return isinstance(error, CodedError) and error.code == "cancelled"


def _sentence(error: BaseException) -> str:
    if not isinstance(error, CodedError):
        return ""
    return errors.describe(error.code, error.params).one_line()
