"""An answer to one row gives what judging the whole list anew would give."""

from __future__ import annotations

import random
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from b2bdesk.domain.bulk_rows import BulkOptions
from b2bdesk.usecases import bulk_judge
from b2bdesk.usecases.bulk_alone import judged_alone
from b2bdesk.usecases.bulk_entry import BulkEntry
from b2bdesk.usecases.rows.bulk import ListPreview
from tests.usecases.test_branches import entry

__all__ = ["entry"]
ITEMS = ("nut", "bolt", "tape", "НЕТ")


def a_list(draw: random.Random, folder: Path) -> Path:
    path = folder / "список.csv"
    rows = []
    for _ in range(draw.randint(3, 14)):
        item = draw.choice(ITEMS)
        amount = draw.choice(["", "1", "5", "50", "100", "999999", "2 шт", "текст", "0"])
        rows.append(f"АРТ-{item};Товар;{amount};{draw.choice(['', 'срочно'])}")
    path.write_text("Артикул;Название;Кол-во;Комментарий\n" + "\n".join(rows), encoding="utf-8")
    return path


def told(preview: ListPreview) -> dict[str, Any]:
    return {
        "rows": [
            (row.row, row.status, row.reasons, row.quantity_e3, row.added_e3, dict(row.cells))
            for row in preview.rows
        ],
        "lines": list(preview.result.lines),
        "statuses": dict(preview.statuses),
        "gross": preview.gross_minor,
        "answered": preview.answered,
    }


def test_one_row_alone_is_what_the_whole_list_would_be(
    entry: BulkEntry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = judged_alone
    taken: list[bool] = []

    def counted(*args: Any) -> ListPreview | None:
        done = quick(*args)
        taken.append(done is not None)
        return done

    for seed in range(60):
        draw = random.Random(seed)
        options = BulkOptions(draw.random() < 0.7, draw.random() < 0.7)
        alone = whole = entry.open(a_list(draw, tmp_path), options=options)
        for _ in range(5):
            row = draw.choice(whole.rows).row
            text = draw.choice(["1", "7", "50", "1000000", "2 шт", "2 кор", "", "0", "1,5", "100"])
            said = partial(entry.correct, row=row, text=text)
            if draw.random() < 0.4:
                item, instead = draw.choice(["nut", "bolt", "tape"]), draw.random() < 0.5
                said = partial(entry.choose, row=row, item_id=item, instead=instead)
            before = told(alone)
            monkeypatch.setattr(bulk_judge, "judged_alone", counted)
            after = said(alone)
            monkeypatch.setattr(bulk_judge, "judged_alone", lambda *_: None)
            whole = said(whole)
            assert told(after) == told(whole), (seed, row, said)
            # what was shown stays as it was: a correction is taken back by showing it again
            assert told(alone) == before
            alone = after
    assert sum(taken) >= 120, sum(taken)


def test_a_plain_correction_asks_for_its_own_goods_only(
    entry: BulkEntry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "список.csv"
    path.write_text("Артикул;Кол-во\nАРТ-nut;5\nАРТ-bolt;50\nАРТ-tape;1\n", encoding="utf-8")
    preview = entry.open(path)
    asked: list[list[str]] = []
    real = entry._ports.facts.of_items

    def of_items(ids: Any, contract: str, numbers: Any = ()) -> Any:
        asked.append(list(ids))
        return real(ids, contract, numbers)

    monkeypatch.setattr(type(entry._ports.facts), "of_items", lambda _self, *args: of_items(*args))
    texts: list[list[str]] = []
    matches = entry._ports.resolve.matches

    def matched(codes: Any) -> Any:
        texts.append(list(codes))
        return matches(codes)

    monkeypatch.setattr(type(entry._ports.resolve), "matches", lambda _self, *args: matched(*args))
    after = entry.correct(preview, 2, "9")
    assert asked == [["nut"]]
    assert len(texts) == 1
    assert all(text.endswith("nut") for text in texts[0])
    assert after.rows[0].added_e3 == 9_000


def test_words_typed_over_a_quantity_do_not_cut_the_table(entry: BulkEntry, tmp_path: Path) -> None:
    path = tmp_path / "список.csv"
    path.write_text(
        "Артикул;Наименование;Кол-во\nАРТ-nut;Гайка М8;1\nАРТ-bolt;Болт М8;100\n"
        "НЕТ-1;Шайба М8;4\nАРТ-tape;Лента;1\n",
        encoding="utf-8",
    )
    preview = entry.open(path)
    for number in (3, 4):  # a row of known goods alone, an unknown one with the whole list
        after = entry.correct(preview, number, "2 кор")
        others = [row for row in after.rows if row.row != number]
        assert others == [row for row in preview.rows if row.row != number]
        assert after.rows[number - 2].cells["quantity"] in ("100", "4")


def test_a_choice_for_one_row_is_made_for_all_rows_of_its_code(
    entry: BulkEntry, tmp_path: Path
) -> None:
    path = tmp_path / "список.csv"
    path.write_text("Артикул;Кол-во\nНЕТ-1;5\nАРТ-bolt;50\nНЕТ-1;2\n", encoding="utf-8")
    preview = entry.open(path)
    after = entry.choose(preview, 2, "nut")
    assert [row.item_id for row in after.rows] == ["nut", "bolt", "nut"]
    assert [line.rows for line in after.result.lines] == [(2, 4), (3,)]
    assert preview.rows[0].item_id == ""
