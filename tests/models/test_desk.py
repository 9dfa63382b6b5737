"""desk.db: acknowledged edits survive a kill, one owner writes, a full disk frees its reserve."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Connection

from b2bdesk.models.desk import DeskStore
from b2bdesk.models.repos.carts import Carts
from b2bdesk.trade.errors import Environment
from b2bdesk.usecases.rows.carts import NewLine
from tests.support.desk import DeskFixture, Good

ROOT = Path(__file__).resolve().parents[2]
TYPING = """
import sys
from pathlib import Path
from b2bdesk.usecases.rows.carts import NewLine
from tests.support.desk import DeskFixture
desk = DeskFixture(Path(sys.argv[1]))
cart = desk.carts.active().id
print(cart, flush=True)
line = desk.carts.add_lines(cart, [NewLine("nut", 1000)]).line_ids[0]
for typed in range(2, 100_000):
    desk.carts.set_quantity(cart, line, typed * 1000)
    print(typed, flush=True)
"""


def test_a_kill_while_typing_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    desk = DeskFixture(tmp_path)
    desk.stock_up([Good("nut")])
    desk.close()
    for wanted in (5, 60, 300):
        child = subprocess.Popen(
            [sys.executable, "-c", TYPING, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE
        )
        assert child.stdout is not None
        cart_id = child.stdout.readline().decode().strip()
        acknowledged = 0
        for line in child.stdout:
            acknowledged = int(line)
            if acknowledged >= wanted:
                child.send_signal(signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
                break
        acknowledged = max([acknowledged, *(int(rest) for rest in child.stdout)])
        child.wait()
        child.stdout.close()
        desk = DeskFixture(tmp_path)
        stored = desk.carts.quantities(cart_id)["nut"]
        assert stored in (acknowledged * 1_000, (acknowledged + 1) * 1_000)
        label = desk.carts.undo_label(cart_id)
        assert label is not None
        assert label.params["quantity_e3"] == stored
        desk.carts.undo(cart_id)
        assert desk.carts.quantities(cart_id)["nut"] == stored - 1_000
        desk.carts.delete(cart_id)
        desk.close()


def test_a_writer_whose_store_was_taken_over_stops(tmp_path: Path) -> None:
    first = DeskStore(tmp_path)
    second = DeskStore(tmp_path)
    assert second.epoch == first.epoch + 1
    with pytest.raises(Environment, match="store_taken"):
        first.write(lambda connection: connection.exec_driver_sql("DELETE FROM setting").close())
    second.write(lambda connection: connection.exec_driver_sql("DELETE FROM setting").close())
    first.close()
    second.close()


def test_the_installation_keeps_its_id(tmp_path: Path) -> None:
    store = DeskStore(tmp_path)
    known = store.install_id
    store.close()
    store = DeskStore(tmp_path)
    assert store.install_id == known
    store.close()


def test_writes_are_as_durable_as_promised(tmp_path: Path) -> None:
    store = DeskStore(tmp_path)

    def pragma(connection: Connection, name: str) -> object:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()

    settings = ("journal_mode", "synchronous", "foreign_keys", "trusted_schema")
    found = [store.write(lambda c, name=name: pragma(c, name)) for name in settings]  # type: ignore[misc]
    assert found == ["wal", 2, 1, 0]
    with store.reading() as connection:
        assert [pragma(connection, name) for name in ("query_only", "foreign_keys")] == [1, 1]
    store.close()


def test_a_full_disk_releases_the_reserve_and_keeps_the_draft(tmp_path: Path) -> None:
    store = DeskStore(tmp_path)
    reserve = tmp_path / "reserve.bin"
    assert reserve.stat().st_size == 4 * 1024 * 1024
    pages = store.bare(lambda raw: raw.execute("PRAGMA page_count").fetchone()[0])

    def cap(extra: int) -> None:
        store.bare(lambda raw: raw.execute(f"PRAGMA max_page_count={pages + extra}").close())

    cap(1)

    def big(connection: Connection) -> None:
        if not reserve.exists():
            cap(10_000)
        connection.exec_driver_sql(
            "INSERT OR REPLACE INTO setting (key, value) VALUES ('x', ?)", ("y" * 200_000,)
        )

    # the page cap stands for the disk; it is lifted when the reserve is gone
    with pytest.raises(Environment, match="disk_full"):
        store._writer.write(big)
    released: list[bool] = []
    original = store._release_reserve

    def release() -> bool:
        released.append(original())
        cap(10_000)
        return True

    store._release_reserve = release  # type: ignore[method-assign]
    store.write(big)
    assert released == [True]
    assert not reserve.exists()
    store._release_reserve = original  # type: ignore[method-assign]
    cap(1)  # no smaller than what is there
    with pytest.raises(Environment) as refused:
        store.write(
            lambda connection: connection.exec_driver_sql(
                "INSERT INTO setting (key, value) VALUES ('z', ?)", ("y" * 200_000,)
            )
        )
    assert (refused.value.code, refused.value.params["what"]) == ("disk_full", "desk")
    store.close()
    store = DeskStore(tmp_path)
    assert reserve.exists()
    store.close()


def test_a_damaged_store_says_so(tmp_path: Path) -> None:
    (tmp_path / "desk.db").write_bytes(b"this is no database, but long enough to be one" * 200)
    with pytest.raises(Environment, match="store_damaged"):
        DeskStore(tmp_path)


def test_damage_after_a_crash_is_found_at_the_next_start(tmp_path: Path) -> None:
    desk = DeskFixture(tmp_path)
    goods = [Good(f"g{n}") for n in range(400)]
    desk.stock_up(goods)
    desk.carts.add_lines(desk.carts.active().id, [NewLine(good.id, 1_000) for good in goods])
    desk.close()
    path = tmp_path / "desk.db"
    data = bytearray(path.read_bytes())
    third = len(data) // 3 // 4096 * 4096
    data[third : third + 8_192] = b"\x07" * 8_192
    path.write_bytes(bytes(data))
    (tmp_path / "desk.db-wal").touch()
    with pytest.raises(Environment, match="store_damaged"):
        DeskStore(tmp_path)


def test_edits_of_a_cart_do_not_touch_lines_of_another(tmp_path: Path) -> None:
    desk = DeskFixture(tmp_path)
    desk.stock_up([Good("nut")])
    first = desk.carts.order_item("nut", 1_000)
    second = desk.carts.create()
    desk.carts.order_item("nut", 2_000)
    assert first.line is not None
    desk.carts.remove(second.id, [first.line.line_id])
    assert desk.carts.quantities(first.cart_id) == {"nut": 1_000}
    assert isinstance(desk.repo, Carts)
    desk.close()
