"""The database outlives what happens to it: marks, restored copies, writers side by side."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, select
from sqlalchemy.exc import OperationalError

from b2bdesk.portal.catalog import store as catalog
from b2bdesk.portal.catalog.rows import ItemRow
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.storage import engine as engine_module
from b2bdesk.portal.storage import work as work_module
from b2bdesk.portal.storage.create import create_storage
from b2bdesk.portal.storage.facts import write_facts
from b2bdesk.portal.storage.tables.catalog import items
from b2bdesk.portal.storage.work import Storage, Work, open_storage
from b2bdesk.trade.errors import Environment
from b2bdesk.trade.fold import FOLD_VERSION, fold_name


def _add(storage: Storage, name: str) -> None:
    with storage.writing() as work:
        catalog.put_items(SYSTEM, work, [ItemRow(name, name)])


def test_an_untouched_portal_keeps_its_incarnation(tmp_path: Path) -> None:
    made = create_storage(str(tmp_path / "p.db"))
    _add(made, "a")
    mark = made.facts().incarnation
    made.close()
    again = open_storage(str(tmp_path / "p.db"))
    assert again.facts().incarnation == mark
    again.close()


def test_a_database_restored_from_a_copy_is_a_new_incarnation(tmp_path: Path) -> None:
    file = tmp_path / "p.db"
    made = create_storage(str(file))
    _add(made, "a")
    mark = made.facts().incarnation
    made.close()
    shutil.copy(file, tmp_path / "copy.db")
    made = open_storage(str(file))
    _add(made, "b")
    made.close()
    shutil.copy(tmp_path / "copy.db", file)
    restored = open_storage(str(file))
    assert restored.facts().incarnation != mark
    renewed = restored.facts().incarnation
    restored.close()
    again = open_storage(str(file))
    assert again.facts().incarnation == renewed
    again.close()


def test_a_lost_mark_file_is_a_new_incarnation(tmp_path: Path) -> None:
    made = create_storage(str(tmp_path / "p.db"))
    mark = made.facts().incarnation
    made.close()
    (tmp_path / "p.db.mark").unlink()
    again = open_storage(str(tmp_path / "p.db"))
    assert again.facts().incarnation != mark
    again.close()


def test_a_missing_or_newer_portal_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Environment) as refused:
        open_storage(str(tmp_path / "none.db"))
    assert refused.value.code == "portal_not_made"
    made = create_storage(str(tmp_path / "p.db"))
    with made.writing() as work:
        write_facts(work.connection, {"schema": "99"})
    made.close()
    with pytest.raises(Environment) as refused:
        open_storage(str(tmp_path / "p.db"))
    assert refused.value.code == "store_newer"


def test_writers_side_by_side_all_succeed_and_draw_different_numbers(storage: Storage) -> None:
    def work(name: str) -> None:
        def act(work: Work) -> None:
            catalog.put_items(SYSTEM, work, [ItemRow(name, name)])

        storage.write(act)

    threads = [threading.Thread(target=work, args=(f"i{i}",)) for i in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with storage.reading() as connection:
        rows = connection.execute(select(items.c.n, items.c.rev)).all()
    assert sorted(row.n for row in rows) == list(range(1, 13))
    assert sorted(row.rev for row in rows) == list(range(1, 13))


def test_an_equal_row_costs_no_revision(storage: Storage, numbers: dict[str, int]) -> None:
    with storage.writing() as work:
        before = work.take("catalog", 0)
        catalog.put_items(SYSTEM, work, [ItemRow("pen", "Ручка", "P-1", status="deleted")])
        assert work.take("catalog", 0) == before


def test_folds_of_another_version_are_named_and_renewed_by_the_next_write(
    storage: Storage, numbers: dict[str, int]
) -> None:
    with storage.writing() as work:
        write_facts(work.connection, {"fold_version": "0"})
        work.connection.exec_driver_sql("UPDATE item SET name_fold = 'old' WHERE id = 'lamp'")
    assert storage.facts().fold_version == 0
    _add(storage, "new")
    assert storage.facts().fold_version == FOLD_VERSION
    with storage.reading() as connection:
        row = connection.execute(select(items).where(items.c.id == "lamp")).one()
    assert row.name_fold == fold_name(row.name)


def test_a_busy_database_is_tried_again_and_then_said(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []

    def act(work: Work) -> int:
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError("", {}, sqlite3.OperationalError("database is locked"))
        return len(tries)

    assert storage.write(act) == 3
    tries.clear()
    monkeypatch.setattr(work_module, "TRIES", 2)
    with pytest.raises(Environment) as refused:
        storage.write(act)
    assert refused.value.code == "portal_busy"


@pytest.mark.expect_log("there is no room for the database")
def test_a_full_disk_is_a_refusal_for_now_and_nothing_is_half_done(storage: Storage) -> None:
    def no_room(connection: Connection) -> None:
        # less than there is means: not one page more
        connection.exec_driver_sql("PRAGMA max_page_count=1")

    event.listen(storage.engine, "begin", no_room)
    rows = [ItemRow(f"i{at}", "x" * 400) for at in range(50)]
    with pytest.raises(Environment) as refused:
        storage.write(lambda work: catalog.put_items(SYSTEM, work, rows))
    assert refused.value.code == "portal_busy"
    event.remove(storage.engine, "begin", no_room)
    storage.engine.dispose()
    with storage.reading() as connection:
        assert connection.execute(select(items.c.n)).all() == []
    assert storage.write(lambda work: catalog.put_items(SYSTEM, work, rows))["i0"] == 1


def test_a_portal_opens_while_a_load_holds_it(
    storage: Storage, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "BUSY_MS", 10)
    mark = storage.facts().incarnation
    with storage.writing() as work:
        catalog.put_items(SYSTEM, work, [ItemRow("long", "load")])
        second = open_storage(store, storage.clock)
        assert second.facts().incarnation == mark
        second.close()
        storage.marks._file.unlink()
        with pytest.raises(Environment, match="portal_busy"):
            open_storage(store, storage.clock)


def test_writers_of_a_process_wait_in_a_queue_with_an_end(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work_module, "TURN_SECONDS", 0.01)
    answers: list[str] = []

    def other() -> None:
        try:
            _add(storage, "second")
        except Environment as refused:
            answers.append(refused.code)

    with storage.writing() as work:
        catalog.put_items(SYSTEM, work, [ItemRow("first", "first")])
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(20)
    assert answers == ["portal_busy"]
    _add(storage, "second")


def test_numbers_of_a_numbering_go_on_after_those_drawn_at_once(storage: Storage) -> None:
    with storage.writing() as work:
        assert catalog.draw(work, "order", 18_000) == 1
        assert catalog.draw(work, "order") == 18_001
        assert catalog.draw(work, "invoice") == 1
