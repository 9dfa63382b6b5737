"""Two buyers of a company share their own codes through a real portal, and nobody is overruled
silently: both ends of the wire, with the stores of both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import delete

from b2bdesk.bootstrap import open_services
from b2bdesk.portal import info
from b2bdesk.portal.accounts.store import find_user
from b2bdesk.portal.own_codes import store as portal_codes
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.sessions.rules import issue_api_token
from b2bdesk.portal.storage.create import create_storage
from b2bdesk.portal.storage.tables.own_codes import own_codes
from b2bdesk.portal.storage.work import Storage
from b2bdesk.trade.errors import Environment
from b2bdesk.usecases.ports.lists import OwnCode
from b2bdesk.usecases.rows.own_codes import ALONE, APART, REFUSED, SHARED, WAITING
from b2bdesk.usecases.services import Services
from tests.support import portal, world

Open = Callable[[str], Services]


@dataclass
class Ground:
    """A served portal and who buys there."""

    storage: Storage
    url: str
    open: Open

    def kept(self) -> dict[str, str]:
        """Codes of alfa as the portal has them."""
        with self.storage.reading() as connection:
            found = portal_codes.find_codes(SYSTEM, connection, "alfa")
        return {each.code: each.item_id for each in found}


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Ground]:
    storage = create_storage(str(tmp_path / "portal.db"))
    world.build(storage)
    for login, role in (("anna", "buyer"), ("boris", "buyer"), ("vera", "viewer")):
        portal.add_user(storage, login, role, ("alfa",))
    portal.add_user(storage, "other", "buyer", ("beta",))
    with ExitStack() as stack:
        stack.callback(storage.close)
        url = stack.enter_context(portal.serving(storage))

        def opened(login: str) -> Services:
            services = open_services(tmp_path / login)
            stack.callback(services.close)
            with storage.writing() as work:
                user = find_user(SYSTEM, work.connection, user_id=f"u-{login}")
                assert user is not None
                token = issue_api_token(SYSTEM, work, user, 30)
            services.session.sign_in_token(url, token)
            services.sync.run()
            return services

        yield Ground(storage, url, opened)


@pytest.fixture
def anna(ground: Ground) -> Services:
    return ground.open("anna")


@pytest.fixture
def boris(ground: Ground) -> Services:
    return ground.open("boris")


def meanings(who: Services) -> dict[str, str]:
    return {row.code.code: row.code.item_id for row in who.own_codes.rows()}


def stands(who: Services) -> dict[str, tuple[str, str]]:
    return {row.code.code: (row.standing.stands, row.standing.author)
            for row in who.own_codes.rows()}  # fmt: skip


def told(who: Services) -> list[tuple[str, str, str, str, str]]:
    return [
        (each.code, each.won, each.mine[0], each.theirs[0], each.author)
        for each in who.code_sharing.status().clashes
    ]


def test_a_code_learned_by_one_resolves_for_the_other(anna: Services, boris: Services) -> None:
    anna.own_codes.add("НАШ-17", "Б-840")
    assert stands(anna) == {"НАШ-17": (WAITING, "")}
    receipt = anna.sync.run(only=["stock"])
    assert receipt.feeds["own_codes"].upserted == 1
    assert stands(anna) == {"НАШ-17": (SHARED, "Anna")}
    receipt = boris.sync.run(only=["own_codes/firm"])  # as the portal's nudge names it
    assert receipt.changes.touches("own_codes")
    assert stands(boris) == {"НАШ-17": (SHARED, "Anna")}
    (match,) = boris.resolve.matches(["наш 17"])["наш 17"]
    assert (match.item_id, match.kind) == ("bolt", "own_code")


def test_nothing_moves_when_nothing_moved(anna: Services, ground: Ground) -> None:
    anna.own_codes.add("A-1", "Б-840")
    anna.sync.run()
    receipt = anna.sync.run()
    assert not receipt.changes.touches("own_codes")
    assert receipt.feeds["own_codes"].upserted == 0
    assert "own_codes" not in anna.sync.run(only=["prices"]).feeds


def test_the_last_writer_wins_and_both_are_told(
    anna: Services, boris: Services, ground: Ground
) -> None:
    anna.own_codes.add("17", "Б-840")
    boris.own_codes.add("17", "35809A")
    anna.sync.run()
    boris.sync.run()
    assert ground.kept() == {"17": "nut"}
    assert told(boris) == [("17", "mine", "35809A", "Б-840", "Anna")]
    anna.sync.run()
    assert meanings(anna) == {"17": "nut"}
    assert told(anna) == [("17", "theirs", "Б-840", "35809A", "Boris")]
    # said once, however often one asks
    anna.sync.run()
    boris.sync.run()
    assert len(told(anna)) == len(told(boris)) == 1
    anna.code_sharing.accept([each.id for each in anna.code_sharing.status().clashes])
    assert told(anna) == []


def test_what_was_replaced_can_be_given_back(
    anna: Services, boris: Services, ground: Ground
) -> None:
    anna.own_codes.add("17", "Б-840")
    anna.sync.run()
    boris.sync.run()
    boris.own_codes.add("17", "35809A", replacing=True)
    boris.sync.run()
    # he knew what he changed; she is told
    assert told(boris) == []
    anna.sync.run()
    assert anna.code_sharing.give_back([e.id for e in anna.code_sharing.status().clashes]) == 1
    anna.sync.run()
    assert ground.kept() == meanings(anna) == {"17": "bolt"}
    boris.sync.run()
    assert told(boris) == [("17", "theirs", "35809A", "Б-840", "Anna")]


def test_a_removal_reaches_colleagues(anna: Services, boris: Services, ground: Ground) -> None:
    anna.own_codes.add("17", "Б-840")
    anna.sync.run()
    boris.sync.run()
    boris.own_codes.remove(["17"])
    assert boris.code_sharing.status().waiting == 1
    boris.sync.run()
    anna.sync.run()
    assert ground.kept() == meanings(anna) == {}
    assert told(anna) == [("17", "taken_away", "Б-840", "", "")]


def test_a_removal_gives_way_to_a_change_nobody_here_knew(
    anna: Services, boris: Services, ground: Ground
) -> None:
    anna.own_codes.add("17", "Б-840")
    anna.sync.run()
    boris.sync.run()
    anna.own_codes.add("17", "35809A", replacing=True)
    anna.sync.run()
    boris.own_codes.remove(["17"])
    boris.sync.run()
    assert ground.kept() == meanings(boris) == {"17": "nut"}
    assert told(boris) == [("17", "theirs", "", "35809A", "Anna")]


def test_codes_made_offline_wait_and_go(anna: Services, ground: Ground) -> None:
    with portal.serving(ground.storage):
        pass
    anna.own_codes.add("17", "Б-840")
    status = anna.code_sharing.status()
    assert (status.on, status.waiting, status.shared) == (True, 1, 0)
    anna.sync.run()
    assert anna.code_sharing.status().waiting == 0
    assert ground.kept() == {"17": "bolt"}


def test_goods_the_portal_does_not_know_stay_here_and_are_not_sent_again(
    anna: Services, boris: Services, ground: Ground
) -> None:
    anna.own_codes.add("17", "Б-840")
    anna.own_codes.add("18", "35809A")
    with ground.storage.writing() as work:
        work.connection.exec_driver_sql("UPDATE item SET id = 'bolt-2' WHERE id = 'bolt'")
    anna.sync.run(only=["stock"])
    assert stands(anna) == {"17": (REFUSED, ""), "18": (SHARED, "Anna")}
    assert "own_codes" not in anna.sync.run(only=["stock"]).feeds
    assert ground.kept() == {"18": "nut"}


def test_who_may_only_look_has_the_companys_codes_and_keeps_his_own(
    anna: Services, ground: Ground
) -> None:
    vera = ground.open("vera")
    anna.own_codes.add("17", "Б-840")
    vera.own_codes.add("17", "35809A")
    vera.own_codes.add("18", "35809A")
    anna.sync.run()
    vera.sync.run()
    assert stands(vera) == {"17": (APART, ""), "18": (ALONE, "")}
    assert not vera.code_sharing.status().may_write
    assert ground.kept() == {"17": "bolt"}
    assert told(vera) == []


def test_another_company_hears_nothing(anna: Services, ground: Ground) -> None:
    anna.own_codes.add("17", "Б-840")
    anna.sync.run()
    other = ground.open("other")
    assert meanings(other) == {}
    assert other.code_sharing.status().on


def test_switched_off_nothing_goes_and_on_again_it_goes_on(
    anna: Services, boris: Services, ground: Ground
) -> None:
    anna.code_sharing.switch(False)
    anna.own_codes.add("17", "Б-840")
    boris.own_codes.add("18", "35809A")
    boris.sync.run()
    anna.sync.run()
    assert (meanings(anna), ground.kept()) == ({"17": "bolt"}, {"18": "nut"})
    assert stands(anna) == {"17": (ALONE, "")}
    anna.code_sharing.switch(True)
    anna.sync.run()
    assert meanings(anna) == ground.kept() == {"17": "bolt", "18": "nut"}


def test_codes_of_a_company_one_left_go_nowhere_else(anna: Services, ground: Ground) -> None:
    anna.own_codes.add("17", "Б-840")
    anna.sync.run()
    portal.add_user(ground.storage, "anna", "buyer", ("beta",))
    anna.sync.run()
    anna.sync.run()
    assert meanings(anna) == {"17": "bolt"}
    with ground.storage.reading() as connection:
        assert portal_codes.find_codes(SYSTEM, connection, "beta") == []
    assert not anna.code_sharing.status().on


def test_a_portal_that_lost_codes_gets_them_again(
    anna: Services, boris: Services, ground: Ground
) -> None:
    """Restored from a copy: what it lost is not taken for removed by colleagues."""
    anna.own_codes.add("17", "Б-840")
    anna.sync.run()
    with ground.storage.writing() as work:
        work.connection.execute(delete(own_codes))
        work.connection.exec_driver_sql(
            "UPDATE portal_fact SET value = 'another' WHERE name = 'incarnation'"
        )
    anna.sync.run()
    assert meanings(anna) == {"17": "bolt"}
    assert ground.kept() == {"17": "bolt"}


def test_a_portal_that_cannot_is_left_in_peace(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    can = tuple(each for each in info.CAPABILITIES if each != "own_codes")
    monkeypatch.setattr(info, "CAPABILITIES", can)
    anna = ground.open("anna")
    anna.own_codes.add("17", "Б-840")
    receipt = anna.sync.run()
    assert "own_codes" not in receipt.feeds
    assert receipt.notes == ()
    status = anna.code_sharing.status()
    assert (status.offered, status.on, status.waiting) == (False, False, 0)
    assert stands(anna) == {"17": (ALONE, "")}
    monkeypatch.undo()
    anna.sync.run()
    assert ground.kept() == {"17": "bolt"}


def test_thousands_of_codes_go_in_pieces(anna: Services, boris: Services, ground: Ground) -> None:
    codes = [OwnCode(f"К-{n}", "bolt", "Б-840", "Болт") for n in range(2_500)]
    anna.own_codes._ports.store.learn(codes, world.NOON)
    receipt = anna.sync.run()
    assert receipt.feeds["own_codes"].upserted == 2_500
    assert len(ground.kept()) == 2_500
    boris.sync.run()
    assert len(meanings(boris)) == 2_500


def test_a_portal_out_of_reach_breaks_no_synchronisation(
    anna: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna.own_codes.add("17", "Б-840")

    def cut(*_args: object) -> None:
        raise Environment("network_broken")

    monkeypatch.setattr(anna.code_sharing.exchange, "_send", cut)
    receipt = anna.sync.run()
    assert receipt.notes == ()
    assert anna.code_sharing.status().waiting == 1
