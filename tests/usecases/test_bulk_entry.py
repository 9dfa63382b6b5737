"""Lists become carts: one step, every row accounted for, answers remembered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from b2bdesk.domain.bulk_layout import ListMapping
from b2bdesk.domain.bulk_rows import BulkOptions
from b2bdesk.files.child_client import ListReader
from b2bdesk.files.excel_import.reader import read_book
from b2bdesk.files.list_files import ListFiles
from b2bdesk.models.queries.carts import CartFacts
from b2bdesk.models.queries.resolve import ResolveQueries
from b2bdesk.models.queries.view import Views
from b2bdesk.models.repos.own import OwnCodes, Templates
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.usecases.bulk_entry import BulkEntry
from b2bdesk.usecases.bulk_judge import BulkPorts
from b2bdesk.usecases.rows.bulk import ListPreview
from tests.support.desk import TODAY, DeskFixture, Good
from tests.support.own_codes import Reader
from tests.support.reading_child import spawn


@pytest.fixture
def child() -> Iterator[ListReader]:
    made = ListReader(spawn)
    yield made
    made.close()


@pytest.fixture
def entry(desk: DeskFixture, child: ListReader) -> BulkEntry:
    active = SimpleNamespace(active=lambda: (desk.context.entity, desk.context.contract))  # type: ignore[union-attr]
    views = Views(desk.store, active)  # type: ignore[arg-type]
    ports = BulkPorts(
        Reader(),
        ResolveQueries(views, lambda: TODAY),
        CartFacts(desk.store, desk.account, lambda: TODAY),
        OwnCodes(desk.store),
        Templates(desk.store),
        lambda: desk.context,
        desk.clock,
        ListFiles(child),
    )
    return BulkEntry(ports, desk.carts)


LIST = (
    "Артикул;Наименование;Кол-во;Комментарий\n"
    "АРТ-nut;Гайка;5;\n"
    "АРТ-bolt;Болт;55;срочно\n"
    "АРТ-nut;Гайка;3;\n"
    "НЕТ-ТАКОГО;Неизвестный товар;2;\n"
    "АРТ-tape;Лента;;\n"
)


def statuses(preview: ListPreview) -> list[str]:
    return [row.status for row in preview.rows]


@pytest.fixture
def a_list(tmp_path: Path) -> Path:
    path = tmp_path / "заявка.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def test_a_file_becomes_a_cart_in_one_step(
    entry: BulkEntry, desk: DeskFixture, a_list: Path
) -> None:
    preview = entry.open(a_list)
    assert statuses(preview) == ["matched", "rounded", "duplicate", "not_found", "no_quantity"]
    assert sum(preview.statuses.values()) == preview.rows_read == 5
    cart_id = desk.carts.active().id
    result = entry.add(preview, cart_id)
    assert (result.added, result.summed) == (2, 0)
    assert desk.carts.quantities(cart_id) == {"nut": 8_000, "bolt": 100_000}
    sheet = desk.carts.open(cart_id)
    assert sheet.totals.gross_minor == preview.gross_minor
    bolt = next(line for line in sheet.lines if line.item_id == "bolt")
    assert (bolt.comment, bolt.typed) == ("срочно", "АРТ-bolt")
    assert [state.params["typed_e3"] for state in bolt.states] == [55_000]
    label = desk.carts.undo_label(cart_id)
    assert label is not None
    assert label.label == "import"
    desk.carts.undo(cart_id)
    assert desk.carts.open(cart_id).lines == ()


def test_the_sum_of_a_list_is_that_of_the_cart_it_becomes(
    entry: BulkEntry, desk: DeskFixture, tmp_path: Path
) -> None:
    terms = (
        '{"currency": "RUB", "price_types": ["pt"], "rules": [{"id": "r", "kind":'
        ' "cart_threshold", "on": {"kind": "all"}, "value": {"sum": "1000.00", "percent": "10"}}]}'
    )
    desk.stock_up([Good("a", price_e5=10_000_000)], terms)
    path = tmp_path / "много.csv"
    for pieces, gross in ((9, 90_000), (10, 90_000)):
        path.write_text(f"Артикул;Кол-во\nАРТ-a;{pieces}\n", encoding="utf-8")
        preview = entry.open(path)
        cart_id = desk.carts.create("Новая").id
        entry.add(preview, cart_id)
        sums = (preview.gross_minor, desk.carts.open(cart_id).totals.gross_minor)
        assert sums == (gross, gross)


def test_what_was_not_found_stays_as_a_line_on_wish(
    entry: BulkEntry, desk: DeskFixture, a_list: Path
) -> None:
    cart_id = desk.carts.active().id
    entry.add(entry.open(a_list), cart_id, keep_unknown=True)
    last = desk.carts.open(cart_id).lines[-1]
    assert (last.item_id, last.typed, last.quantity_e3) == ("", "НЕТ-ТАКОГО", 2_000)


def test_a_chosen_item_is_learned_as_an_own_code(
    entry: BulkEntry, desk: DeskFixture, a_list: Path
) -> None:
    preview = entry.open(a_list)
    chosen = entry.choose(preview, 5, "tape")
    assert statuses(chosen)[3] == "matched"
    assert chosen.rows[3].match_kind == "own_code"
    entry.add(chosen, desk.carts.active().id)
    assert desk.carts.quantities(desk.carts.active().id)["tape"] == 2_000
    assert [(each.code, each.item_id) for each in entry.own_codes()] == [("НЕТ-ТАКОГО", "tape")]
    again = entry.open(a_list)
    assert (again.rows[3].status, again.rows[3].item_id) == ("matched", "tape")
    entry.unlearn((), entry.own_codes())
    assert statuses(entry.open(a_list))[3] == "not_found"


def test_a_choice_that_is_taken_back_leaves_the_code_as_it_was(
    entry: BulkEntry, a_list: Path
) -> None:
    preview = entry.open(a_list)
    entry.choose(preview, 5, "tape")
    first = entry.own_codes()
    entry.choose(preview, 5, "nut")
    second = entry.own_codes()
    assert [each.item_id for each in second] == ["nut"]
    entry.unlearn(first, second)
    assert [(each.code, each.item_id) for each in entry.own_codes()] == [("НЕТ-ТАКОГО", "tape")]
    entry.unlearn(first, second)
    entry.choose(preview, 5, "bolt")
    entry.unlearn((), first)
    assert [each.item_id for each in entry.own_codes()] == ["bolt"], "changed since then: it stays"


def test_a_row_without_a_code_can_be_chosen_too(entry: BulkEntry, desk: DeskFixture) -> None:
    preview = entry.paste("Наименование\tКол-во\nшайба особая самая лучшая\t4\n")
    chosen = entry.choose(preview, preview.rows[0].row, "nut")
    assert (chosen.rows[0].item_id, chosen.rows[0].quantity_e3) == ("nut", 4_000)
    entry.add(chosen, desk.carts.active().id)
    assert desk.carts.quantities(desk.carts.active().id) == {"nut": 4_000}


def test_an_unknown_item_cannot_be_chosen(entry: BulkEntry, a_list: Path) -> None:
    with pytest.raises(Expected, match="item_not_found"):
        entry.choose(entry.open(a_list), 5, "nothing")


def test_columns_chosen_by_hand_are_remembered_for_the_same_heading(
    entry: BulkEntry, desk: DeskFixture, tmp_path: Path
) -> None:
    path = tmp_path / "странная.csv"
    path.write_text("Что;Сколько надо;Остаток\nАРТ-nut;5;40\nАРТ-tape;2;7\n", encoding="utf-8")
    preview = entry.open(path)
    mapped = entry.remap(preview, ListMapping({"article": "A", "quantity": "C"}))
    assert [row.quantity_e3 for row in mapped.rows] == [40_000, 7_000]
    entry.add(mapped, desk.carts.active().id)
    if mapped.plan.chosen.layout.fingerprint:
        again = entry.open(path)
        assert again.remembered
        assert again.columns["quantity"] == "C"
    entry.save_mapping(mapped, "склад")
    assert entry.mappings() == ("склад",)
    assert entry.mapping("склад").columns["quantity"] == "C"


def test_options_keep_duplicates_and_quantities_as_they_are(
    entry: BulkEntry, desk: DeskFixture, a_list: Path
) -> None:
    preview = entry.open(a_list, options=BulkOptions(sum_duplicates=False, round_up=False))
    cart_id = desk.carts.active().id
    result = entry.add(preview, cart_id)
    assert result.added == 3
    assert desk.carts.quantities(cart_id) == {"nut": 8_000, "bolt": 55_000}


def test_a_paste_is_a_step_of_its_own(entry: BulkEntry, desk: DeskFixture) -> None:
    cart_id = desk.carts.active().id
    entry.add(entry.paste("АРТ-nut\t5\nАРТ-tape\t2"), cart_id)
    label = desk.carts.undo_label(cart_id)
    assert label is not None
    assert (label.label, label.params["n"]) == ("paste", 2)
    assert desk.carts.quantities(cart_id) == {"nut": 5_000, "tape": 2_000}


def test_the_report_and_the_answers_are_files_of_their_own(
    entry: BulkEntry, a_list: Path, tmp_path: Path
) -> None:
    preview = entry.open(a_list)
    report = entry.report(preview, tmp_path / "отчёт.xlsx")
    rows = read_book(report).sheets[0].rows
    assert len(rows) == 1 + preview.rows_read
    assert entry.fill_back(preview, tmp_path / "ответ.csv") == "text"
    answer = (tmp_path / "ответ.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(answer) == len(LIST.splitlines())
    assert answer[2].startswith("АРТ-bolt;Болт;55;срочно;")
    assert "100" in answer[2]
    assert a_list.read_text(encoding="utf-8") == LIST
    with pytest.raises(Expected, match="nothing_to_fill"):
        entry.fill_back(entry.paste("АРТ-nut\t5"), tmp_path / "x.csv")


def test_a_file_that_cannot_be_written_is_named(
    entry: BulkEntry, a_list: Path, tmp_path: Path
) -> None:
    with pytest.raises(Environment, match="folder_not_writable"):
        entry.report(entry.open(a_list), tmp_path / "nowhere" / "отчёт.xlsx")


def test_without_a_contract_nothing_is_guessed(
    entry: BulkEntry, desk: DeskFixture, a_list: Path
) -> None:
    desk.context = None
    with pytest.raises(Expected, match="no_contract"):
        entry.open(a_list)


SHOPS = (
    "Артикул;Кол-во;Адрес\nАРТ-nut;5;Химки\nАРТ-bolt;20;Тула\nАРТ-nut;7;Тула\nнет такого;7;Тула\n"
)


def test_a_list_with_addresses_becomes_a_cart_for_each(
    desk: DeskFixture, entry: BulkEntry, tmp_path: Path
) -> None:
    path = tmp_path / "магазины.csv"
    path.write_text(SHOPS, encoding="utf-8")
    preview = entry.open(path)
    assert preview.addresses == 2
    made = entry.add_by_address(preview, "")
    assert [(one.address, one.cart.name, one.added.added) for one in made] == [
        ("Химки", "магазины – Химки", 1),
        ("Тула", "магазины – Тула", 2),
    ]
    for one, count in zip(made, (1, 2), strict=True):
        assert len(desk.carts.open(one.cart.id).lines) == count


def test_rows_of_which_nothing_is_to_be_said_keep_their_address(
    entry: BulkEntry, tmp_path: Path
) -> None:
    path = tmp_path / "магазины.csv"
    path.write_text("Артикул;Кол-во;Адрес\nАРТ-nut;5;Химки\nАРТ-bolt;20;Тула\n", encoding="utf-8")
    lines = entry.open(path).result.lines
    assert [line.address for line in lines] == ["Химки", "Тула"]


def test_a_list_where_nothing_is_known_makes_no_carts(entry: BulkEntry, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Артикул;Кол-во;Адрес\nнет;5;Химки\n", encoding="utf-8")
    with pytest.raises(Expected, match="nothing_to_add"):
        entry.add_by_address(entry.open(path), "")


def test_columns_of_the_buyer_travel_in_the_comments_on_wish(
    desk: DeskFixture, entry: BulkEntry, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "Артикул;Кол-во;Комментарий;Заявитель;Дата\n"
        "АРТ-nut;5;срочно;Иванов;01.12.2026\nАРТ-bolt;20;;Петров;\n",
        encoding="utf-8",
    )
    preview = entry.open(path)
    assert preview.plan.free_columns == {"D": "Заявитель", "E": "Дата"}
    carried = entry.carry(preview, ["заявитель", "E"])
    assert [line.comment for line in carried.result.lines] == [
        "срочно; Заявитель: Иванов; Дата: 01.12.2026",
        "Заявитель: Петров",
    ]
    assert carried.rows_read == preview.rows_read
    cart = desk.carts.create("с заявителями")
    entry.add(carried, cart.id)
    assert desk.carts.open(cart.id).lines[1].comment == "Заявитель: Петров"
    with pytest.raises(Expected, match="list_column_unknown"):
        entry.carry(preview, ["Цвет"])


def test_a_quantity_is_corrected_where_it_stands(
    entry: BulkEntry, desk: DeskFixture, tmp_path: Path
) -> None:
    path = tmp_path / "заявка.csv"
    path.write_text(
        "Артикул;Кол-во;Ед.\nАРТ-nut;уточнить;кор\nАРТ-bolt;100;шт\nАРТ-tape;2;шт\n",
        encoding="utf-8",
    )
    preview = entry.open(path)
    assert statuses(preview)[0] == "bad_quantity"
    right = entry.correct(entry.correct(preview, 2, "7"), 4, "")
    assert statuses(right) == ["matched", "matched", "no_quantity"]
    assert statuses(preview)[0] == "bad_quantity", "what was shown before stays as it was"
    entry.add(right, desk.carts.active().id)
    assert desk.carts.quantities(desk.carts.active().id) == {"nut": 7_000, "bolt": 100_000}


def test_corrections_outlive_other_options(entry: BulkEntry, a_list: Path) -> None:
    right = entry.correct(entry.open(a_list), 3, "200")
    apart = entry.remap(right, options=BulkOptions(sum_duplicates=False))
    assert next(row.added_e3 for row in apart.rows if row.row == 3) == 200_000


def test_a_list_without_quantities_keeps_the_assumed_ones(entry: BulkEntry, tmp_path: Path) -> None:
    path = tmp_path / "артикулы.csv"
    path.write_text("Артикул\nАРТ-nut\nАРТ-bolt\n", encoding="utf-8")
    right = entry.correct(entry.open(path), 2, "9")
    assert [line.quantity_e3 for line in right.result.lines] == [9_000, 50_000]


def test_goods_taken_instead_are_not_learned(
    entry: BulkEntry, desk: DeskFixture, a_list: Path
) -> None:
    taken = entry.choose(entry.open(a_list), 3, "tape", instead=True)
    assert next(row.item_id for row in taken.rows if row.row == 3) == "tape"
    assert entry.own_codes() == ()
