"""A supplier without 1C: a price list is loaded, a buyer added, and real order lists imported.

The whole way with the product's own executables: `load`, `company add`, `user add`, `token add`,
`serve`; then `sync` and `import --dry-run` of every list, each line of which is accounted for, and
one list ordered. With the real invoices where they are at hand, else with lists of their shapes.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from b2bdesk.portal.storage.work import open_storage
from tests.support.portal import serving
from tests.support.retail import write_retail
from tests.support.shared import shared_data

# Runs the command line once per line of its input in one process: forty starts would take a minute.
_MANY = """
import json, sys
from b2bdesk.cli.__main__ import main
for line in sys.stdin:
    code = main(json.loads(line))
    print(code, flush=True)
"""
NO_GOODS = {"header_row", "group_row", "total_row", "note_row"}
INN = "7707083893"


@dataclass(frozen=True)
class Buyer:
    """A buyer's command line on a home of its own."""

    home: Path
    url: str
    token: str

    def run(self, *arguments: str) -> tuple[int, Any]:
        """Run `b2bdesk-cli … --json`; returns exit code and document."""
        done = _run("-m", "b2bdesk.cli", *self._json(arguments), **self._env())
        assert done.returncode in (0, 2), done.stderr
        return done.returncode, json.loads(done.stdout)

    def run_all(self, commands: list[tuple[str, ...]]) -> list[tuple[int, Any]]:
        """Run several commands one after another in one process; exit codes and documents."""
        asked = "".join(json.dumps(self._json(command)) + "\n" for command in commands)
        done = _run("-c", _MANY, text=asked, **self._env())
        told = done.stdout.splitlines()
        assert len(told) == 2 * len(commands), done.stderr
        return [
            (int(code), json.loads(document))
            for document, code in zip(told[::2], told[1::2], strict=True)
        ]

    def _json(self, arguments: tuple[str, ...]) -> list[str]:
        return [*arguments, "--json", "--home", str(self.home)]

    def _env(self) -> dict[str, str]:
        return {"B2BDESK_PORTAL_URL": self.url, "B2BDESK_TOKEN": self.token}


def _run(*arguments: str, text: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        input=text,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        check=False,
    )


def _portal(*arguments: str, text: str = "") -> str:
    done = _run("-m", "b2bdesk.portal", *arguments, text=text)
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def _shop(folder: Path, catalogue: Path) -> Iterator[Buyer]:
    """A portal filled from a price list, and its buyer, synchronised."""
    db = ("--db", str(folder / "portal.db"))
    report = json.loads(_portal("load", *db, "--json", str(catalogue)))
    with catalogue.open(encoding="utf-8", newline="") as stream:
        assert report["items"] == sum(1 for _ in csv.DictReader(stream))
    _portal("company", "add", *db, "--name", "ООО «Покупатель»", "--inn", INN, "--kpp", "770701001")
    user = ("--login", "buyer", "--password-stdin", "--role", "buyer", "--company", INN)
    _portal("user", "add", *db, *user, text="correct horse\n")
    token = _portal("token", "add", *db, "--user", "buyer").strip()
    storage = open_storage(str(folder / "portal.db"))
    try:
        with serving(storage) as url:
            buyer = Buyer(folder / "home", url, token)
            buyer.run("sync")
            yield buyer
    finally:
        storage.close()


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Buyer, list[Path]]]:
    """The shop of the real catalogue and the real invoices."""
    catalogue = shared_data("online-retail", "catalog.csv")
    lists = sorted(shared_data("online-retail", "invoices").glob("*.xlsx"))
    with _shop(tmp_path_factory.mktemp("real"), catalogue) as buyer:
        yield buyer, lists


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Buyer, list[Path]]]:
    """A shop of the same shape, and lists of the same shapes."""
    folder = tmp_path_factory.mktemp("made")
    lists = write_retail(folder, 5)
    with _shop(folder, folder / "catalog.csv") as buyer:
        yield buyer, lists


def _truth(source: Path) -> list[tuple[str, str]]:
    with source.with_suffix(".truth.csv").open(encoding="utf-8", newline="") as stream:
        return [(row["StockCode"], row["Quantity"]) for row in csv.DictReader(stream)]


def _all_accounted(buyer: Buyer, lists: list[Path]) -> None:
    answers = buyer.run_all([("import", str(source), "--dry-run") for source in lists])
    for source, (code, report) in zip(lists, answers, strict=True):
        _accounted(source, code, report)


def _accounted(source: Path, code: int, report: Any) -> None:
    """Every line of a list stands in the report with its code, its quantity and one status."""
    rows = report["rows"]
    assert sum(report["statuses"].values()) == report["rows_read"] == len(rows), source.name
    goods = [row for row in rows if row["status"] not in NO_GOODS]
    told = [(row["cells"]["article"].strip(), row["cells"]["quantity"].strip()) for row in goods]
    assert told == [(code.strip(), qty) for code, qty in _truth(source)], source.name
    for row in goods:
        negative = row["quantity"] is not None and row["quantity"].startswith("-")
        assert (row["status"] == "negative") == negative, row
        if row["status"] == "matched":
            assert row["article"] == row["cells"]["article"].strip(), row
    waits = {"negative", "not_found", "ambiguous", "no_price", "proposed", "bad_quantity"}
    assert code == (2 if waits & report["statuses"].keys() else 0)
    assert not {"not_found", "ambiguous", "bad_quantity"} & report["statuses"].keys(), source.name


def test_every_line_of_every_real_invoice_is_accounted_for(
    real: tuple[Buyer, list[Path]],
) -> None:
    buyer, lists = real
    assert len(lists) == 40
    _all_accounted(buyer, lists)


def test_every_line_of_lists_of_the_same_shapes_is_accounted_for(
    made: tuple[Buyer, list[Path]],
) -> None:
    buyer, lists = made
    _all_accounted(buyer, lists)


def test_a_list_becomes_an_order_of_the_same_total(
    made: tuple[Buyer, list[Path]], tmp_path: Path
) -> None:
    buyer, lists = made
    source = tmp_path / "заказ.xlsx"
    shutil.copyfile(lists[1], source)
    _, report = buyer.run("import", str(source), "--cart", "Декабрь")
    _, cart = buyer.run("cart", "show", "Декабрь")
    assert len(cart["lines"]) == report["totals"]["lines"]
    _, sent = buyer.run("cart", "send", "Декабрь", "--yes")
    (order,) = sent["orders"]
    assert order["outbox_state"] in ("accepted", "settled")
    assert order["portal_total"] == cart["totals"]["gross"] == report["totals"]["gross"]
    _, shown = buyer.run("order", "show", order["number"])
    assert len(shown["lines"]) == len(cart["lines"])
