"""`codes …`: own codes without the settings page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from b2bdesk.domain.shared_codes import Meaning, Shared
from b2bdesk.models.repos.own import OwnCodes
from b2bdesk.models.repos.shared_codes import SharedCodes
from b2bdesk.texts import speaking
from b2bdesk.usecases.code_sharing import CodeSharing, SharingPorts
from b2bdesk.usecases.ports.sharing import Delivery
from b2bdesk.usecases.rows.sync import SyncState
from tests.cli.fakes import services, told
from tests.support.desk import DeskFixture, Good
from tests.support.own_codes import dictionary


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with speaking("en"):
        yield


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DeskFixture]:
    made = DeskFixture(tmp_path)
    made.stock_up([Good("nut"), Good("bolt")])
    yield made
    made.close()


def plain(desk: DeskFixture, *argv: str) -> tuple[int, str]:
    state = SyncState(False, True, {"catalog": datetime(2026, 11, 23, tzinfo=UTC)})
    over = services(own_codes=dictionary(desk), sync=SimpleNamespace(state=lambda: state))
    code, out, _err = told(over, "codes", *argv)
    return code, out


def run(desk: DeskFixture, *argv: str) -> tuple[int, Any]:
    code, out = plain(desk, *argv, "--json")
    return code, json.loads(out)


def test_codes_are_added_listed_and_removed(desk: DeskFixture) -> None:
    code, made = run(desk, "add", "НАШ-1", "АРТ-nut")
    assert (code, made["article"], made["trouble"]) == (0, "АРТ-nut", None)
    code, rows = run(desk, "list", "наш")
    assert (code, [row["item_id"] for row in rows]) == (0, ["nut"])
    assert run(desk, "list", "--trouble") == (0, [])
    code, refused = run(desk, "add", "НАШ-1", "АРТ-bolt")
    assert (code, refused["error"]["code"]) == (6, "own_code_taken")
    assert run(desk, "add", "НАШ-1", "АРТ-bolt", "--replace")[0] == 0
    code, gone = run(desk, "remove", "наш1")
    assert (code, gone) == (0, {"removed": [{"code": "НАШ-1", "article": "АРТ-bolt"}]})
    code, refused = run(desk, "remove", "наш1")
    assert (code, refused["error"]["code"]) == (5, "own_code_unknown")


def test_a_code_that_hides_goods_asks_for_attention(desk: DeskFixture) -> None:
    code, made = run(desk, "add", "АРТ-bolt", "АРТ-nut")
    assert (code, made["trouble"], made["hidden"]) == (2, "hides", "АРТ-bolt")


def test_a_table_goes_in_and_out(desk: DeskFixture, tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    path.write_text("Our code;Article\n17;АРТ-nut\n18;НЕТ\n", encoding="utf-8")
    code, seen = run(desk, "import", str(path), "--dry-run")
    assert (code, seen["statuses"], seen["rows_read"]) == (2, {"added": 1, "not_found": 1}, 2)
    assert run(desk, "list") == (0, [])
    code, text = plain(desk, "import", str(path))
    assert code == 2
    assert "new: 1; no such goods: 1" in text
    assert "18    НЕТ      no such goods" in text
    out = tmp_path / "out.xlsx"
    assert run(desk, "export", str(out)) == (0, {"file": str(out), "written": 1})
    code, again = run(desk, "import", str(out))
    assert (code, again["statuses"]) == (0, {"same": 1})


def test_a_missing_file_is_told(desk: DeskFixture, tmp_path: Path) -> None:
    code, refused = run(desk, "import", str(tmp_path / "none.xlsx"))
    assert (code, refused["error"]["code"]) == (5, "file_not_found")


class Exchange:
    """A portal that keeps codes, or does not."""

    def __init__(self, can: bool) -> None:
        self._can = can

    def offered(self) -> bool:
        return self._can

    def share(self, _cancel: object, _asked: bool) -> None:
        return None


def shared(desk: DeskFixture, *argv: str, can: bool = True) -> tuple[int, Any]:
    """Run `codes sharing` where a colleague gave НАШ-1, ours for a nut, to a bolt."""
    firm = SimpleNamespace(company_id="firm", name="ООО «Фирма»")
    account = SimpleNamespace(entities=(firm,), rights=("own_codes",))
    book = SimpleNamespace(load=lambda: account)
    ports = SharingPorts(
        Exchange(can),
        SharedCodes(desk.store, desk.clock),
        OwnCodes(desk.store),
        book,
        desk.clock,
    )
    over = services(code_sharing=CodeSharing(ports, desk.news))
    code, out, _err = told(over, "codes", "sharing", *argv, "--json")
    return code, json.loads(out)


def test_a_colleagues_other_meaning_asks_for_attention_until_it_is_settled(
    desk: DeskFixture,
) -> None:
    dictionary(desk).add("НАШ-1", "АРТ-nut")
    store = SharedCodes(desk.store, desk.clock)
    store.share_with("firm")

    def says(item: str, author: str, rev: int) -> Delivery:
        word = Shared(Meaning("НАШ-1", item, f"АРТ-{item}"), "НАШ1", author, author, "", rev)
        return Delivery(False, [word], [], "c", "1", "i", me="me")

    store.take(says("nut", "me", 1))
    store.take(says("bolt", "Петрова", 2))
    code, row = shared(desk)
    assert (code, row["on"], row["company"], row["shared"]) == (2, True, "ООО «Фирма»", 1)
    (clash,) = row["clashes"]
    assert (clash["holds"], clash["author"]) == ("theirs", "Петрова")
    assert (clash["mine"]["item_id"], clash["theirs"]["item_id"]) == ("nut", "bolt")
    code, row = shared(desk, "--give-back")
    assert (code, row["clashes"], row["waiting"]) == (0, [], 1)
    assert [each["item_id"] for each in run(desk, "list")[1]] == ["nut"]
    assert shared(desk, "--off")[1]["on"] is False


def test_a_portal_that_keeps_no_codes_says_so(desk: DeskFixture) -> None:
    code, row = shared(desk, can=False)
    assert (code, row["offered"], row["on"]) == (0, False, False)
    assert shared(desk, "--on", can=False)[1]["error"]["code"] == "own_codes_not_shared"
