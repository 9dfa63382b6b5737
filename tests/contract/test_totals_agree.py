"""What the buyer sees is what the portal counts, to the kopeck, for random carts of every contract.

The demo's contracts have VAT in and out of prices, breaks, discounts, a threshold, another
currency. `CARTS_DRAWN` sets how many carts are drawn: hundreds here, 20,000 in a longer run.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from b2bdesk.bootstrap import open_services
from b2bdesk.domain.cart import Line
from b2bdesk.portal.accounts import store as accounts
from b2bdesk.portal.accounts.rows import ContractRow
from b2bdesk.portal.orders.check_lines import check_lines, total
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.stock.store import find_places
from b2bdesk.portal.storage.work import Storage, open_storage
from b2bdesk.trade.decimals import scaled_text
from b2bdesk.trade.quantity import ONE_E3
from b2bdesk.usecases.cart_counting import Counter
from b2bdesk.usecases.ports.carts import Situation
from b2bdesk.usecases.services import Services
from b2bdesk.wire.orders import NewLine
from tests.support.desktop import supplier

CARTS = int(os.environ.get("CARTS_DRAWN", "300"))


@dataclass(frozen=True)
class Ends:
    """Both ends of one demo."""

    services: Services
    storage: Storage


@pytest.fixture(scope="module")
def ends(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ends]:
    folder: Path = tmp_path_factory.mktemp("agree")
    with supplier(folder, 400) as made:
        services = open_services(made.home)
        storage = open_storage(str(folder / "portal.db"))
        yield Ends(services, storage)
        storage.close()
        services.close()


def situations(ends: Ends) -> list[tuple[ContractRow, Situation]]:
    """Every contract of the buyer with everything it sells."""
    facts = ends.services.carts._sessions
    with ends.storage.reading() as connection:
        contracts = accounts.find_contracts(SYSTEM, connection)
        ids = [row[0] for row in connection.exec_driver_sql("SELECT id FROM item ORDER BY n")]
    known = {each.id for firm in ends.services.account.entities() for each in firm.contracts}
    return [(each, facts._facts.of_items(ids, each.id)) for each in contracts if each.id in known]


def cart(draw: random.Random, situation: Situation) -> list[Line]:
    """Lines that the portal takes: priced goods in allowed quantities and units."""
    sold = [
        (item_id, facts)
        for item_id, facts in situation.facts.items()
        if facts.in_assortment and facts.status != "deleted" and facts.price_e5 is not None
    ]
    lines = []
    for number, (item_id, facts) in enumerate(draw.sample(sold, draw.randint(1, 25))):
        okei, factor = draw.choice([(facts.okei, ONE_E3), *facts.units])
        lot = max(facts.multiple_e3, ONE_E3)
        least = -(-max(facts.minimum_e3, 1) // lot) * lot
        base = least + lot * draw.choice([0, 1, 3, 10, 100])
        if base * ONE_E3 % factor or (base * ONE_E3 // factor) % ONE_E3:
            okei, factor = facts.okei, ONE_E3
        quantity = base * ONE_E3 // factor
        lines.append(Line(f"l{number}", number, item_id, "", "", okei, factor, quantity))
    return lines


def wish(line: Line) -> NewLine:
    quantity, factor = scaled_text(line.quantity_e3, 3), scaled_text(line.factor_e3, 3)
    return NewLine(
        line_id=line.line_id, item_id=line.item_id, quantity=quantity, unit=line.okei,
        factor=factor, price="0",
    )  # fmt: skip


def test_the_clients_total_is_the_portals_to_the_kopeck(ends: Ends) -> None:
    draw = random.Random(20261122)
    pairs = situations(ends)
    assert len(pairs) >= 5
    counters = [Counter(situation) for _, situation in pairs]
    today = ends.services.submit.supplier_now().date()
    for number in range(CARTS):
        at = number % len(pairs)
        contract, situation = pairs[at]
        lines = cart(draw, situation)
        ours = counters[at].count(lines).totals
        with ends.storage.reading() as connection:
            places = {row.id for row in find_places(SYSTEM, connection)}
            checked = check_lines(
                SYSTEM, connection, contract, [wish(each) for each in lines],
                ((contract.assortment,), places, today),
            )  # fmt: skip
        assert not checked.wrong, (contract.id, checked.wrong[:3])
        theirs = total(checked.lines)
        sums = (ours.net_minor, ours.vat_minor, ours.gross_minor)
        assert sums == (theirs.net, theirs.vat, theirs.gross), (contract.id, number)
