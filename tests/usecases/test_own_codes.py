"""The buyer's own dictionary: edited, exchanged as a table, and nothing decided silently."""

from __future__ import annotations

from pathlib import Path

import pytest

from b2bdesk.texts import speaking
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.fold import fold_article
from b2bdesk.usecases.own_codes import MANY_SHARED, OwnDictionary
from b2bdesk.usecases.rows.own_codes import SHARED, CodeFile, CodeReading, Standing
from tests.support.desk import DeskFixture, Good
from tests.support.own_codes import dictionary, resolver


@pytest.fixture
def own(desk: DeskFixture) -> OwnDictionary:
    return dictionary(desk)


def meanings(own: OwnDictionary, text: str = "") -> dict[str, str]:
    return {row.code.code: row.code.item_id for row in own.rows(text)}


def written(folder: Path, text: str, name: str = "коды.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def became(reading: CodeReading) -> list[tuple[str, str]]:
    return [(line.code, line.status) for line in reading.lines]


def test_a_code_leads_to_its_goods_until_it_is_removed(
    own: OwnDictionary, desk: DeskFixture
) -> None:
    row = own.add(" НАШ-17 ", "арт-bolt")
    assert (row.code.code, row.code.item_id, row.trouble) == ("НАШ-17", "bolt", "")
    assert [m.item_id for m in resolver(desk).matches(["наш 17"])["наш 17"]] == ["bolt"]
    assert desk.heard[-1].touches("own_codes")
    assert desk.heard[-1].ids == {"bolt"}
    gone = own.remove(["наш17"])
    assert [each.code for each in gone] == ["НАШ-17"]
    assert resolver(desk).matches(["НАШ-17"]) == {}
    own.restore(gone)
    assert meanings(own) == {"НАШ-17": "bolt"}


@pytest.mark.parametrize(("shared", "asked"), [(MANY_SHARED, True), (MANY_SHARED - 1, False)])
def test_many_codes_are_taken_from_colleagues_only_on_purpose(
    desk: DeskFixture, shared: int, asked: bool
) -> None:
    own = dictionary(desk)
    names = [f"К{at}" for at in range(MANY_SHARED + 5)]
    for name in names:
        own.add(name, "АРТ-bolt")
    common = {fold_article(name): Standing(SHARED) for name in names[:shared]}
    own = dictionary(desk, lambda _codes: common)
    if asked:
        with pytest.raises(Expected) as refused:
            own.remove(names)
        assert (refused.value.code, refused.value.params["count"]) == ("own_codes_many", shared)
        assert len(meanings(own)) == len(names)
        own.remove(names, everywhere=True)
    else:
        own.remove(names)
    assert meanings(own) == {}


def test_a_code_in_use_is_not_given_away_silently(own: OwnDictionary) -> None:
    own.add("17", "АРТ-bolt")
    with pytest.raises(Expected) as refused:
        own.add("1 7", "АРТ-nut")
    assert (refused.value.code, refused.value.params["article"]) == ("own_code_taken", "АРТ-bolt")
    assert meanings(own) == {"17": "bolt"}
    own.add("1 7", "nut", replacing=True)
    assert meanings(own) == {"1 7": "nut"}


def test_restoring_leaves_a_code_alone_that_was_given_away(own: OwnDictionary) -> None:
    own.add("17", "АРТ-bolt")
    gone = own.remove(["17"])
    own.add("17", "АРТ-nut")
    own.restore(gone)
    assert meanings(own) == {"17": "nut"}


@pytest.mark.parametrize(
    ("code", "goods", "refusal"),
    [
        (" -- ", "АРТ-bolt", "own_code_empty"),
        ("К" * 201, "АРТ-bolt", "own_code_long"),
        ("17", "НЕТ-ТАКОГО", "item_not_found"),
        ("17", "gone", "item_not_found"),
    ],
)
def test_what_cannot_be_a_code_is_told(
    own: OwnDictionary, code: str, goods: str, refusal: str
) -> None:
    with pytest.raises(Expected) as refused:
        own.add(code, goods)
    assert refused.value.code == refusal
    assert own.rows() == ()


def test_removing_an_unknown_code_removes_none(own: OwnDictionary) -> None:
    own.add("17", "АРТ-bolt")
    with pytest.raises(Expected) as refused:
        own.remove(["17", "18"])
    assert (refused.value.code, refused.value.params["text"]) == ("own_code_unknown", "18")
    assert meanings(own) == {"17": "bolt"}


def test_entries_say_what_is_wrong_with_them(own: OwnDictionary, desk: DeskFixture) -> None:
    own.add("АРТ-nut", "АРТ-bolt")
    own.add("тайна", "АРТ-secret")
    own.add("лента", "АРТ-tape")
    desk.stock_up([Good("bolt"), Good("nut"), Good("secret", member=False)])
    assert {row.code.code: (row.trouble, row.hidden) for row in own.rows()} == {
        "АРТ-nut": ("hides", "АРТ-nut"),
        "лента": ("gone", ""),
        "тайна": ("outside", ""),
    }


def test_entries_are_found_by_code_article_and_name(own: OwnDictionary) -> None:
    own.add("НАШ-1", "АРТ-bolt")
    own.add("НАШ-2", "АРТ-nut")
    assert set(meanings(own, "наш1")) == {"НАШ-1"}
    assert set(meanings(own, "art-nut")) == set()
    assert set(meanings(own, "Товар nut")) == {"НАШ-2"}
    assert set(meanings(own, "АРТ")) == {"НАШ-1", "НАШ-2"}


TABLE = (
    "Код 1С;Наименование;Артикул поставщика\n"
    "000017;Болт;АРТ-bolt\n"
    "000018;Гайка;АРТ-nut\n"
    "000018;Гайка;арт nut\n"
    "000018;Лента;АРТ-tape\n"
    "000019;Неизвестный;НЕТ-ТАКОГО\n"
    ";Провод;АРТ-wire\n"
    "000020;Провод;\n"
)


def test_every_row_of_a_table_is_accounted_for(own: OwnDictionary, tmp_path: Path) -> None:
    reading = own.read(written(tmp_path, TABLE))
    assert reading.columns == {"code": "A", "goods": "C"}
    assert became(reading) == [
        ("000017", "added"),
        ("000018", "added"),
        ("000018", "repeated"),
        ("000018", "clashes"),
        ("000019", "not_found"),
        ("", "no_code"),
        ("000020", "no_goods"),
    ]
    assert [line.row for line in reading.lines] == [2, 3, 4, 5, 6, 7, 8]
    assert reading.lines[3].before == "АРТ-nut"
    assert reading.needs_attention
    assert own.rows() == ()
    assert own.take(reading).taken == 2
    assert meanings(own) == {"000017": "bolt", "000018": "nut"}
    assert [line.status for line in own.read(tmp_path / "коды.csv").lines[:2]] == ["same", "same"]


def test_known_codes_keep_their_meaning_unless_replacing_is_wanted(
    own: OwnDictionary, tmp_path: Path
) -> None:
    own.add("17", "АРТ-nut")
    path = written(tmp_path, "Наш код;Артикул\n17;АРТ-bolt\n18;АРТ-tape\n")
    reading = own.read(path)
    assert became(reading) == [("17", "differs"), ("18", "added")]
    assert reading.lines[0].before == "АРТ-nut"
    assert became(own.judged_anew(reading, replacing=True)) == [("17", "replaced"), ("18", "added")]
    own.take(reading)
    assert meanings(own) == {"17": "nut", "18": "tape"}
    own.take(own.read(path, CodeFile(replace=True)))
    assert meanings(own) == {"17": "bolt", "18": "tape"}


def test_what_changed_after_reading_is_told_when_it_is_taken(
    own: OwnDictionary, tmp_path: Path
) -> None:
    reading = own.read(written(tmp_path, "Наш код;Артикул\n17;АРТ-bolt\n"))
    own.add("17", "АРТ-nut")
    assert became(own.take(reading)) == [("17", "differs")]
    assert meanings(own) == {"17": "nut"}


def test_columns_are_found_without_headings_and_in_either_order(
    own: OwnDictionary, tmp_path: Path
) -> None:
    rows = "АРТ-bolt;000017\nАРТ-nut;000018\nАРТ-tape;000019\n"
    reading = own.read(written(tmp_path, rows))
    assert reading.columns == {"code": "B", "goods": "A"}
    assert [line.code for line in reading.lines] == ["000017", "000018", "000019"]


def test_named_columns_win(own: OwnDictionary, tmp_path: Path) -> None:
    path = written(tmp_path, "Код;Другой код;Артикул\nA-1;B-1;АРТ-bolt\nA-2;B-2;АРТ-nut\n")
    assert own.read(path).lines[0].code == "A-1"
    assert own.read(path, CodeFile(code="B", goods="C")).lines[0].code == "B-1"
    with pytest.raises(Expected) as refused:
        own.read(path, CodeFile(code="Ы"))
    assert refused.value.code == "own_code_letter"


def test_a_table_without_goods_is_refused(own: OwnDictionary, tmp_path: Path) -> None:
    with pytest.raises(Expected) as refused:
        own.read(written(tmp_path, "Имя;Город\nИванов;Москва\nПетров;Тверь\n"))
    assert refused.value.code == "own_code_columns"


def test_a_code_that_hides_other_goods_is_told(own: OwnDictionary, tmp_path: Path) -> None:
    reading = own.read(written(tmp_path, "Наш код;Артикул\nАРТ-nut;АРТ-bolt\n"))
    assert (reading.lines[0].status, reading.lines[0].hidden) == ("added", "АРТ-nut")
    assert reading.needs_attention


@pytest.mark.parametrize("name", ["коды.xlsx", "коды.csv"])
@pytest.mark.parametrize("language", ["ru", "en"])
def test_what_is_written_reads_back_the_same(
    own: OwnDictionary, desk: DeskFixture, tmp_path: Path, name: str, language: str
) -> None:
    own.add("000017", "АРТ-bolt")
    own.add("=1+1", "АРТ-nut")
    own.add("АРТ-wire", "АРТ-tape")
    before = own.rows()
    with speaking(language):
        assert own.export(tmp_path / name) == 3
    own.remove([row.code.code for row in before])
    own.take(own.read(tmp_path / name))
    desk.reopen()
    after = dictionary(desk).rows()
    assert {r.code.item_id for r in after} == {"bolt", "nut", "tape"}
    codes = {row.code.code.lstrip("'") for row in after}
    assert codes == {"000017", "=1+1", "АРТ-wire"}


def test_goods_with_an_article_of_others_are_written_by_their_id(
    own: OwnDictionary, desk: DeskFixture, tmp_path: Path
) -> None:
    own.add("17", "nut")
    desk.caches.write(
        lambda connection: connection.exec_driver_sql(
            "UPDATE item SET article = 'АРТ-nut', article_fold ="
            " (SELECT article_fold FROM item WHERE id = 'nut') WHERE id = 'tape'"
        ).close()
    )
    with pytest.raises(Expected) as refused:
        own.add("18", "АРТ-nut")
    assert refused.value.code == "item_ambiguous"
    own.export(tmp_path / "коды.csv")
    own.remove(["17"])
    own.take(own.read(tmp_path / "коды.csv"))
    assert meanings(own) == {"17": "nut"}
