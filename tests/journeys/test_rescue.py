"""What a supporter does with a profile that does not open: look, take out, put back."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.support.buyer import Buyer
from tests.support.orderable import goods_in_stock, write_list

CART = "Заявка"


def filled(buyer: Buyer, folder: Path) -> Path:
    """A cart of four lines and a backup; returns desk.db."""
    source = write_list(folder / "list.xlsx", goods_in_stock(buyer, 4))
    buyer.json("import", str(source), "--cart", CART)
    copy = Path(buyer.json("db", "backup")["file"])
    return copy.parent.parent / "desk.db"


def test_a_damaged_store_is_put_back_by_hand(buyer: Buyer, tmp_path: Path) -> None:
    store = filled(buyer, tmp_path)
    (newest, *_) = copies = buyer.json("db", "copies")
    assert newest["good"]
    assert newest["lines"] == 4
    for each in copies:
        if each is not newest:
            Path(each["file"]).unlink()
    good = Path(newest["file"])
    bytes_of_it = good.read_bytes()
    good.write_bytes(b"damage" * 1_000)
    store.write_bytes(b"damage" * 2_000)

    code, _out, err = buyer.run("cart", "list")
    assert code == 7
    assert "db restore" in err
    assert buyer.json("db", "copies")[0]["good"] is False
    assert buyer.run("db", "restore")[0] == 7, "there is no whole copy"

    rescued = tmp_path / "from the company's backup.db"
    rescued.write_bytes(bytes_of_it)
    done = buyer.json("db", "restore", str(rescued))
    assert Path(done["aside"]).read_bytes().startswith(b"damage")
    assert len(buyer.json("cart", "show", CART)["lines"]) == 4
    assert buyer.json("db", "check")["sound"]


def test_carts_are_taken_out_of_a_newer_store_and_nothing_is_changed(
    buyer: Buyer, tmp_path: Path
) -> None:
    store = filled(buyer, tmp_path)
    with closing(sqlite3.connect(store)) as raw:
        raw.execute("PRAGMA user_version=999")
        raw.execute("ALTER TABLE cart_line DROP COLUMN comment")
        raw.execute("ALTER TABLE cart ADD COLUMN colour TEXT")
        raw.commit()
    before = store.read_bytes()
    code, _out, err = buyer.run("cart", "list")
    assert code == 7
    assert "db export" in err

    told = buyer.json("db", "export", str(tmp_path / "out"))
    assert (told["version"], told["lines"]) == (999, 4)
    with (tmp_path / "out" / "carts.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert [row[0] for row in rows[1:]] == [CART] * 4
    assert all(row[1] and row[2] and row[3] for row in rows[1:])
    assert store.read_bytes() == before
    assert buyer.run("db", "export", str(tmp_path / "out"))[0] == 5, "nothing is overwritten"


def test_an_order_on_its_way_is_asked_for_after_a_restore(buyer: Buyer, tmp_path: Path) -> None:
    """The backup knows the order as waiting; it has arrived since, and must not be taken back."""
    filled(buyer, tmp_path)
    sent = json.loads(buyer.run("cart", "send", CART, "--yes", "--json")[1])["orders"][0]
    seal = next(each for each in buyer.json("db", "copies") if "-seal-" in each["file"])
    buyer.json("db", "restore", Path(seal["file"]).name)
    assert buyer.json("outbox", "list")[0]["state"] == "unknown"
    buyer.json("sync")
    (row,) = buyer.json("outbox", "list")
    assert (row["id"], row["state"]) == (sent["client_id"], "settled")
