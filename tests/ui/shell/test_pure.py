"""What the shell decides without a window: what is due, what the bars say, what was asked for."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from b2bdesk.texts import set_language
from b2bdesk.ui.shell.arguments import read_arguments
from b2bdesk.ui.shell.header import letters
from b2bdesk.ui.shell.rhythm import RHYTHM, due_feeds
from b2bdesk.ui.shell.status import (
    CONNECTION,
    CREDIT,
    OUTBOX,
    PRICES,
    status_items,
    with_asking,
)
from b2bdesk.usecases.rows.account import CreditRow
from b2bdesk.usecases.rows.sync import SyncState

NOW = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _russian() -> None:
    set_language("ru")


REST = SyncState(running=False, online=None, freshness=dict.fromkeys(RHYTHM, NOW))


def ago(seconds: int) -> dt.datetime:
    """That long before."""
    return NOW - dt.timedelta(seconds=seconds)


def test_what_is_old_is_due_and_nothing_while_a_run_is_under_way() -> None:
    old = {**dict.fromkeys(RHYTHM, NOW), "prices": ago(61), "catalog": ago(61)}
    assert due_feeds(replace(REST, freshness=old), {}, NOW) == ("prices",)
    assert due_feeds(replace(REST, freshness=old, running=True), {}, NOW) == ()
    assert due_feeds(replace(REST, freshness={}), {}, NOW) == tuple(RHYTHM)


def test_a_feed_that_fails_is_asked_for_no_more_often_than_one_that_comes() -> None:
    tried = dict.fromkeys(RHYTHM, ago(31))
    assert due_feeds(replace(REST, freshness={}), tried, NOW) == ("orders",)


def test_a_clock_set_back_by_years_does_not_stop_the_rhythm() -> None:
    ahead = dict.fromkeys(RHYTHM, NOW + dt.timedelta(days=3650))
    assert due_feeds(replace(REST, freshness=ahead), {}, NOW) == tuple(RHYTHM)
    assert due_feeds(replace(REST, freshness={}), ahead, NOW) == tuple(RHYTHM)
    tried = dict.fromkeys(RHYTHM, NOW)
    assert due_feeds(replace(REST, freshness=ahead), tried, NOW) == ()


def test_the_status_bar_tells_trouble_and_age() -> None:
    offline = replace(
        REST,
        online=False, offline_since=ago(600), error="network_unreachable", outbox={"ready": 2},
        freshness={"prices": ago(100_000)},
    )  # fmt: skip
    items = {item.key: item for item in status_items(offline, None, NOW)}
    assert items[CONNECTION].state == "offline"
    assert items[CONNECTION].text.startswith("Офлайн с ")
    assert (items[PRICES].tone, items[OUTBOX].text) == ("warn", "В очереди 2")
    assert CREDIT not in items


def test_the_status_bar_is_calm_when_all_is_well() -> None:
    items = {item.key: item for item in status_items(replace(REST, online=True), None, NOW)}
    assert (items[CONNECTION].state, items[OUTBOX].tone) == ("online", "")
    busy = status_items(replace(REST, online=True, running=True), None, NOW)
    assert busy[0].state == "busy"
    waiting = status_items(replace(REST, outbox={"unknown": 1}), None, NOW)
    asking = with_asking(waiting, 1)
    assert with_asking(waiting, 0) == waiting
    assert {item.key: item.tone for item in asking}[OUTBOX] == "bad"


def test_credit_stands_in_the_bar_when_the_supplier_gives_one() -> None:
    none = CreditRow("RUB", None, 0, 0, None, None)
    assert CREDIT not in {item.key for item in status_items(REST, none, NOW)}


@pytest.mark.parametrize(
    ("name", "short"),
    [("ООО «Ромашка»", "Р"), ("ИП Петров Иван Ильич", "ПИ"), ("Анна Белова", "АБ"), ("", "")],
)
def test_letters_of_an_avatar(name: str, short: str) -> None:
    assert letters(name) == short


def test_the_demo_has_a_profile_of_its_own_and_files_are_absolute(tmp_path: Path) -> None:
    demo = read_arguments(["--demo", "--home", str(tmp_path)])
    assert (demo.demo, demo.profile, demo.home, demo.target) == (True, "demo", tmp_path, "")
    assert read_arguments(["--demo", "--profile", "p"]).profile == "p"
    assert Path(read_arguments(["list.xlsx"]).target).is_absolute()
    assert read_arguments(["b2bdesk://cart/1"]).target == "b2bdesk://cart/1"


@pytest.mark.parametrize("asked", ["--version", "--help"])
def test_version_and_help_end_at_once(asked: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        read_arguments([asked])
    assert ended.value.code == 0
    assert capsys.readouterr().out.strip()
