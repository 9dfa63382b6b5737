"""What the portal would refuse an order for, said by the check before it is sealed."""

from __future__ import annotations

from b2bdesk.domain.check import Problem, judged
from b2bdesk.usecases.rows.carts import Checkout, NewLine
from tests.usecases.test_submit import Sealing, sealing  # noqa: F401


def test_the_portal_judges_the_order_it_would_get(sealing: Sealing) -> None:  # noqa: F811
    cart_id = sealing.add(NewLine("nut", 1_000))
    wish = Checkout(delivery_method="pickup", payment_method="card")
    before = {each.code: each for each in sealing.submit.check(cart_id, True, wish).problems}
    sealing.portal.refusals = (
        ("credit_limit", {"sum_minor": 1_000, "free_minor": 100, "lacking_minor": 900}),
        ("date_not_available", {"date": "2026-11-26", "what": "closed_date"}),
        ("date_not_available", {"date": "2026-11-27"}),
    )
    found = sealing.submit.check(cart_id, True, wish)
    told = {each.code: each for each in found.problems}
    assert sealing.portal.asked[-1] == wish
    assert not found.can_send
    assert told["credit_limit"].blocking
    assert told["credit_limit"].params["lacking_minor"] == 900
    assert told["date_not_available"].params["what"] == "closed_date", "the first of a code"
    assert set(told) == {*before, "credit_limit", "date_not_available"}


def test_a_doubt_about_the_credit_gives_way_to_the_portal() -> None:
    stale = [
        Problem("credit_limit", False, {"free_minor": 1}),
        Problem("below_minimum_sum", True, {"minimum_minor": 5}),
        Problem("short", False, {"count": 1}, ("l1",)),
    ]
    codes = [each.code for each in judged(stale, ())]
    assert codes == ["below_minimum_sum", "short"], "what it is sealed by stays"
    assert judged(stale, (), ("credit_limit",)) == stale
    (said, _) = judged(stale, [("below_minimum_sum", {"minimum_minor": 9})])[-1:] + stale[:1]
    assert (said.blocking, said.params["minimum_minor"]) == (True, 9)
