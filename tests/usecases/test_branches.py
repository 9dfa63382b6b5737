"""Branches in columns: «Магазин 1 | Магазин 2»; what is remembered of a sender; lines that wait."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from b2bdesk.domain.bulk_rows import BulkOptions
from b2bdesk.files.list_files import ListFiles
from b2bdesk.models.queries.carts import CartFacts
from b2bdesk.models.queries.resolve import ResolveQueries
from b2bdesk.models.queries.view import Views
from b2bdesk.models.repos.own import OwnCodes, Templates
from b2bdesk.usecases.bulk_entry import BulkEntry
from b2bdesk.usecases.bulk_judge import BulkPorts
from b2bdesk.usecases.rows.bulk import ListPreview
from tests.support.desk import TODAY, DeskFixture
from tests.support.own_codes import Reader


@pytest.fixture
def entry(desk: DeskFixture) -> BulkEntry:
    active = SimpleNamespace(active=lambda: (desk.context.entity, desk.context.contract))  # type: ignore[union-attr]
    views = Views(desk.store, active)  # type: ignore[arg-type]
    reader = Reader()
    ports = BulkPorts(
        reader,
        ResolveQueries(views, lambda: TODAY),
        CartFacts(desk.store, desk.account, lambda: TODAY),
        OwnCodes(desk.store),
        Templates(desk.store),
        lambda: desk.context,
        desk.clock,
        ListFiles(reader),  # type: ignore[arg-type]
    )
    return BulkEntry(ports, desk.carts)


def written(folder: Path, text: str, name: str = "заявка.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


SHOPS = (
    "Артикул;Наименование;Магазин 1;Магазин 2;Магазин 3;Итого\n"
    "АРТ-nut;Гайка;5;;3;8\n"
    "АРТ-bolt;Болт;100;50;;150\n"
    "НЕТ-ТАКОГО;Неизвестный;1;;2;3\n"
    "АРТ-tape;Лента;;;;\n"
)


def lines_of(preview: ListPreview) -> dict[tuple[str, str], int]:
    return {(line.address, line.item_id): line.asked_e3 for line in preview.result.lines}


def test_each_branch_gets_lines_and_a_cart_of_its_own(
    entry: BulkEntry, desk: DeskFixture, tmp_path: Path
) -> None:
    preview = entry.open(written(tmp_path, SHOPS))
    assert preview.plan.branches == ("Магазин 1", "Магазин 2", "Магазин 3")
    assert lines_of(preview) == {
        ("Магазин 1", "nut"): 5_000,
        ("Магазин 3", "nut"): 3_000,
        ("Магазин 1", "bolt"): 100_000,
        ("Магазин 2", "bolt"): 50_000,
    }
    # every row of the file once, with one status
    assert [row.row for row in preview.rows] == [2, 3, 4, 5]
    assert [row.status for row in preview.rows] == [
        "matched", "matched", "not_found", "no_quantity",
    ]  # fmt: skip
    first = preview.rows[0]
    assert first.quantity_e3 == 8_000
    assert (first.reasons[0].code, first.reasons[0].params["sizes"]) == (
        "branches", "Магазин 1: 5, Магазин 3: 3",
    )  # fmt: skip
    made = entry.add_by_address(preview, "")
    assert {each.address: len(desk.carts.open(each.cart.id).lines) for each in made} == {
        "Магазин 1": 2, "Магазин 3": 1, "Магазин 2": 1,
    }  # fmt: skip


def test_branches_can_be_one_sum_and_the_next_list_knows(
    entry: BulkEntry, desk: DeskFixture, tmp_path: Path
) -> None:
    preview = entry.open(written(tmp_path, SHOPS))
    together = entry.remap(preview, options=BulkOptions(branches_apart=False))
    assert lines_of(together) == {("", "nut"): 8_000, ("", "bolt"): 150_000}
    assert [row.status for row in together.rows][:2] == ["matched", "matched"]
    entry.add(together, desk.carts.active().id)
    again = entry.open(written(tmp_path, SHOPS.replace(";5;;3;8", ";6;;3;9"), "вторая.csv"))
    assert again.remembered
    assert not again.options.branches_apart
    assert lines_of(again)["", "nut"] == 9_000


@pytest.mark.parametrize(
    "heading",
    [
        "Артикул;Наименование;ТТ Ленина 5;ТТ Мира 10",
        "Артикул;Наименование;Кол-во Ленина;Кол-во Мира",
        "Артикул;Наименование;ул. Ленина, 5;ул. Мира, 10",
        "Артикул;Наименование;Филиал Север;Филиал Юг",
    ],
)
def test_headings_that_name_branches(entry: BulkEntry, tmp_path: Path, heading: str) -> None:
    text = f"{heading}\nАРТ-nut;Гайка;5;7\nАРТ-bolt;Болт;100;50\nАРТ-tape;Лента;1;\n"
    preview = entry.open(written(tmp_path, text))
    assert len(preview.plan.branches) == 2
    assert len(preview.result.lines) == 5


@pytest.mark.parametrize(
    "text",
    [
        # a supplier's stock by places, two prices, a quantity that is not their sum
        "Артикул;Наименование;Склад Москва;Склад СПб;Кол-во\nАРТ-nut;Гайка;5;7;1\n",
        "Артикул;Наименование;Цена 1;Цена 2;Кол-во\nАРТ-nut;Гайка;5;7;1\n",
        "Артикул;Наименование;Магазин 1;Магазин 2;Кол-во\nАРТ-nut;Гайка;5;7;1\n",
        "Артикул;Наименование;Кол-во;Адрес\nАРТ-nut;Гайка;5;Магазин 1\n",
    ],
)
def test_what_only_looks_like_branches_is_left_alone(
    entry: BulkEntry, tmp_path: Path, text: str
) -> None:
    assert entry.open(written(tmp_path, text)).plan.branches == ()


def test_the_buyers_own_addresses_are_branches(
    entry: BulkEntry, desk: DeskFixture, tmp_path: Path
) -> None:
    assert desk.context is not None
    names = [each.name or each.text for each in desk.context.entity.addresses]
    text = f"Артикул;Наименование;{names[0]};{names[0]} Юг\nАРТ-nut;Гайка;5;7\nАРТ-bolt;Болт;1;2\n"
    found = entry.open(written(tmp_path, text)).plan.branches
    assert found in ((), (names[0], f"{names[0]} Юг"))


def test_carried_columns_are_remembered_of_a_sender(
    entry: BulkEntry, desk: DeskFixture, tmp_path: Path
) -> None:
    text = (
        "Артикул;Наименование;Кол-во;Заявитель\nАРТ-nut;Гайка;5;Иванов\nАРТ-bolt;Болт;50;Петров\n"
    )
    preview = entry.carry(entry.open(written(tmp_path, text)), ["Заявитель"])
    entry.add(preview, desk.carts.active().id)
    again = entry.open(written(tmp_path, text.replace("Иванов", "Сидоров"), "вторая.csv"))
    assert again.plan.carried == ("D",)
    assert again.result.lines[0].comment == "Заявитель: Сидоров"
    other = entry.open(written(tmp_path, text.replace("Заявитель", "Объект"), "другой.csv"))
    assert other.plan.carried == ()


def test_what_was_not_found_waits_in_the_carts_of_addresses_too(
    entry: BulkEntry, desk: DeskFixture, tmp_path: Path
) -> None:
    text = (
        "Артикул;Наименование;Кол-во;Адрес\nАРТ-nut;Гайка;5;Север\nНЕТ-1;Не знаем;2;Юг\n"
        "АРТ-bolt;Болт;50;Юг\n"
    )
    preview = entry.open(written(tmp_path, text))
    assert preview.unknown == 1
    made = {each.address: each.cart.id for each in entry.add_by_address(preview, "", True)}
    waiting = [line.typed for line in desk.carts.open(made["Юг"]).lines if not line.item_id]
    assert waiting == ["НЕТ-1"]


def test_goods_taken_instead_are_not_said_to_be_an_own_code(
    entry: BulkEntry, tmp_path: Path
) -> None:
    text = "Артикул;Кол-во\nАРТ-nut;5\nАРТ-bolt;50\n"
    preview = entry.choose(entry.open(written(tmp_path, text)), 2, "bolt", instead=True)
    kinds = [row.match_kind for row in preview.rows]
    assert kinds[0] == "instead"
    assert entry.own_codes() == ()
    chosen = entry.choose(preview, 2, "nut")
    assert chosen.rows[0].match_kind == "own_code"
