"""One document, one message, one number: how commands end."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, NoReturn

import pytest

from b2bdesk.texts import language, set_language
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.usecases.rows.carts import CartRow
from b2bdesk.usecases.rows.offers import Found, OfferRow, Query
from b2bdesk.usecases.rows.orders import OutboxRow
from b2bdesk.usecases.rows.sync import FeedReceipt, Progress, Receipt, SyncState
from tests.cli.fakes import FakeSession, services, told

NOON = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
BOLT = OfferRow(
    1, "id-1", "Б-840", "Болт М8×40", "Метиз", "g", "796", 100_000, 50_000, "22", 1_234_000, 300_000
)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = language()
    set_language("en")
    yield
    set_language(before)


def _raising(error: BaseException) -> Any:
    def fail(*_args: Any, **_more: Any) -> NoReturn:
        raise error

    return fail


def _synchronised(**parts: Any) -> Any:
    state = SyncState(False, True, {"catalog": NOON})
    return services(**({"sync": SimpleNamespace(state=lambda: state)} | parts))


def test_status_names_user_entities_freshness_and_outbox() -> None:
    state = SyncState(False, True, {"prices": NOON}, outbox={"ready": 2})
    over = services(sync=SimpleNamespace(state=lambda: state))
    code, out, _err = told(over, "status", "--json")
    document = json.loads(out)
    assert code == 0
    assert document["user"] == "ivanova"
    assert document["entity"]["inn"] == "7706123455"
    assert [each["id"] for each in document["entities"]] == ["e-1", "e-2"]
    assert document["freshness"] == {"prices": "2026-11-20T09:00:00Z"}
    assert document["outbox"] == {"ready": 2}


def test_find_tells_decimals_as_strings() -> None:
    search = SimpleNamespace(
        find=lambda _query: Found(array("q", [1]), 7),
        offers=lambda _ns: [BOLT],
        instead=lambda _query, _found: [],
    )
    _code, out, _err = told(_synchronised(search=search), "find", "болт", "м8", "--json")
    document = json.loads(out)
    assert document["total"] == 7
    item = document["items"][0]
    assert (item["price"], item["stock"], item["multiple"]) == ("12.34", "300", "50")
    assert (item["article"], item["currency"], item["id"]) == ("Б-840", "RUB", "id-1")


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        (("болт", "-цинк", "--limit", "5"), "болт \u2212цинк"),
        (("-с фланцем", "болт"), '-"с фланцем" болт'),
        (("-цинк болт",), "\u2212цинк болт"),
        (("болт", "-бренд:Норд"), "болт \u2212бренд:Норд"),
        (("болт", '-"а б"'), 'болт \u2212"а б"'),
    ],
)
def test_find_takes_a_hyphen_before_a_word_for_no_option(
    typed: tuple[str, ...], asked: str
) -> None:
    seen: list[str] = []

    def find(query: Query) -> Found:
        seen.append(query.text)
        return Found(array("q"), 0)

    search = SimpleNamespace(find=find, offers=lambda _ns: [], instead=lambda *_: [])
    assert told(_synchronised(search=search), "find", *typed)[0] == 0
    assert seen == [asked]


def test_find_names_what_there_is_instead_of_a_name_nobody_has() -> None:
    found = Found(array("q"), 0, error="склад:Х", choices=(("Химки", "склад:Химки"),))
    search = SimpleNamespace(find=lambda _query: found)
    _code, _out, err = told(_synchronised(search=search), "find", "склад:Х")
    assert "склад:Х" in err
    assert "Химки" in err


def test_find_before_the_first_sync_says_so() -> None:
    code, _out, err = told(services(), "find", "болт")
    assert code == 6
    assert "sync" in err


def test_an_expected_failure_is_a_message_and_a_document() -> None:
    carts = SimpleNamespace(list=tuple, recycled=tuple, open=str)
    code, out, err = told(services(carts=carts), "cart", "show", "Июнь", "--json")
    assert code == 5
    assert json.loads(out) == {
        "error": {"code": "cart_not_found", "params": {"name": "Июнь"}, "message": err.strip()}
    }
    assert "Июнь" in err


@pytest.mark.expect_log("a command failed")
def test_a_bug_ends_with_one_and_without_a_traceback() -> None:
    over = services(carts=SimpleNamespace(list=_raising(ZeroDivisionError("secret inside"))))
    code, out, err = told(over, "cart", "list", "--json")
    assert code == 1
    assert "Traceback" not in err
    assert "secret inside" not in err + out
    assert json.loads(out)["error"]["code"] == "bug"


def test_a_bug_shows_itself_to_developers() -> None:
    over = services(carts=SimpleNamespace(list=_raising(ZeroDivisionError())))
    with pytest.raises(ZeroDivisionError):
        told(over, "cart", "list", env={"B2BDESK_LOG": "debug"})


def test_sync_prints_the_receipt_and_notices_a_failed_check() -> None:
    receipt = Receipt(
        {"prices": FeedReceipt(10, 9, 1, 2048, 0.5, "delta")}, {"prices/pt": True}, NOON, 0.5
    )
    runs: list[tuple[Any, ...]] = []

    def run(*given: Any) -> Receipt:
        runs.append(given[:2])
        return receipt

    sync = SimpleNamespace(run=run)
    over = services(sync=sync, outbox=SimpleNamespace(counts=dict))
    code, out, err = told(over, "sync", "--only", "prices,stock", "--json")
    assert (code, err, runs) == (0, "", [(("prices", "stock"), False)])
    assert json.loads(out)["feeds"]["prices"]["deleted"] == 1
    assert json.loads(out)["checks"] == {"prices/pt": True}

    receipt.checks["prices/pt"] = False
    assert told(over, "sync")[0] == 2
    assert told(over, "sync", "--only", "all")[0] == 5
    assert told(over, "sync", env={"B2BDESK_OFFLINE": "1"})[0] == 3


def test_progress_goes_to_the_messages_only_when_wanted() -> None:
    def run(_only: Any, _full: Any, tell: Any, *_more: Any) -> Receipt:
        tell(Progress("sync_catalog", 4000, 12000))
        return Receipt({}, {}, NOON, 0.1)

    over = services(sync=SimpleNamespace(run=run), outbox=SimpleNamespace(counts=dict))
    assert told(over, "sync", "--json")[2] == ""
    assert told(over, "sync", "--json", "--progress")[2] == "Catalogue: 4,000 of 12,000\n"


def test_login_takes_the_password_from_standard_input() -> None:
    session = FakeSession(signed_in=False)
    words = ("login", "--portal", "https://p", "--login", "ivanova", "--password-stdin")
    code, out, err = told(services(session=session), *words, stdin=b"correct horse\n")
    assert code == 0
    assert session.asked == [("password", "https://p", "ivanova", "correct horse", "")]
    assert "correct horse" not in out + err
    assert told(services(), *words)[0] == 5
    assert told(services(), "login", "--portal", "https://p")[0] == 5


def test_login_without_a_key_store_names_the_token() -> None:
    session = FakeSession(signed_in=False)
    over = services(session=session, keeps_secrets=lambda: False)
    words = ("login", "--portal", "https://p", "--login", "ivanova", "--password-stdin")
    code, _out, err = told(over, *words, stdin=b"correct horse\n")
    assert code == 7
    assert "B2BDESK_TOKEN" in err
    assert session.asked == []


def test_a_token_of_the_environment_signs_in_by_itself() -> None:
    env = {"B2BDESK_TOKEN": "b2t_canary_canary", "B2BDESK_PORTAL_URL": "https://other.example"}
    session = FakeSession(signed_in=False)
    assert told(services(session=session), "status", env=env)[0] == 0
    assert session.asked == [("token", "https://other.example", "b2t_canary_canary")]

    known = FakeSession()
    same = env | {"B2BDESK_PORTAL_URL": "https://portal.example/"}
    told(services(session=known), "status", env=same)
    assert known.asked == []

    refused = FakeSession(signed_in=False)
    refused.sign_in_token = _raising(Environment("session_revoked"))  # type: ignore[method-assign]
    assert told(services(session=refused), "status", env=env)[0] == 4


def test_a_portal_that_moved_and_is_silent_leaves_the_profile_usable() -> None:
    env = {"B2BDESK_TOKEN": "b2t_canary_canary", "B2BDESK_PORTAL_URL": "https://moved.example"}
    carts = SimpleNamespace(list=tuple, recycled=tuple)
    session = FakeSession()
    session.sign_in_token = _raising(Environment("network_unreachable"))  # type: ignore[method-assign]
    over = services(session=session, carts=carts)
    code, out, err = told(over, "cart", "list", "--json", env=env)
    assert (code, json.loads(out)) == (0, [])
    assert "cannot be reached" in err
    # what needs the portal does not go to the address the profile knew before
    assert told(over, "sync", env=env)[0] == 3

    session.sign_in_token = _raising(Environment("portal_differs"))  # type: ignore[method-assign]
    assert told(over, "cart", "list", env=env)[0] == 4


def test_send_needs_a_yes() -> None:
    carts = SimpleNamespace(find=_raising(AssertionError("nothing may be looked at")))
    code, _out, err = told(services(carts=carts), "cart", "send", "Июнь")
    assert code == 5
    assert "--yes" in err


def test_a_cart_is_found_by_the_end_of_its_name() -> None:
    rows = tuple(_cart(name) for name in ("Cart 1", "Cart 12", "Июнь"))
    carts = SimpleNamespace(list=lambda: rows, recycled=tuple, open=_raising(Opened()))
    with pytest.raises(Opened):
        told(services(carts=carts), "cart", "show", "12", env={"B2BDESK_LOG": "debug"})
    assert told(services(carts=carts), "cart", "show", "2")[0] == 5


@pytest.mark.parametrize("words", [("show",), ("rename", "x"), ("delete",), ("restore",)])
def test_a_cart_that_was_sent_is_named_by_its_order(words: tuple[str, ...]) -> None:
    def row(key: str, state: str, number: str) -> OutboxRow:
        return OutboxRow(
            key, "order", state, NOON, "e-1", f"id-{key}", "Июнь", 100, "RUB", order_number=number
        )

    rows = (row("3", "superseded", "000033"), row("2", "settled", "000032"),
            row("1", "settled", "000031"))  # fmt: skip
    over = services(
        carts=SimpleNamespace(list=tuple, recycled=tuple, open=None, delete=None),
        outbox=SimpleNamespace(list=lambda: rows),
    )
    for name, number in (("июнь", "000032"), ("id-1", "000031")):
        code, out, _err = told(over, "cart", words[0], name, *words[1:], "--json")
        refused = json.loads(out)["error"]
        assert (code, refused["code"]) == (5, "cart_was_sent")
        assert f"order show {number}" in refused["message"]
    code, out, _err = told(over, "cart", words[0], "Июль", *words[1:], "--json")
    assert json.loads(out)["error"]["code"] == "cart_not_found"


class Opened(Exception):
    """The cart was found."""


def _cart(name: str) -> CartRow:
    return CartRow(name, name, "e-1", "c-1", "RUB", "draft", 1, 100, NOON)


@pytest.mark.parametrize(("state", "code"), [("needs_user", 6), ("unknown", 3), ("settled", 0)])
def test_retry_tells_the_state_it_came_to(state: str, code: int) -> None:
    row = OutboxRow("0199-abcdef", "order", state, NOON, "e-1", "k", "Июнь", 12_350, "RUB")
    outbox = SimpleNamespace(list=lambda: (row,), retry=lambda _id: None)
    got, out, _err = told(services(outbox=outbox), "outbox", "retry", "0199-abc", "--json")
    assert got == code
    assert (json.loads(out)["state"], json.loads(out)["total"]) == (state, "123.50")


def test_withdrawing_a_refused_order_dismisses_it() -> None:
    asked: list[str] = []
    row = OutboxRow("0199-abcdef", "order", "needs_user", NOON, "e-1", "k", "Июнь", 1, "RUB")
    outbox = SimpleNamespace(list=lambda: (row,), dismiss=asked.append)
    assert told(services(outbox=outbox), "outbox", "withdraw", row.id)[0] == 0
    assert asked == [row.id]
    assert told(services(outbox=outbox), "outbox", "withdraw", "ffff-0000")[0] == 5


def test_refusals_of_rules_end_with_six() -> None:
    account = SimpleNamespace(
        context=lambda: None, entities=tuple, use=_raising(Expected("forbidden"))
    )
    over = services(account=account, session=FakeSession(signed_in=False))
    assert told(over, "entity", "list")[0] == 4
    assert told(over, "entity", "use", "7706123455")[0] == 5
    assert told(over, "find", "болт")[0] == 4


def test_the_status_says_who_ended_the_sign_in_and_that_the_folder_is_a_copy() -> None:
    session = FakeSession(signed_in=False)
    ended = replace(session.status(), reason="session_revoked")
    session.status = lambda: ended  # type: ignore[method-assign]
    kept = {"profile.copied": {"what": "here", "place": "D:/orders"}}
    settings = SimpleNamespace(get=kept.get)
    code, out, _ = told(services(session=session, settings=settings), "status")
    assert code == 0
    assert "You were signed out." in out
    assert "It was copied from D:/orders" in out


def test_a_decision_to_keep_what_would_vanish_is_remembered() -> None:
    note = {"code": "mass_deletion", "feed": "catalog", "scope": "a", "removed": 50, "total": 60}
    receipt = Receipt({}, {"catalog/a": False}, NOON, 1.0, notes=(note,))
    kept: dict[str, Any] = {}
    over = services(
        settings=SimpleNamespace(
            get=lambda key, default=None: kept.get(key, default), set=kept.__setitem__
        ),
        outbox=SimpleNamespace(list=tuple, counts=dict),
        sync=SimpleNamespace(run=lambda *_: receipt),
    )
    assert told(over, "sync")[0] == 2
    assert told(over, "sync", "--keep-deletions")[0] == 0
    code, out, _ = told(over, "sync")
    assert (code, "catalog/a: the former data is kept by your decision." in out) == (0, True)
    assert "would go" not in out
    receipt = replace(receipt, notes=({**note, "removed": 51},))
    assert told(over, "sync")[0] == 2, "this was not answered"
