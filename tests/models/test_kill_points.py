"""Killed at every SQL statement: on disk is always the state before or after a step (I9, I10).

A child process forked from this one runs a session of edits, undo, sealing and withdrawing, and
dies at its n-th statement; what it had acknowledged must be there, and nothing half of the next.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from b2bdesk.models.queries.committed import committed_sums
from b2bdesk.models.queries.ordered import ordered_carts
from b2bdesk.sync.mapping import Encoder
from b2bdesk.usecases.ports.outbox import Move
from b2bdesk.usecases.rows.carts import Checkout, NewLine
from b2bdesk.usecases.submit import Submit, SubmitPorts
from tests.support.desk import NOON, DeskFixture, Good
from tests.usecases.test_submit import Portal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks")
KILLED = 9
Snapshot = tuple[Any, ...]


def session(desk: DeskFixture, cart_id: str) -> Iterator[Callable[[], object]]:
    """The steps of a working day, each one acknowledged on its own."""
    submit = Submit(
        desk.sessions,
        SubmitPorts(
            desk.account,
            Portal(),
            Encoder(),
            lambda: None,
            ordered_carts(desk.store),
            committed_sums(desk.store),
            lambda: NOON,
        ),
    )
    first = desk.carts.open(cart_id).lines[0].line_id
    yield lambda: desk.carts.set_quantity(cart_id, first, 7_000)
    yield lambda: desk.carts.add_lines(cart_id, [NewLine("a", 1_000), NewLine("b", 2_000)])
    yield lambda: desk.carts.undo(cart_id)
    yield lambda: desk.carts.redo(cart_id)
    yield lambda: desk.carts.remove(cart_id, [first])
    yield lambda: submit.seal(cart_id, Checkout())
    command = desk.outbox.commands(("ready",))[0].id
    yield lambda: desk.outbox.move(command, Move("held", "network_unreachable"), desk.clock())
    yield lambda: desk.outbox.move(command, Move("withdrawn"), desk.clock())
    desk.sessions.forget(cart_id)
    yield lambda: desk.carts.rename(cart_id, "Ноябрь")
    yield lambda: desk.settings.set("x", {"y": 1})


def snapshot(desk: DeskFixture, cart_id: str) -> Snapshot:
    """What a step is seen by, without ids and times."""
    record = desk.repo.cart(cart_id)
    assert record is not None
    undo, redo = desk.carts.undo_label(cart_id), desk.carts.redo_label(cart_id)
    lines = tuple((line.item_id, line.quantity_e3) for line in desk.repo.lines(cart_id))
    queue = tuple((row.state, row.gross_minor) for row in desk.outbox.rows())
    return (
        record.state, record.head.name, record.lines, record.gross_minor, lines, queue,
        undo.label if undo else "", redo.label if redo else "", desk.settings.get("x"),
    )  # fmt: skip


def run_until(folder: Path, cart_id: str, deadly: int, acknowledged: int) -> None:
    """Run the session in this (forked) process; never returns."""
    desk = DeskFixture(folder)
    seen = 0

    def trace(_: str) -> None:
        nonlocal seen
        seen += 1
        if seen == deadly:
            os._exit(KILLED)

    steps = session(desk, cart_id)
    for step in steps:
        desk.store.bare(lambda raw: raw.set_trace_callback(trace))
        step()
        desk.store.bare(lambda raw: raw.set_trace_callback(None))
        os.write(acknowledged, b".")
    os._exit(0)


def test_a_kill_at_any_statement_leaves_a_whole_step(tmp_path: Path) -> None:
    base = tmp_path / "base"
    base.mkdir()
    desk = DeskFixture(base)
    desk.stock_up([Good("a"), Good("b")])
    cart_id = desk.carts.active().id
    desk.carts.add_lines(cart_id, [NewLine("a", 3_000), NewLine("b", 4_000)])
    desk.close()
    whole = shutil.copytree(base, tmp_path / "whole")
    desk = DeskFixture(whole)
    states = [snapshot(desk, cart_id)]
    for step in session(desk, cart_id):
        step()
        states.append(snapshot(desk, cart_id))
    desk.close()
    deadly, ended = 1, False
    while not ended:
        folder = shutil.copytree(base, tmp_path / f"at{deadly}")
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            try:
                run_until(folder, cart_id, deadly, writing)
            finally:
                os._exit(3)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            steps = len(pipe.read())
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert code in (0, KILLED)
        ended = code == 0
        desk = DeskFixture(folder)
        found = snapshot(desk, cart_id)
        assert found in states[steps : steps + 2], f"killed at statement {deadly}"
        sound = desk.store.write(
            lambda connection: (
                connection.exec_driver_sql("PRAGMA quick_check").scalar(),
                connection.exec_driver_sql("PRAGMA foreign_key_check").all(),
            )
        )
        assert sound == ("ok", [])
        desk.close()
        shutil.rmtree(folder)
        deadly += 1
    assert deadly > 50
