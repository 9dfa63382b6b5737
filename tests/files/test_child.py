"""The reading child: warm between files, ended by the clock, by cancelling, by a closed pipe."""

from __future__ import annotations

import io
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from b2bdesk.files.child import serve
from b2bdesk.files.child_client import ListReader
from b2bdesk.files.frames import FrameError, read_frame, write_frame
from b2bdesk.trade.errors import Environment, Expected
from tests.support.list_files import write
from tests.support.reading_child import spawn
from tests.support.shapes import make


def test_one_child_reads_many_lists(tmp_path: Path) -> None:
    started: list[int] = []

    def counted(arguments: Sequence[str]) -> subprocess.Popen[bytes]:
        process = spawn(arguments)
        started.append(process.pid)
        return process

    reader = ListReader(counted)
    try:
        reader.start()
        seen: list[int] = []
        for shape in ("request", "bare", "price_form"):
            made = make(shape, 1)
            book = reader.read(write(made, "xlsx", tmp_path), progress=seen.append)
            assert book.sheets[-1].name == made.sheet
            assert len(book.sheets[-1].rows) == sum(any(row) for row in made.rows)
        with pytest.raises(Expected, match="list_unreadable"):
            reader.read(tmp_path / "absent.xlsx")
    finally:
        reader.close()
    assert len(started) == 1
    assert seen


def _sleeper(_arguments: Sequence[str]) -> subprocess.Popen[bytes]:
    code = "import sys; sys.stdin.buffer.read()"
    return subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def test_a_file_that_takes_too_long_is_refused(tmp_path: Path) -> None:
    reader = ListReader(_sleeper, time_limit_s=0)
    with pytest.raises(Expected, match="list_stopped"):
        reader.read(tmp_path / "slow.xlsx")
    reader.close()


def test_cancelling_ends_the_reading(tmp_path: Path) -> None:
    reader = ListReader(_sleeper)
    ends: list[str] = []

    def read() -> None:
        try:
            reader.read(tmp_path / "slow.xlsx")
        except Expected as refusal:
            ends.append(refusal.code)

    thread = threading.Thread(target=read)
    thread.start()
    while thread.is_alive() and not ends:
        reader.cancel()
        thread.join(0.02)
    thread.join()
    assert ends == ["cancelled"]
    reader.close()


def test_a_program_that_does_not_start_is_the_machines_fault() -> None:
    def nothing(_arguments: Sequence[str]) -> subprocess.Popen[bytes]:
        raise FileNotFoundError

    with pytest.raises(Environment, match="child_not_started"):
        ListReader(nothing).start()


def test_the_child_answers_errors_and_ends_with_its_pipe(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("A-1;5\n", encoding="utf-8")
    requests, answers = io.BytesIO(), io.BytesIO()
    for request in (
        {"op": "read", "path": str(path)},
        {"op": "nonsense", "path": "x"},
        {"op": "ping"},
    ):
        write_frame(requests, request)
    requests.seek(0)
    assert serve(requests, answers) == 0
    answers.seek(0)
    frames = []
    while (frame := read_frame(answers)) is not None:
        frames.append(frame)
    assert [next(iter(frame)) for frame in frames] == [
        "book",
        "sheet",
        "rows",
        "end",
        "error",
        "end",
    ]


def test_broken_frames_are_refused() -> None:
    for data in (
        b"\x00\x00",
        b"\x00\x00\x00\x09{}",
        b"\xff\xff\xff\xff",
        b"\x00\x00\x00\x02[]",
        b"\x00\x00\x00\x02{x",
    ):
        with pytest.raises(FrameError):
            read_frame(io.BytesIO(data))
