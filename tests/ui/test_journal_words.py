"""The journal of synchronisations in words, and what came in a day added up."""

from __future__ import annotations

import datetime as dt
from typing import Any

from b2bdesk.ui.itemmodels.day_tally import DayTally, read_day
from b2bdesk.ui.itemmodels.journal_day import quarters, spoken
from b2bdesk.ui.itemmodels.journal_text import journal_text
from b2bdesk.ui.itemmodels.journal_words import FAILED, NOTED, QUIET, STOPPED, entries, entry_item
from b2bdesk.ui.itemmodels.receipt_words import Counts, brought

NOW = dt.datetime.now().astimezone().replace(hour=14, minute=7, second=0, microsecond=0)


def run(minutes: int, **more: Any) -> dict[str, Any]:
    """A run so many minutes before the present of the test."""
    at = NOW - dt.timedelta(minutes=minutes)
    return {"started_at": at.astimezone(dt.UTC).isoformat(), "feeds": {}, "checks": {}, **more}


def failed(minutes: int, code: str = "network_unreachable") -> dict[str, Any]:
    return run(minutes, error=code, params={"portal": "portal.example"})


def test_a_morning_without_the_portal_is_one_line() -> None:
    runs = [run(0), *(failed(each) for each in range(1, 200)), run(201), run(202)]
    folded = entries(runs)
    assert [(entry.kind, len(entry.runs)) for entry in folded] == [
        (QUIET, 1), (FAILED, 199), (QUIET, 2),
    ]  # fmt: skip
    item = entry_item(folded[1])
    assert "199 попыток" in item.note
    assert "14:06" in item.title, "until when, by the clock of this machine"
    cells = quarters(runs, NOW)
    assert len(cells) == 96
    away = [cell for cell in cells if cell.tone == "bad_edge"]
    assert len(away) == 12, "three hours of quarters without an answer"
    assert "попыт" in spoken(cells)


def test_stopping_is_no_failure_and_remarks_are_seen() -> None:
    note = {"code": "mass_deletion", "feed": "catalog", "scope": "all", "removed": 5, "total": 6}
    runs = [failed(0, "sync_cancelled"), run(1, notes=[note], checks={"catalog/all": False})]
    assert [entry.kind for entry in entries(runs)] == [STOPPED, NOTED]
    assert all(cell.tone not in ("bad_edge", "warn_edge") for cell in quarters(runs, NOW))
    text = journal_text(entries(runs))
    assert "Каталог" in text, "feeds by their names, not by codes"
    assert "mass_deletion" not in text


def test_a_day_is_added_up_once_however_often_one_asks() -> None:
    today = dt.datetime.now().astimezone()
    made: list[dict[str, Any]] = []

    def came(**more: Any) -> None:
        at = today + dt.timedelta(microseconds=len(made))
        made.insert(0, {"started_at": at.isoformat(), "feeds": {}, **more})

    old = (today - dt.timedelta(days=2)).isoformat()
    made.append({"started_at": old, "risen": 900})
    tally = DayTally()
    came(risen=3, checks={"prices/x": True})
    came(fallen=2)
    for _ in range(2):
        read_day(lambda limit: made[:limit], tally)
        assert tally.counts == Counts(risen=3, fallen=2)
    came(risen=1, error="")
    assert read_day(lambda limit: made[:limit], tally).counts.risen == 4
    assert tally.good


def test_a_load_of_everything_is_no_news_of_stock() -> None:
    feed = {"rows": 9, "upserted": 9, "mode": "snapshot"}
    assert Counts.of(run(0, feeds={"stock": feed})).stock == 0
    assert Counts.of(run(0, feeds={"stock": {**feed, "mode": "delta"}})).stock == 9


def test_each_line_of_the_receipt_leads_to_what_it_counts() -> None:
    rows = brought(Counts(1, 2, 3, 4, 5, 6, 7), "2026-11-22")
    assert [(row.key, row.value, row.screen) for row in rows] == [
        ("risen", "1", "radar"), ("fallen", "2", "radar"), ("appeared", "3", "radar"),
        ("vanished", "4", "radar"), ("stock", "5", "catalog"), ("new_documents", "6", "documents"),
        ("moved_orders", "7", "orders"),
    ]  # fmt: skip
    assert dict(rows[2].args) == {"since": "2026-11-22", "kind": "came"}
