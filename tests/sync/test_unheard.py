"""A doubt that nobody answers: the person is asked, other orders go on, nothing doubles (R2-R4)."""

from __future__ import annotations

import httpx
import pytest

from b2bdesk.domain.outbox_states import TOLD, UNANSWERED
from b2bdesk.sync.outbox_unheard import SECONDS, TIMES
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.usecases.changes import News
from b2bdesk.usecases.outbox import Outbox
from tests.support.client import Client
from tests.support.fake_portal import FakePortal, Fault, problem
from tests.sync.test_outbox import seal, sent, state

PAGE = httpx.Response(404, content=b"<html>Not Found</html>")


def strange(portal: FakePortal, route: str = "by_client_id", times: int = 9) -> None:
    portal.faults.pop(route, None)
    portal.fail(route, *[Fault(answer=PAGE)] * times)


def unheard(client: Client, portal: FakePortal, lost: bool = True) -> str:
    """Return an order that arrived (its answer was lost) and that nobody tells of."""
    key = seal(client)
    portal.fail("orders", Fault(lost=True) if lost else Fault(answer=PAGE))
    strange(portal)
    client.driver.push()
    for _ in range(TIMES):
        client.time.move(SECONDS / (TIMES - 1) + 1)
        client.driver.push(now_too=True)
    return key


def reason(client: Client) -> str:
    return client.outbox.rows()[-1].reason


def test_after_some_answers_over_some_time_the_person_is_asked(
    client: Client, portal: FakePortal
) -> None:
    key = seal(client)
    portal.fail("orders", Fault(lost=True))
    strange(portal)
    client.driver.push()
    for _ in range(TIMES + 2):
        client.driver.push(now_too=True)
    assert (state(client, key), reason(client)) == ("unknown", "http_404"), "not in a moment"
    assert Outbox(client.outbox, client.driver, News()).asking() == 0
    client.time.move(SECONDS)
    client.driver.push(now_too=True)
    assert (state(client, key), reason(client)) == ("unknown", UNANSWERED)
    assert Outbox(client.outbox, client.driver, News()).asking() == 1
    client.restart()
    strange(portal, times=1)
    client.driver.push()
    assert reason(client) == UNANSWERED, "also after a start"
    portal.faults.clear()
    client.driver.push(now_too=True)
    assert (state(client, key), sent(portal)) == ("accepted", 1), "it was asked about all the time"


def test_the_portals_own_word_begins_the_count_anew(client: Client, portal: FakePortal) -> None:
    unheard(client, portal)
    portal.faults["by_client_id"] = [Fault(answer=problem(503, "unavailable")), Fault(answer=PAGE)]
    client.driver.push(now_too=True)
    client.driver.push(now_too=True)
    assert reason(client) == "http_404"


def test_other_orders_of_the_firm_do_not_wait_for_it(client: Client, portal: FakePortal) -> None:
    unheard(client, portal)
    after = seal(client, 2)
    client.driver.push()
    assert state(client, after) == "accepted"
    assert (client.driver.next_due() or 0) > 0


@pytest.mark.parametrize("there", [True, False])
def test_sent_again_under_its_key_it_is_one_order(
    client: Client, portal: FakePortal, there: bool
) -> None:
    key = unheard(client, portal, lost=there)
    assert (key in portal.orders) is there
    assert client.driver.resend(key) == "accepted"
    assert list(portal.orders) == [key]


@pytest.mark.parametrize("status", [403, 404])
def test_a_refusal_that_may_hide_the_order_opens_no_cart(
    client: Client, portal: FakePortal, status: int
) -> None:
    key = unheard(client, portal)
    portal.fail("orders", Fault(answer=problem(status, "forbidden")))
    assert client.driver.resend(key) == "unknown"
    portal.faults.clear()
    client.driver.push(now_too=True)
    assert (state(client, key), list(portal.orders)) == ("accepted", [key])


def test_a_strangers_answer_to_that_is_a_doubt_as_before(
    client: Client, portal: FakePortal
) -> None:
    key = unheard(client, portal)
    portal.fail("orders", Fault(answer=PAGE))
    assert client.driver.resend(key) == "unknown"
    assert reason(client) == UNANSWERED


def test_the_person_says_that_it_has_arrived(client: Client, portal: FakePortal) -> None:
    key = unheard(client, portal)
    assert client.driver.arrived(key, "К-17") == "accepted"
    (row,) = client.outbox.rows()
    assert (row.reason, row.order_number, sent(portal)) == (TOLD, "К-17", 1)


def test_nothing_of_it_is_offered_for_a_fresh_doubt(client: Client, portal: FakePortal) -> None:
    key = seal(client)
    portal.fail("orders", Fault(lost=True))
    client.driver.push()
    for act in (client.driver.resend, client.driver.arrived):
        with pytest.raises(Expected, match="outbox_state"):
            act(key)


def test_a_void_that_nobody_answers_leaves_all_as_it_was(
    client: Client, portal: FakePortal
) -> None:
    key = unheard(client, portal)
    strange(portal, "void")
    with pytest.raises(Environment, match="void_unanswered"):
        client.driver.withdraw(key)
    assert reason(client) == UNANSWERED


def test_a_portal_that_offers_no_void_may_answer_with_any_404(
    client: Client, portal: FakePortal
) -> None:
    portal.capabilities.clear()
    client.api.portal()
    client.keeper.note_portal(client.api.portal())
    key = seal(client)
    portal.fail("orders", Fault(lost=True))
    client.driver.push()
    strange(portal, "void")
    with pytest.raises(Expected, match="capability_missing"):
        client.driver.withdraw(key)
