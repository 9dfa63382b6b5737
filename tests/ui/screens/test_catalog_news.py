"""What moves under an open catalogue: another contract, news of a sync, words typed meanwhile."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from b2bdesk.ui.screens.catalog.pictures import Thumbnails
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.rows.offers import Found, OfferRow
from tests.support.desktop import Desktop
from tests.ui.screens.test_catalog import catalogue, first


class _Asked:
    """Notes the lanes of the work that is asked for, in order."""

    def __init__(self, desk: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
        self.lanes: list[str] = []
        run = desk.window.context.runner.run

        def noted(work: Callable[[], object], *args: object, **how: object) -> object:
            self.lanes.append(str(how.get("lane", "")))
            return run(work, *args, **how)  # type: ignore[arg-type] # handed on as it came

        monkeypatch.setattr(desk.window.context.runner, "run", noted)


def test_another_contract_asks_for_the_rows_first_and_for_the_tree_once(
    desk: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = catalogue(desk)
    before = first(screen)
    asked = _Asked(desk, monkeypatch)
    pairs = [
        (one.id, each.id) for one in desk.services.account.entities() for each in one.contracts
    ]
    desk.services.account.use(*pairs[-1])
    ours = [lane for lane in asked.lanes if lane.startswith("catalog.") or not lane]
    assert ours[0] == "catalog.find"
    assert ours.count("catalog.groups") == 1
    assert ours.index("catalog.groups") == len(ours) - 1
    desk.settle()
    [expected] = desk.services.search.offers([before.n])
    assert screen.rows.raw(before.n) == expected, "the rows are those of the new contract"


def test_rows_that_keep_their_numbers_are_read_anew_when_the_catalogue_changed(
    desk: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = catalogue(desk)
    offer, read = first(screen), desk.services.search.offers

    def dearer(ns: Sequence[int]) -> list[OfferRow]:
        return [replace(each, price_e5=4_200_000, name="Иначе") for each in read(ns)]

    monkeypatch.setattr(desk.services.search, "offers", dearer)
    desk.services.news.publish(ChangeSet.of("catalogue", "prices"))
    desk.settle()
    shown = first(screen)
    assert (shown.n, shown.price_e5, shown.name) == (offer.n, 4_200_000, "Иначе")


def test_another_question_ends_what_is_read_for_the_old_one(desk: Desktop) -> None:
    screen = catalogue(desk)
    passed = screen.finding._passed
    assert not passed.is_set()
    screen.search("болт")
    assert passed.is_set()
    assert not screen.finding._passed.is_set()
    desk.settle()
    assert screen.rows.row_total() == desk.services.search.find(screen.finding.query).total


class _Pictures:
    """Gives a picture of some items and notes what it was asked for."""

    def __init__(self, path: Path) -> None:
        self.asked: list[str] = []
        image = QImage(8, 8, QImage.Format.Format_RGB32)
        image.fill(0)
        image.save(str(path))
        self._bytes = path.read_bytes()

    def picture(self, name: str, _size: int, _view: int) -> bytes | None:
        self.asked.append(name)
        return self._bytes if name.startswith("seen") else None


def _note(came: list[int], gives: _Pictures) -> None:
    came.append(len(gives.asked))


def test_pictures_are_read_when_the_rows_rest_and_missing_ones_paint_nothing(
    desk: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    gives, owner = _Pictures(tmp_path / "one.png"), QObject()
    thumbs = Thumbnails(gives, desk.runner, owner)  # type: ignore[arg-type] # what it asks for
    came: list[int] = []
    thumbs.arrived.connect(partial(_note, came, gives))
    for n in range(5):
        assert thumbs.get(f"none-{n}", 24) is None
    assert desk.runner.busy() == 0, "they are painted; nothing is read under the next letter"
    qtbot.waitUntil(lambda: len(gives.asked) == 5)
    desk.settle()
    assert came == []
    thumbs.get("seen-1", 24)
    qtbot.waitUntil(lambda: came == [6])
    assert thumbs.get("seen-1", 24) is not None
    for n in range(5):
        assert thumbs.get(f"none-{n}", 24) is None
    desk.settle()
    assert len(gives.asked) == 6, "what is missing is not asked for again"


def test_a_catalogue_without_goods_says_so_and_what_helps(
    desk: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = catalogue(desk)
    real = desk.services.sync.state()
    state = [real]
    ran: list[str] = []
    monkeypatch.setattr(desk.services.search, "find", lambda *_: Found(array("q"), 0))
    monkeypatch.setattr(desk.services.sync, "state", lambda: state[0])
    monkeypatch.setattr(desk.window.commands, "run", ran.append)

    def told() -> str:
        desk.hub.changed.emit(ChangeSet.of("catalogue", "sync"))
        desk.settle()
        assert screen.view.empty.isVisibleTo(screen.view)
        return screen.view.empty._title.text()

    buyer = desk.services.account.context()
    assert buyer is not None
    assert told() == f"Каталог «{buyer.entity.name}» пуст"
    screen.view.empty.acted.emit()
    assert ran == ["sync.now"]
    screen.search("болт")
    assert told().startswith("Каталог"), "no word is to blame"
    state[0] = replace(real, freshness={}, running=True)
    assert told() == "Каталог загружается"
    state[0] = replace(real, freshness={}, error="network_unreachable")
    assert told() == "Каталога здесь ещё нет"
    assert "портал" in screen.view.empty._note.text().casefold()
