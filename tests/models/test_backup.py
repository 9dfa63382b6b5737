"""Backups of desk.db: verified, thinned, restored (R15)."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, tzinfo
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self

import pytest

from b2bdesk.models import backup
from b2bdesk.models.backup import check_copy, restore
from b2bdesk.models.engine import Writer
from b2bdesk.models.migrations import SCHEMA_VERSION
from b2bdesk.trade.errors import Environment
from tests.support.desk import DeskFixture, Good


@pytest.fixture
def desk(tmp_path: Path) -> DeskFixture:
    made = DeskFixture(tmp_path)
    made.stock_up([Good("nut")])
    made.carts.order_item("nut", 5_000)
    return made


def test_a_copy_is_made_only_when_something_changed(desk: DeskFixture) -> None:
    first = desk.store.backup("hourly")
    assert first is not None
    assert check_copy(first) == 1
    assert desk.store.backup("hourly") is None
    desk.carts.order_item("nut", 6_000)
    second = desk.store.backup("seal")
    assert second is not None
    assert desk.store.backups.copies() == [second, first]
    desk.close()


def test_the_newest_good_copy_is_offered_and_restored(desk: DeskFixture, tmp_path: Path) -> None:
    good = desk.store.backup("hourly")
    assert good is not None
    cart_id = desk.carts.active().id
    desk.carts.order_item("nut", 9_000)
    torn = desk.store.backup("hourly")
    assert torn is not None
    torn.write_bytes(torn.read_bytes()[:5_000])
    assert desk.store.backups.newest_good() == good
    desk.close()
    (tmp_path / "desk.db").write_bytes(b"damaged" * 1_000)
    aside = restore(tmp_path / "desk.db", good)
    assert aside is not None
    assert aside.read_bytes().startswith(b"damaged")
    again = DeskFixture(tmp_path)
    assert again.carts.quantities(cart_id) == {"nut": 5_000}
    again.close()


def test_a_bad_copy_is_never_restored(desk: DeskFixture, tmp_path: Path) -> None:
    desk.close()
    before = (tmp_path / "desk.db").read_bytes()
    bad = tmp_path / "bad.db"
    bad.write_bytes(b"nothing")
    with pytest.raises(Environment, match="backup_bad"):
        restore(tmp_path / "desk.db", bad)
    assert (tmp_path / "desk.db").read_bytes() == before


def test_a_copy_of_a_newer_program_is_not_put_in_place(desk: DeskFixture, tmp_path: Path) -> None:
    copy = desk.store.backup("hourly")
    assert copy is not None
    desk.close()
    with closing(sqlite3.connect(copy)) as raw:
        raw.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    before = (tmp_path / "desk.db").read_bytes()
    with pytest.raises(Environment, match="store_newer"):
        restore(tmp_path / "desk.db", copy)
    assert (tmp_path / "desk.db").read_bytes() == before
    assert not list(tmp_path.glob("*.part*"))


def test_a_store_that_was_laid_aside_comes_back_with_what_its_log_has(
    desk: DeskFixture, tmp_path: Path
) -> None:
    """After a kill the last edits are only in the log; putting the file back must not lose them."""
    cart_id = desk.carts.active().id
    good = desk.store.backup("hourly")
    desk.carts.order_item("nut", 9_000)
    killed = tmp_path / "killed"
    killed.mkdir()
    for tail in ("", "-wal"):  # as a process leaves it that ends without closing
        shutil.copyfile(tmp_path / f"desk.db{tail}", killed / f"desk.db{tail}")
    desk.close()
    assert good is not None
    aside = restore(killed / "desk.db", good)
    assert aside is not None
    restore(killed / "desk.db", aside)
    again = DeskFixture(killed)
    assert again.carts.quantities(cart_id) == {"nut": 9_000}
    again.close()


@pytest.mark.parametrize("renames", [0, 1, 2])
def test_a_restore_that_broke_off_is_finished_at_the_next_start(
    desk: DeskFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, renames: int
) -> None:
    """The power goes between the renames: neither an empty store nor an old log in the copy."""
    cart_id = desk.carts.active().id
    good = desk.store.backup("hourly")
    assert good is not None
    desk.carts.order_item("nut", 9_000)
    killed = tmp_path / "killed"
    killed.mkdir()
    for tail in ("", "-wal"):
        shutil.copyfile(tmp_path / f"desk.db{tail}", killed / f"desk.db{tail}")
    desk.close()
    real, left = backup.put_in_place, [renames]

    def cut(source: Path, target: Path) -> None:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        real(source, target)

    monkeypatch.setattr(backup, "put_in_place", cut)
    with pytest.raises(KeyboardInterrupt):
        restore(killed / "desk.db", good)
    monkeypatch.setattr(backup, "put_in_place", real)
    assert backup.finish_restore(killed / "desk.db") is bool(renames)
    again = DeskFixture(killed)
    assert again.carts.quantities(cart_id) == {"nut": 5_000 if renames else 9_000}
    again.close()


def test_a_day_of_hours_and_two_weeks_of_days_are_kept(desk: DeskFixture) -> None:
    desk.store.backup("hourly")
    folder = desk.folder / "backups"
    for day in range(1, 29):
        for hour in (1, 2, 23):
            name = f"desk-202610{day:02}T{hour:02}0000000000Z-hourly.db"
            (folder / name).write_bytes(b"")
    desk.carts.order_item("nut", 6_000)
    desk.store.backup("hourly")
    kept = [path.name for path in desk.store.backups.copies()]
    days = {name[5:13] for name in kept}
    assert len(days) == 14
    assert len(kept) <= 24 + 14 + 5
    assert "desk-20261028T020000000000Z-hourly.db" in kept
    assert "desk-20261017T230000000000Z-hourly.db" in kept
    assert "desk-20261010T230000000000Z-hourly.db" not in kept
    desk.close()


def test_a_clock_years_ahead_does_not_make_old_copies_the_newest(
    desk: DeskFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Ahead(datetime):
        years = 2036

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return super().now(tz).replace(year=cls.years, month=1, day=1)

    monkeypatch.setattr(backup, "datetime", Ahead)
    for number in range(30):
        desk.carts.order_item("nut", 1_000 * (number + 6))
        desk.store.backup("hourly")
    Ahead.years = 2026
    desk.carts.order_item("nut", 99_000)
    last = desk.store.backup("hourly")
    assert last is not None
    assert "desk-2026" in last.name
    assert desk.store.backups.newest_good() == last
    desk.close()


@pytest.mark.parametrize(
    ("number", "code"), [(errno.ENOSPC, "disk_full"), (errno.EIO, "store_unreachable")]
)
@pytest.mark.parametrize("call", ["flush", "put_in_place"])
def test_a_disk_that_fails_at_the_end_of_a_copy_is_told_as_one(
    desk: DeskFixture, call: str, number: int, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Anything else would end the thread that makes copies, and none would be made any more."""

    def failing(*_: Path) -> None:
        raise OSError(number, "the disk")

    good = desk.store.backup("hourly")
    assert good is not None
    desk.carts.order_item("nut", 6_000)
    with monkeypatch.context() as patched:
        patched.setattr(backup, call, failing)
        with pytest.raises(Environment, match=code):
            desk.store.backup("seal")
        with pytest.raises(Environment, match=code):
            restore(desk.folder / "other.db", good)
    assert desk.store.backups.copies() == [good]
    assert not list(good.parent.glob("*.part"))
    assert desk.store.backup("seal") is not None
    desk.close()


def test_a_copy_that_fails_leaves_nothing_in_the_way(
    desk: DeskFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(source: Path, target: Path) -> None:
        target.write_bytes(b"half")
        raise Environment("disk_full", place="here")

    with monkeypatch.context() as patched:
        patched.setattr(backup, "vacuum_into", full)
        with pytest.raises(Environment, match="disk_full"):
            desk.store.backup("hourly")
    folder = desk.folder / "backups"
    assert list(folder.iterdir()) == []
    (folder / "desk-x.part").write_bytes(b"of a program that was killed")
    assert desk.store.backup("hourly") is not None
    assert not list(folder.glob("*.part"))
    desk.close()


def test_a_log_without_its_file_does_not_get_into_the_copy(
    desk: DeskFixture, tmp_path: Path
) -> None:
    good = desk.store.backup("hourly")
    assert good is not None
    desk.carts.order_item("nut", 9_000)
    log = (tmp_path / "desk.db-wal").read_bytes()
    cart_id = desk.carts.active().id
    desk.close()
    (tmp_path / "desk.db").unlink()
    (tmp_path / "desk.db-wal").write_bytes(log)
    assert restore(tmp_path / "desk.db", good) is None
    again = DeskFixture(tmp_path)
    assert again.carts.quantities(cart_id) == {"nut": 5_000}
    again.close()


@pytest.mark.expect_log("the reserve was released")
def test_the_program_starts_on_a_full_disk(
    desk: DeskFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cart_id = desk.carts.active().id
    desk.close()
    real = Writer.write

    def write(self: Writer, work: Callable[[Any], Any]) -> Any:
        if (tmp_path / "reserve.bin").exists() and self.path.name == "desk.db":
            raise Environment("disk_full", place="here")
        return real(self, work)

    monkeypatch.setattr(Writer, "write", write)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=0))
    again = DeskFixture(tmp_path)
    again.carts.order_item("nut", 7_000)
    assert again.carts.quantities(cart_id) == {"nut": 7_000}
    again.close()
