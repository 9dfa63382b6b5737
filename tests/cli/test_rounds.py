"""Watching without an end: a round only when there is something, until it is stopped."""

from __future__ import annotations

import threading
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

import pytest

from b2bdesk.cli.rounds import goes_on, watch_on
from b2bdesk.trade.errors import Environment


def _options(folder: Path) -> Namespace:
    return Namespace(folder=str(folder), every=1, once=False, endless=True)


def test_only_watch_without_once_goes_on(tmp_path: Path) -> None:
    assert goes_on(_options(tmp_path))
    assert not goes_on(Namespace(once=True, endless=True))
    assert not goes_on(Namespace(json=True))


def test_a_round_runs_once_per_look_and_ends_on_demand(tmp_path: Path) -> None:
    stop = threading.Event()
    (tmp_path / "list.csv").write_text("a;1", encoding="utf-8")
    rounds: list[Sequence[str]] = []

    def one_round(argv: Sequence[str]) -> int:
        rounds.append(argv)
        stop.set()
        return 2

    assert watch_on(_options(tmp_path), ("watch", "x"), one_round, stop) == 0
    assert rounds == [["watch", "x", "--once"]]


class OneLook(threading.Event):
    """Stops after the first pause."""

    def wait(self, timeout: float | None = None) -> bool:
        """Do not wait at all."""
        self.set()
        return True


def test_an_empty_folder_starts_no_round(tmp_path: Path) -> None:
    assert watch_on(_options(tmp_path), ("watch",), _never, OneLook()) == 0


def test_what_cannot_get_better_ends_the_watching(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("a;1", encoding="utf-8")
    assert watch_on(_options(tmp_path), (), lambda _argv: 4, threading.Event()) == 4


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Environment) as caught:
        watch_on(_options(tmp_path / "none"), (), _never, threading.Event())
    assert caught.value.code == "folder_not_readable"


def _never(_argv: Sequence[str]) -> int:
    raise AssertionError("no round was due")
