"""The reader of texts sees each kind of call, and says when it cannot read one."""

from __future__ import annotations

from pathlib import Path

import pytest

from devtools import msgids
from devtools.msgids import Message, Unreadable


def _read(source: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[Message | Unreadable]:
    (folder / "some.py").write_text(source, encoding="utf-8")
    monkeypatch.setattr(msgids, "ROOT", folder)
    return list(msgids.messages(folder))


def test_each_kind_of_call_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = 'tr("Send")\ntrn("{n} line", "{n} lines", n)\ntrc("button", "Order")\n'
    source += 'mark("New")\nmark("New", "order")\n'
    assert _read(source, tmp_path, monkeypatch) == [
        Message("some.py:1", "Send"),
        Message("some.py:2", "{n} line", plural="{n} lines"),
        Message("some.py:3", "Order", context="button"),
        Message("some.py:4", "New"),
        Message("some.py:5", "New", context="order"),
    ]


def test_a_text_in_two_pieces_is_one_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _read('tr(\n    "Send "\n    "order"\n)\n', tmp_path, monkeypatch) == [
        Message("some.py:1", "Send order")
    ]


@pytest.mark.parametrize(
    "source", ["tr(name)", 'tr(f"{n} lines")', 'trc("button", name)', 'trn("{n} line", many, n)']
)
def test_a_computed_text_is_told(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _read(source, tmp_path, monkeypatch) == [Unreadable("some.py:1")]


def test_other_functions_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _read('str("x")\nself.tr("y")\n', tmp_path, monkeypatch) == []
