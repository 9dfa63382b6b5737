"""Own notes: kept on this machine, removed when emptied."""

from __future__ import annotations

import pytest

from b2bdesk.models.repos.own import Notes as NotesRepo
from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.notes import MAX_TEXT, Notes
from tests.support.desk import DeskFixture


def test_a_note_stays_until_it_is_emptied(desk: DeskFixture) -> None:
    notes = Notes(NotesRepo(desk.store), desk.news, desk.clock)
    changes = notes.write("item", "nut", "  брать только синие ")
    assert changes.touches("notes")
    notes.write("order", "o1", "позвонить")
    desk.reopen()
    notes = Notes(NotesRepo(desk.store), desk.news, desk.clock)
    assert notes.of("item") == {"nut": "брать только синие"}
    notes.write("item", "nut", "и красные")
    assert notes.of("item") == {"nut": "и красные"}
    notes.write("item", "nut", " ")
    assert notes.of("item") == {}
    assert notes.of("order") == {"o1": "позвонить"}


def test_what_is_no_note_is_refused(desk: DeskFixture) -> None:
    notes = Notes(NotesRepo(desk.store), desk.news, desk.clock)
    with pytest.raises(Expected, match="note_too_long"):
        notes.write("item", "nut", "x" * (MAX_TEXT + 1))
    with pytest.raises(ValueError, match="no notes"):
        notes.write("weather", "x", "y")
