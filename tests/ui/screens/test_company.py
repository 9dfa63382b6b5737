"""Компания by keys: what a contract says, and buying by it from now on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from b2bdesk.texts import speaking
from b2bdesk.ui.screens.company import words
from b2bdesk.ui.screens.company.screen import CompanyScreen
from b2bdesk.ui.shell.header import BY, read_header
from b2bdesk.usecases.rows.account import Context
from tests.support.desk import contract, entity
from tests.support.desktop import Desktop
from tests.ui.keyboard import CTRL, SHIFT, press

K = Qt.Key


def company(desk: Desktop, **args: object) -> CompanyScreen:
    screen = desk.screen("company", **args)
    assert isinstance(screen, CompanyScreen)
    return screen


def here(desk: Desktop) -> Context:
    found = desk.services.account.context()
    assert found is not None
    return found


def test_the_contract_in_use_is_shown_and_cannot_be_chosen_again(desk: Desktop) -> None:
    screen = company(desk)
    context = here(desk)
    assert screen.view.title.text() == context.entity.name
    assert context.contract.number in screen.view.subtitle.text()
    assert screen.view.contracts.current() == context.contract.id
    assert not screen.view.use.isEnabled()


def test_ctrl_enter_buys_by_another_contract_from_now_on(desk: Desktop) -> None:
    screen = company(desk)
    before = here(desk).contract.id
    others = [
        each.id
        for row in desk.services.account.entities()
        for each in row.contracts
        if each.id != before
    ]
    press(K.Key_End)
    desk.settle()
    assert screen.view.contracts.current() == others[-1]
    press(K.Key_Return, CTRL)
    desk.settle()
    assert here(desk).contract.id == others[-1]
    assert not screen.view.use.isEnabled()


def test_requisites_go_to_the_clipboard(desk: Desktop) -> None:
    company(desk)
    press(K.Key_C, CTRL | SHIFT)
    text = QApplication.clipboard().text()
    assert here(desk).entity.party.inn in text
    assert here(desk).contract.number in text


def test_every_contract_of_a_firm_with_several_stands_in_the_switcher(desk: Desktop) -> None:
    model = read_header(desk.services)
    wanted = []
    for row in desk.services.account.entities():
        several = len(row.contracts) > 1
        wanted += [f"{row.id}{BY}{each.id}" if several else row.id for each in row.contracts]
    assert [item.key for item in model.entities] == wanted
    for item in model.entities:
        assert bool(item.contract) == (BY in item.key)
    assert model.entity in model.entities


def test_sections_leave_out_what_is_not_known() -> None:
    with speaking("ru"):
        row = entity("e1", contract())
        found = words.sections(row, row.contracts[0], None)
    titles = [section.title for section in found]
    assert titles == ["Договор", "Отгрузка", "Адреса доставки", "Реквизиты"]
    text = words.plain(found)
    assert "7707083893" in text
    assert "Химки, ул. Складская, 1 (по умолчанию)" in text
    assert "ОКПО" not in text
