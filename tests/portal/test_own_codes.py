"""A company's own codes: kept once, in the order of writers, seen by nobody else."""

from __future__ import annotations

import threading
from contextlib import closing
from typing import Any

import httpx
import pytest

from b2bdesk.portal.own_codes import store
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.storage.work import Storage
from b2bdesk.wire.own_codes import CAPABILITY, MAX_CHANGES
from tests.support import portal
from tests.support.feedclient import FeedClient
from tests.support.world import TestClock

BOTH_STORES = True
Outcome = dict[str, Any]


def change(code: str, item: str = "", known: int = 0, okei: str = "") -> dict[str, Any]:
    return {"code": code, "item_id": item, "known_rev": known, "okei": okei}


def send(client: httpx.Client, *changes: dict[str, Any], company: str = "alfa") -> list[Outcome]:
    answer = client.post("/own-codes", json={"company_id": company, "changes": list(changes)})
    assert answer.status_code == 200, answer.text
    outcomes: list[Outcome] = answer.json()["outcomes"]
    return outcomes


class Mirror:
    """The codes of a company as a client keeps them; pulls on from its cursor."""

    def __init__(self, client: httpx.Client, company: str = "alfa") -> None:
        self._client, self._company = client, company
        self._feed = FeedClient("own_codes")

    def pull(self) -> list[list[Any]]:
        """Rows as the feed has them, by key."""
        query = {"scope": self._company, "cursor": self._feed.cursor}
        answer = self._client.get("/feeds/own_codes", params=query)
        assert answer.status_code == 200, answer.text
        self._feed.pull(answer.content.splitlines(keepends=True))
        self._feed.check()
        return [row for _, row in sorted(self._feed.rows.items())]


def test_a_code_comes_to_colleagues_with_who_gave_it(url: str, alfa: httpx.Client) -> None:
    (made,) = send(alfa, change("НАШ-17 ", "bolt", okei="778"))
    assert made["result"] == "kept"
    with closing(portal.sign_in(url, "viewer")) as colleague:
        (row,) = Mirror(colleague).pull()
    key, code, item, article, name, okei, author, author_name, at, rev = row
    assert (code, item, article, name, okei) == ("НАШ-17", "bolt", "Б-840", "Болт М8×40", "778")
    assert (author, author_name, at) == ("u-alfa", "Alfa", "2026-11-20T09:00:00.000Z")
    assert (key, rev) == (made["now"]["key"], made["now"]["rev"])


def test_the_portal_says_that_it_can(alfa: httpx.Client) -> None:
    assert CAPABILITY in alfa.get("/portal").json()["capabilities"]
    assert "own_codes" in alfa.get("/account").json()["rights"]


def test_the_same_again_moves_nothing(alfa: httpx.Client, clock: TestClock) -> None:
    (made,) = send(alfa, change("НАШ-17", "bolt"))
    clock.move(minutes=2)
    (again,) = send(alfa, change("НАШ-17", "bolt"))
    assert (again["result"], again["now"]) == ("same", made["now"])


def test_the_last_writer_wins_and_is_told_whom_he_replaced(url: str, alfa: httpx.Client) -> None:
    with closing(portal.sign_in(url, "both")) as colleague:
        (first,) = send(alfa, change("НАШ-17", "bolt"))
        (second,) = send(colleague, change("наш17", "nut"))
        assert second["replaced"] == first["now"]
        assert second["now"]["author"] == "u-both"
        # he knew what he replaced: nothing to be told
        (third,) = send(alfa, change("НАШ-17", "lamp", known=second["now"]["rev"]))
    assert (third["result"], third.get("replaced")) == ("kept", None)
    assert [row[2] for row in Mirror(alfa).pull()] == ["lamp"]


def test_a_removal_goes_out_and_loses_against_a_later_change(url: str, alfa: httpx.Client) -> None:
    with closing(portal.sign_in(url, "both")) as colleague:
        mirror = Mirror(colleague)
        first, second = send(alfa, change("A-1", "bolt"), change("A-2", "nut"))
        mirror.pull()
        (newer,) = send(colleague, change("A-2", "lamp", known=second["now"]["rev"]))
        gone, stays = send(
            alfa,
            change("a1", known=first["now"]["rev"]),
            change("A-2", known=second["now"]["rev"]),
        )
        assert (gone["result"], stays["result"]) == ("removed", "changed")
        assert stays["now"] == newer["now"]
        assert [row[1] for row in mirror.pull()] == ["A-2"]


def test_what_cannot_be_shared_is_refused_alone(alfa: httpx.Client, beta: httpx.Client) -> None:
    outcomes = send(
        alfa,
        change("A-1", "no-such"),
        change(" - ", "bolt"),
        change("x" * 201, "bolt"),
        change("A-2", "bolt"),
    )
    assert [(e["result"], e.get("reason", "")) for e in outcomes] == [
        ("refused", "item_unknown"),
        ("refused", "code_bad"),
        ("refused", "code_bad"),
        ("kept", ""),
    ]
    # goods that no contract of the company shows answer as unknown ones do
    hidden, shown = send(beta, change("B", "lamp"), change("B", "nut"), company="beta")
    assert (hidden["result"], hidden["reason"]) == ("refused", "item_unknown")
    assert shown["result"] == "kept"


def test_another_company_neither_sees_nor_writes(alfa: httpx.Client, beta: httpx.Client) -> None:
    send(alfa, change("A-1", "bolt"))
    foreign = beta.post("/own-codes", json={"company_id": "alfa", "changes": [change("A-1")]})
    unknown = beta.post("/own-codes", json={"company_id": "nobody", "changes": [change("A-1")]})
    assert foreign.status_code == 404
    assert foreign.content == unknown.content
    assert beta.get("/feeds/own_codes", params={"scope": "alfa"}).status_code == 404
    assert Mirror(beta, "beta").pull() == []
    send(beta, change("A-1", "nut"), company="beta")
    assert [row[2] for row in Mirror(alfa).pull()] == ["bolt"]


def test_a_dictionary_has_an_end(alfa: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MAX_CODES", 2)
    outcomes = send(alfa, *(change(f"A-{n}", "bolt") for n in range(3)))
    assert [each["result"] for each in outcomes] == ["kept", "kept", "refused"]
    (known,) = send(alfa, change("A-1", "nut", known=outcomes[1]["now"]["rev"]))
    assert known["result"] == "kept"
    many = [change(f"B-{n}", "bolt") for n in range(MAX_CHANGES + 1)]
    assert alfa.post("/own-codes", json={"company_id": "alfa", "changes": many}).status_code == 400


def test_two_who_write_at_once_both_arrive_in_one_order(url: str, storage: Storage) -> None:
    """Whoever comes second replaces the first, whichever of them that is."""
    start = threading.Barrier(2)
    found: dict[str, list[Outcome]] = {}

    def write(login: str, item: str) -> None:
        with closing(portal.sign_in(url, login)) as client:
            start.wait(20)
            found[login] = send(client, *(change(f"A-{n}", item) for n in range(40)))

    threads = [
        threading.Thread(target=write, args=args) for args in (("alfa", "bolt"), ("both", "nut"))
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    with storage.reading() as connection:
        last = {row.code: row for row in store.find_codes(SYSTEM, connection, "alfa")}
    for n in range(40):
        mine, theirs = found["alfa"][n], found["both"][n]
        replaced = [each for each in (mine, theirs) if each.get("replaced")]
        assert len(replaced) == 1
        assert last[f"A-{n}"].item_id == replaced[0]["now"]["item_id"]
