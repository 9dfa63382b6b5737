"""Настройки: every change works at once and is kept; own codes; sections by keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from b2bdesk.domain.shared_codes import Meaning, Shared
from b2bdesk.ui.dialogs.sheet import Sheet
from b2bdesk.ui.frame.standard import THEME_SETTING
from b2bdesk.ui.screens.settings import pages
from b2bdesk.ui.screens.settings.run_sheet import RunSheet
from b2bdesk.ui.screens.settings.screen import SettingsScreen
from b2bdesk.ui.shell.names import LANGUAGE_SETTING, SCALE_SETTING
from b2bdesk.ui.shell.rhythm import BY_HAND, Schedule
from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.button import Button
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.ports.sharing import Delivery
from b2bdesk.usecases.rows.offers import OfferRow
from tests.support.desktop import Desktop, in_stock
from tests.ui.keyboard import CTRL, press
from tests.ui.test_accessibility import nameless

K = Qt.Key


def settings(desk: Desktop, **args: object) -> SettingsScreen:
    screen = desk.screen("settings", **args)
    assert isinstance(screen, SettingsScreen)
    return screen


def test_arrows_walk_through_the_sections(desk: Desktop) -> None:
    screen = settings(desk)
    assert screen.view.isVisible()
    press(K.Key_Down)
    assert screen.sync.isVisible()
    press(K.Key_End)
    assert screen.about.isVisible()


@pytest.mark.parametrize("section", ["view", "sync", "network", "codes", "data", "safety", "about"])
def test_a_section_is_opened_by_its_name(desk: Desktop, section: str) -> None:
    screen = settings(desk, section=section)
    page: pages.Page = getattr(screen, section)
    assert page.isVisible()


def test_theme_scale_and_language_are_kept(desk: Desktop) -> None:
    screen = settings(desk)
    kept = desk.window.context.settings
    screen.view.theme.chosen.emit("dark")
    assert look.theme() == "dark"
    assert kept.get(THEME_SETTING) == "dark"
    screen.view.scale.chosen.emit("125")
    assert kept.get(SCALE_SETTING) == 125
    screen.view.language.chosen.emit("en")
    assert kept.get(LANGUAGE_SETTING) == "en"


def test_the_journal_is_read_opened_copied_and_saved(desk: Desktop, tmp_path: Path) -> None:
    desk.services.sync.run()
    page = settings(desk, section="sync").sync
    assert {item.title for item in page.fresh.items()} >= {"Цены", "Остатки", "Каталог"}
    assert "без сбоев" in page.strip.accessibleName()
    assert len(page.strip.cells()) == 96
    page.journal.setFocus(Qt.FocusReason.TabFocusReason)
    press(K.Key_End)
    press(K.Key_Return)
    [sheet] = [each for each in desk.window.findChildren(RunSheet) if each.isVisible()]
    assert "Каталог" in sheet.text()
    press(K.Key_Return)
    assert QApplication.clipboard().text() == sheet.text()
    page.copy.click()
    assert QApplication.clipboard().text() == page.text()
    page.save_to(tmp_path / "журнал.txt")
    desk.settle()
    assert page.text().splitlines()[0] in (tmp_path / "журнал.txt").read_text(encoding="utf-8")


def test_the_schedule_is_chosen_by_keys_and_kept(desk: Desktop) -> None:
    page = settings(desk, section="sync").sync
    page.every["prices"].setFocus(Qt.FocusReason.TabFocusReason)
    press(K.Key_Space)
    press(K.Key_End)
    press(K.Key_Return)
    kept = desk.window.context.settings
    assert page.every["prices"].words() == "Только вручную, F5"
    assert Schedule.of(kept.get).seconds("stock") == BY_HAND
    assert nameless(page) == []


def test_signing_out_leaves_the_carts(desk: Desktop) -> None:
    cart = desk.services.carts.create("Заявка")
    screen = settings(desk, section="safety")
    screen.safety.out.click()
    desk.settle()
    assert not desk.services.session.status().signed_in
    assert not screen.safety.out.isVisible()
    assert desk.services.carts.find(cart.id) is not None


def test_a_code_is_typed_changed_and_forgotten(desk: Desktop) -> None:
    first, second = desk.goods(in_stock, 2)
    page = settings(desk, section="codes").codes
    page.code.edit.setFocus()
    desk.type("НАШ-7")
    press(K.Key_Return)
    desk.type(first.article)
    press(K.Key_Return)
    desk.settle()
    assert [(each.code.code, each.code.item_id) for each in desk.services.own_codes.rows()] == [
        ("НАШ-7", first.id)
    ]
    page.grid.go_to("НАШ-7", "article")
    page.grid.begin_edit("article", typed=second.article)
    press(K.Key_Return)
    desk.settle()
    assert desk.services.own_codes.rows()[0].code.item_id == second.id
    page.grid.setFocus()
    press(K.Key_Delete, CTRL)
    desk.settle()
    assert desk.services.own_codes.rows() == ()


def test_colleagues_lose_many_codes_only_when_that_is_said(
    desk: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("b2bdesk.usecases.own_codes.MANY_SHARED", 1)
    (first,) = desk.goods(in_stock, 1)
    desk.services.own_codes.add("173", first.article)
    page = settings(desk, section="codes").codes
    desk.services.sync.run()
    desk.settle()
    for answer, left in (("cancel", 1), ("go", 0)):
        page.grid.go_to("173", "article")
        page.grid.setFocus()
        press(K.Key_Delete, CTRL)
        desk.settle()
        sheet = next(each for each in desk.window.findChildren(Sheet) if each.isVisible())
        button = sheet.findChild(Button, answer)
        assert button is not None
        button.click()
        desk.settle()
        assert len(desk.services.own_codes.rows()) == left
    desk.services.sync.run()  # other tests share the portal


def test_goods_that_are_unknown_are_told_beside_the_field(desk: Desktop) -> None:
    page = settings(desk, section="codes").codes
    page.code.set_text("НАШ-8")
    page.goods.set_text("НЕТ-ТАКОГО")
    page.put.click()
    desk.settle()
    assert page.goods.has_error()
    assert page.goods.text() == "НЕТ-ТАКОГО"
    assert desk.services.own_codes.rows() == ()


def test_a_table_of_codes_is_shown_before_it_is_taken(desk: Desktop, tmp_path: Path) -> None:
    first, second = desk.goods(in_stock, 2)
    desk.services.own_codes.add("НАШ-1", first.article)
    path = tmp_path / "Коды.csv"
    path.write_text(
        f"Ваш код;Артикул\nНАШ-1;{second.article}\nНАШ-2;{second.article}\n", encoding="utf-8"
    )
    page = settings(desk, section="codes").codes
    page.open_table(path)
    desk.settle()
    assert len(desk.services.own_codes.rows()) == 1, "nothing is taken before it is agreed to"
    press(K.Key_Return)
    desk.settle()
    kept = {each.code.code: each.code.item_id for each in desk.services.own_codes.rows()}
    assert kept == {"НАШ-1": first.id, "НАШ-2": second.id}


def overruled(desk: Desktop, code: str, goods: OfferRow, by: str) -> None:
    """Let a colleague give a code of this person to other goods."""
    services = desk.services
    services.sync.run()
    store = services.code_sharing._ports.store
    theirs = Meaning(code, goods.id, goods.article, goods.name)
    sharing = store.sharing()
    known = store.known()["172"].shared
    assert known is not None
    store.take(
        Delivery(
            False, [Shared(theirs, code, "u-other", by, "2026-11-20T09:00:00+00:00", 99)], [],
            sharing.cursor, sharing.generation, sharing.incarnation, me=known.author,
        )
    )  # fmt: skip
    services.news.publish(ChangeSet.of("own_codes", "own_code_clash"))


def test_codes_say_whether_colleagues_have_them(desk: Desktop) -> None:
    (first,) = desk.goods(in_stock, 1)
    desk.services.own_codes.add("171", first.article)
    strip = settings(desk, section="codes").codes.sharing
    desk.settle()
    assert strip.isVisible()
    assert strip.on.isChecked()
    assert "1 уйдёт" in strip.words.text()
    desk.services.sync.run()
    desk.settle()
    assert "1 общий код" in strip.words.text()
    strip.on.click()
    desk.settle()
    assert not desk.services.code_sharing.status().on
    assert not strip.words.isVisible()


@pytest.mark.parametrize("answer", ["back", "go"])
def test_what_a_colleague_replaced_is_told_and_can_be_given_back(
    desk: Desktop, answer: str
) -> None:
    mine, theirs = desk.goods(in_stock, 2)
    desk.services.own_codes.add("172", mine.article)
    overruled(desk, "172", theirs, "Петрова")
    strip = settings(desk, section="codes").codes.sharing
    desk.settle()
    assert strip.banner.isVisible()
    strip.show_clashes()
    sheet = next(each for each in desk.window.findChildren(Sheet) if each.isVisible())
    button = sheet.findChild(Button, answer)
    assert isinstance(button, Button)
    button.click()
    desk.settle()
    assert not strip.banner.isVisible()
    (kept,) = desk.services.own_codes.rows("172")
    assert kept.code.item_id == (mine.id if answer == "back" else theirs.id)
