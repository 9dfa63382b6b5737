"""Favourites, the radar and own purchases by commands, over a real portal."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from tests.support.buyer import Buyer


def articles(buyer: Buyer, count: int) -> list[str]:
    """Articles of goods with a price, in stock."""
    found = buyer.json("find", "*", "--in-stock", "--limit", "60")["items"]
    return [each["article"] for each in found if each["price"] and each["stock"]][:count]


def test_a_condition_is_set_checked_listed_and_taken_away(buyer: Buyer, tmp_path: Path) -> None:
    first, second = articles(buyer, 2)
    (row,) = buyer.json("favourite", "add", first, "--price", "0,01", "--list", "Склад 2")
    assert (row["article"], row["list"]) == (first, "Склад 2")
    (rule,) = row["conditions"]
    assert (rule["kind"], rule["value"], rule["state"]) == ("price", "0.01", "waits")
    (row,) = buyer.json("favourite", "add", second, "--back", "--fell", "10")
    assert {each["kind"]: each["state"] for each in row["conditions"]} == {
        "stock": "holds",
        "fell": "waits",
    }
    assert [each["article"] for each in buyer.json("favourite", "list", "--held")] == [second]
    assert buyer.json("favourite", "check") == {"rules": 3, "events": []}
    assert buyer.json("favourite", "events") == []
    out = tmp_path / "избранное.csv"
    buyer.json("favourite", "list", "-o", str(out))
    lines = list(csv.reader(io.StringIO(out.read_text("utf-8-sig")), delimiter=";"))
    assert {line[0] for line in lines[1:]} == {first, second}
    assert buyer.json("favourite", "remove", first, second) == {"removed": 2}
    assert buyer.json("favourite", "list") == []


def test_wrong_articles_and_values_are_bad_input(buyer: Buyer) -> None:
    (good,) = articles(buyer, 1)
    buyer.json("favourite", "add", "НЕТ-ТАКОГО-9", codes=(5,))
    buyer.json("favourite", "add", good, "--fell", "200", codes=(5,))
    buyer.json("favourite", "remove", good, codes=(5,))
    buyer.json("radar", "--since", "вчера", codes=(5,))
    buyer.json("radar", "--contract", "нет", codes=(5,))
    assert buyer.json("favourite", "list") == []


def test_the_radar_and_purchases_answer_and_become_files(buyer: Buyer, tmp_path: Path) -> None:
    articles(buyer, 1)
    found = buyer.json("radar")
    assert (found["total"], found["changes"]) == (0, [])
    since = buyer.json("radar", "--since", "purchase")
    assert since["total"] == len(since["changes"]) or since["total"] > 100
    bought = buyer.json("bought", "--limit", "5")
    assert bought["total"] >= len(bought["items"])
    for item in bought["items"]:
        assert item["orders"] >= 1
        assert item["last"] <= "2027"
    due = buyer.json("bought", "--due")
    assert all(item["suggested"] for item in due["items"])
    for name in ("bought.xlsx", "bought.pdf"):
        buyer.json("bought", "-o", str(tmp_path / name))
        assert (tmp_path / name).stat().st_size > 1_000
