"""Calls of the portal: what is repeated, what is not, what a strange answer becomes."""

from __future__ import annotations

import datetime as dt
import json

import httpx
import pytest

from b2bdesk.sync import feedbody, mapping
from b2bdesk.sync.api import TRIES
from b2bdesk.sync.clock import PortalClock
from b2bdesk.sync.quotes import Quotes
from b2bdesk.sync.refusals import Gone, Refused, as_coded
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.usecases.ports.quotes import Asked
from b2bdesk.usecases.rows.account import BankRow, MethodRow
from b2bdesk.usecases.rows.carts import Checkout
from b2bdesk.wire import account as wire
from b2bdesk.wire.codec import encode
from b2bdesk.wire.session import User
from tests.support.client import Client
from tests.support.fake_portal import FakePortal, Fault, problem

ASKED = [Asked("i1", 10_000, "796", 1000), Asked("i2", 2_500, "006", 1000)]


def quote(*lines: dict[str, str]) -> httpx.Response:
    body = {"currency": "RUB", "lines": lines, "net": "10.00", "vat": "2.20", "gross": "12.20",
            "problems": ["below_minimum_sum"]}  # fmt: skip
    return httpx.Response(200, json=body)


def test_reading_is_tried_again_with_pauses(client: Client, portal: FakePortal) -> None:
    portal.fail("account", Fault(lost=True), Fault(answer=problem(503, "unavailable")))
    before = len(client.pause.waits)
    client.api.account()
    assert portal.seen.count("GET /account") == TRIES
    assert len(client.pause.waits) - before == TRIES - 1


def test_reading_gives_up_after_some_tries(client: Client, portal: FakePortal) -> None:
    portal.fail("account", *[Fault(lost=True)] * 9)
    with pytest.raises(Environment) as caught:
        client.api.account()
    assert caught.value.code == "network_broken"
    portal.faults.clear()
    portal.fail("account", *[Fault(answer=problem(503, "unavailable"))] * 9)
    with pytest.raises(Environment) as caught:
        client.api.account()
    assert caught.value.code == "portal_error"


def test_an_unreachable_portal_is_said_at_once(client: Client, portal: FakePortal) -> None:
    portal.fail("account", Fault(unreachable=True))
    with pytest.raises(Environment) as caught:
        client.api.account()
    assert caught.value.code == "network_unreachable"
    assert portal.seen.count("GET /account") == 1


def test_the_portals_patience_is_obeyed(client: Client, portal: FakePortal) -> None:
    portal.fail("feed", Fault(answer=problem(429, "busy", retry_after=7)))
    client.sync(only=("catalog",))
    assert 7 in client.pause.waits


def test_a_stopped_program_does_not_wait(client: Client, portal: FakePortal) -> None:
    client.pause.stopped = True
    portal.fail("account", Fault(answer=problem(503, "unavailable")))
    with pytest.raises(Environment):
        client.api.account()
    assert portal.seen.count("GET /account") == 1


def test_a_feed_that_is_refused_says_why(client: Client, portal: FakePortal) -> None:
    portal.fail("feed", Fault(answer=problem(403, "forbidden")))
    with pytest.raises(Expected) as caught:
        list(client.api.feed("catalog", "all", ""))
    assert caught.value.code == "forbidden"
    portal.fail("feed", Fault(answer=problem(410, "stale", incarnation="x", generation="y")))
    with pytest.raises(Gone) as gone:
        list(client.api.feed("catalog", "all", "old"))
    assert (gone.value.incarnation, gone.value.generation) == ("x", "y")


def test_an_answer_that_is_no_json_is_no_portal(client: Client, portal: FakePortal) -> None:
    portal.fail("account", Fault(answer=httpx.Response(200, text="<html>Войдите в Wi-Fi</html>")))
    with pytest.raises(Environment) as caught:
        client.api.account()
    assert caught.value.code == "network_page"
    spoilt = Fault(answer=httpx.Response(200, json={"user": 5}))
    portal.fail("account", spoilt)
    assert client.api.account().user.login, "asked for once more, over another connection"
    portal.fail("account", spoilt, spoilt)
    with pytest.raises(Expected) as refused:
        client.api.account()
    assert refused.value.code == "bad_message"


def test_quotes_tell_prices_stock_and_problems(client: Client, portal: FakePortal) -> None:
    first = {"item_id": "i1", "price": "12.34", "net": "10.00", "vat": "2.20", "gross": "12.20",
             "stock": "400"}  # fmt: skip
    portal.fail("other", Fault(answer=quote(first, {"item_id": "i2", "code": "no_price"})))
    answer = Quotes(client.api).quote("e1", "c1", ASKED, Checkout())
    assert (answer.gross_minor, answer.problems) == (1_220, ("below_minimum_sum",))
    assert (answer.lines[0].price_e5, answer.lines[0].stock_e3) == (1_234_000, 400_000)
    assert (answer.lines[1].price_e5, answer.lines[1].code) == (None, "no_price")
    portal.fail("other", Fault(answer=quote(first)))
    with pytest.raises(Expected) as caught:
        Quotes(client.api).quote("e1", "c1", ASKED, Checkout())
    assert caught.value.code == "bad_message"


def test_the_stock_of_a_line_in_packs_is_kept_in_base_units(
    client: Client, portal: FakePortal
) -> None:
    pack = {"item_id": "i1", "price": "12.34", "stock": "27", "available": "11"}
    portal.fail("other", Fault(answer=quote(pack)))
    answer = Quotes(client.api).quote("e1", "c1", [Asked("i1", 11_000, "778", 25_000)], Checkout())
    assert (answer.lines[0].price_e5, answer.lines[0].stock_e3) == (1_234_000, 675_000)


def test_other_commands_go_out_once_with_their_key(client: Client, portal: FakePortal) -> None:
    portal.fail("other", Fault(answer=httpx.Response(200, json={"id": "o1"})))
    assert json.loads(client.api.command("o1", "cancel", b"{}", "key-1")) == {"id": "o1"}
    portal.fail("other", Fault(lost=True))
    with pytest.raises(Environment):
        client.api.command("o1", "cancel", b"{}", "key-2")
    assert portal.seen.count("POST /orders/o1/cancel") == 2
    with pytest.raises(Expected):
        client.api.order("o9")


def test_quote_bodies_carry_decimals_as_text() -> None:
    wish = Checkout("a1", "d1", "p1", dt.date(2026, 11, 26), consignee_inn="7707083893")
    body = json.loads(mapping.quote_body("e1", "c1", ASKED, wish))
    assert body["lines"][1] == {
        "item_id": "i2", "quantity": "2.5", "unit": "006", "factor": "1", "place": "",
    }  # fmt: skip
    assert (body["address_id"], body["delivery_method"]) == ("a1", "d1")
    assert (body["payment_method"], body["ship_date"]) == ("p1", "2026-11-26")
    assert body["consignee_inn"] == "7707083893"


def test_a_portal_that_tells_no_refusals_is_not_taken_for_one_without(
    client: Client, portal: FakePortal
) -> None:
    lines = [{"item_id": each.item_id} for each in ASKED]
    portal.fail("other", Fault(answer=quote(*lines)))
    assert Quotes(client.api).quote("e1", "c1", ASKED, Checkout()).refusals is None
    body = json.loads(quote(*lines).content)
    body["refusals"] = [{"pointer": "/total", "code": "credit_limit", "params": {"x": 1}}]
    portal.fail("other", Fault(answer=httpx.Response(200, json=body)))
    answer = Quotes(client.api).quote("e1", "c1", ASKED, Checkout())
    assert answer.refusals == (("credit_limit", {"x": 1}),)


def test_the_account_keeps_every_part() -> None:
    bank = wire.Bank(name="Банк", bik="044525225", account="1", corr_account="2")
    party = wire.Party(name="ООО", inn="7707083893", bank=bank)
    made = wire.Contract(
        id="c",
        number="15",
        date="bad date",
        currency="RUB",
        assortment="a",
        stock_view="s",
        price_types=[],
        credit_limit="1000.50",
        minimum_sum="",
        delivery_methods=[
            wire.Choice(
                id="d", name="Доставка", kind="delivery", cost="300.00", free_from="10000.00"
            )
        ],
        combinations=[wire.Combination(delivery_method="d", address_ids=["a1"])],
        calendar=wire.Calendar(closed_dates=["2026-12-31", "?"]),
    )
    entity = wire.Entity(
        id="e",
        company_id="co",
        party=party,
        contracts=[made],
        consignees=[party],
        addresses=[wire.Address(id="a1", name="Склад", text="Химки", default=True)],
    )
    info = mapping.account_info(
        wire.Account(
            user=User(id="u", login="l", name="Анна", role="buyer"),
            seller=party,
            entities=[entity],
            manager=wire.Manager(name="Пётр"),
            news=[wire.News(date="2026-11-01", title="Новость"), wire.News(date="", title="?")],
        )
    )
    contract = info.contracts()[0]
    assert contract.date is None
    assert (contract.credit_limit_minor, contract.minimum_sum_minor) == (100_050, None)
    assert contract.delivery_methods == (MethodRow("d", "Доставка", "delivery", 30_000, 1_000_000),)
    assert [str(day) for day in contract.calendar.closed_dates] == ["2026-12-31"]
    assert contract.vat_included
    assert info.seller.bank == BankRow("Банк", "044525225", "1", "2")
    assert info.manager is not None
    assert [row.title for row in info.news] == ["Новость"]


def test_the_clock_goes_by_what_the_portal_said() -> None:
    now = [100.0]
    clock = PortalClock(lambda: now[0])
    assert clock.approximate
    assert clock.now().tzinfo is not None
    clock.hear({})
    clock.hear({"date": "nonsense"})
    assert clock.approximate
    clock.hear({"date": "Sat, 21 Nov 2026 09:00:00 GMT"})
    now[0] += 60
    assert clock.now().isoformat() == "2026-11-21T09:01:00+00:00"
    clock.hear({"date": "Sat, 21 Nov 2020 09:00:00 GMT"})
    assert clock.now().year == 2026, "what was heard first stands until a message says otherwise"
    assert clock.monotonic() == 160.0
    assert not clock.approximate


def header(**more: object) -> bytes:
    made = {"feed": "prices", "scope": "pt", "generation": "g", "incarnation": "i", "full": True,
            "tables": {"price": ["n", "min:e3", "price:e5", "rev"]}, **more}  # fmt: skip
    return encode(made)


@pytest.mark.parametrize("lines", [[], [b""], [header()], [header(), b'{"table":"price"}']])
def test_bodies_without_an_end_are_cut(lines: list[bytes]) -> None:
    with pytest.raises(Environment) as caught:
        list(feedbody.read(lines, "prices", "pt"))
    assert caught.value.code == "network_broken"


def test_bodies_that_are_not_what_was_asked_for_are_refused() -> None:
    end = encode({"end": True, "more": False, "sha256": "0" * 64, "count": 0, "sum64": "0",
                  "cursor": "c"})  # fmt: skip
    with pytest.raises(Expected):
        list(feedbody.read([header(scope="other"), end], "prices", "pt"))
    with pytest.raises(Expected):
        list(feedbody.read([header(), b"[1, 2]", end], "prices", "pt"))
    with pytest.raises(Environment) as caught:
        list(feedbody.read([header(), b"", end], "prices", "pt"))
    assert caught.value.code == "body_damaged"


@pytest.mark.parametrize(
    ("refused", "code"),
    [
        (Refused(429, "too_many_attempts", retry_after=30), "too_many_attempts"),
        (Refused(409, "running"), "portal_busy"),
        (Refused(401, "session_revoked"), "session_revoked"),
        (Refused(422, "credit_limit"), "credit_limit"),
    ],
)
def test_refusals_become_what_people_are_told(refused: Refused, code: str) -> None:
    assert as_coded(refused).code == code
