"""Signing in, synchronising, orders and documents as a person does them, over a fake portal."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from b2bdesk.models.queries.documents import DocumentQueries
from b2bdesk.models.queries.money import MoneyQueries
from b2bdesk.models.queries.syncstate import SyncStateQueries
from b2bdesk.models.thumbs import Thumbs
from b2bdesk.sync.files import Pictures, Vault, document_name
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.usecases.accounts import Accounts
from b2bdesk.usecases.catalogue import Catalogue
from b2bdesk.usecases.changes import ChangeSet, News
from b2bdesk.usecases.documents import DocumentPorts, Documents
from b2bdesk.usecases.home import Home, HomePorts
from b2bdesk.usecases.orders import Orders
from b2bdesk.usecases.outbox import Outbox
from b2bdesk.usecases.rows.carts import AddResult, NewLine
from b2bdesk.usecases.search import Search
from b2bdesk.usecases.session import Session
from b2bdesk.usecases.settlements import Settlements
from b2bdesk.usecases.synchronise import Synchroniser, SyncPorts
from tests.support.client import TODAY, Client
from tests.support.fake_portal import URL, FakePortal, Fault, contract, item, order_row, problem
from tests.sync.test_outbox import seal, state

PDF = b"%PDF-1.7 test"


class Carts:
    """Remembers what was added."""

    def __init__(self) -> None:
        self.added: list[tuple[str, list[NewLine], str]] = []

    def active(self) -> Any:
        return type("Cart", (), {"id": "cart-1"})()

    def add_lines(
        self, cart_id: str, lines: list[NewLine], label: str, mode: str = "sum"
    ) -> AddResult:
        self.added.append((cart_id, lines, label))
        return AddResult(cart_id, len(lines), 0, 0, ChangeSet())

    def open(self, cart_id: str) -> Any:
        raise AssertionError("not asked for here")


class Printer:
    """Prints invoices only."""

    def can_print(self, kind: str) -> bool:
        return kind == "invoice"

    def print_document(self, kind: str, body: dict[str, Any], path: Path) -> None:
        path.write_bytes(PDF + body["order_number"].encode())

    def print_order_form(self, body: dict[str, Any], path: Path, language: str) -> None:
        path.write_bytes(PDF)


class Desk:
    """The use cases of a profile that is about the portal."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.news = News()
        self.heard: list[ChangeSet] = []
        self.news.subscribe(self.heard.append)
        documents = DocumentQueries(client.desk)
        money = MoneyQueries(client.desk)
        self.carts = Carts()
        self.session = Session(
            client.keeper,
            lambda: client.runner.refresh_account()[0],
            client.account.forget,
            self.news,
            "ПК-2",
        )
        self.accounts = Accounts(client.account, self.news)
        self.search = Search(client.search, client.catalogue, client.reader)
        self.sync = Synchroniser(
            SyncPorts(
                client.runner, client.driver, client.outbox, SyncStateQueries(client.desk),
                client.time.now,
            ),
            self.news,
            threading.Event(),
        )  # fmt: skip
        self.outbox = Outbox(client.outbox, client.driver, self.news)
        self.orders = Orders(client.orders, self.carts)
        self.documents = Documents(
            DocumentPorts(
                documents, client.orders, Vault(client.folder / "documents", client.api),
                Printer(), self.carts, client.account, lambda: TODAY,
            ),
            self.news,
        )  # fmt: skip
        self.settlements = Settlements(client.account, money, documents)
        self.home = Home(
            HomePorts(client.account, client.orders, documents, money, client.outbox, lambda: TODAY)
        )

    def heard_kinds(self) -> set[str]:
        kinds = {kind for changes in self.heard for kind in changes.kinds}
        self.heard.clear()
        return kinds


@pytest.fixture
def portal() -> FakePortal:
    made = FakePortal(contracts=[contract("c1", "e1"), contract("c2", "e2")])
    made.put("catalog", "all", "item", *(item(n) for n in range(1, 6)))
    made.put("prices", "pt", "price", {"n": 1, "min": 0, "price": 1_000_000})
    return made


@pytest.fixture
def desk(tmp_path: Path, portal: FakePortal) -> Iterator[Desk]:
    client = Client(tmp_path, portal)
    yield Desk(client)
    client.close()


@pytest.fixture
def stranger(tmp_path: Path, portal: FakePortal) -> Iterator[Desk]:
    """A desk that is not signed in."""
    client = Client(tmp_path, portal, api_token="")
    yield Desk(client)
    client.close()


def test_signing_in_brings_the_account_at_once(stranger: Desk) -> None:
    assert stranger.accounts.context() is None
    assert stranger.accounts.seller() is None
    status = stranger.session.sign_in(URL, "anna", "secret")
    assert status.signed_in
    assert [entity.id for entity in stranger.accounts.entities()] == ["e1", "e2"]
    context = stranger.accounts.context()
    assert context is not None
    assert context.contract.id == "c1"
    assert stranger.heard_kinds() >= {"session", "account", "context"}


def test_a_token_that_is_refused_is_not_kept(stranger: Desk) -> None:
    with pytest.raises(Environment):
        stranger.session.sign_in_token(URL, "wrong")
    assert not stranger.session.status().signed_in
    assert stranger.session.sign_in_token(URL, "api-token").signed_in


def test_signing_out_with_wiping_forgets_the_account(stranger: Desk) -> None:
    stranger.session.sign_in(URL, "anna", "secret")
    changes = stranger.session.sign_out(wipe=True)
    assert changes.touches("session", "account", "catalogue")
    assert stranger.accounts.entities() == ()


def test_another_entity_changes_what_follows_it_and_is_remembered(desk: Desk) -> None:
    desk.sync.run()
    desk.heard_kinds()
    changes = desk.accounts.use("e2")
    assert changes.touches("context", "prices", "stock", "carts")
    assert desk.heard_kinds() >= {"context", "prices"}
    assert not desk.accounts.use("e2", "c2").kinds, "nothing changed"
    desk.client.restart()
    context = Desk(desk.client).accounts.context()
    assert context is not None
    assert context.entity.id == "e2"
    with pytest.raises(Expected) as caught:
        desk.accounts.use("e9")
    assert caught.value.code == "entity_unknown"


def test_a_run_sends_first_then_brings_and_tells_what_changed(
    desk: Desk, portal: FakePortal
) -> None:
    key = seal(desk.client)
    receipt = desk.sync.run()
    assert state(desk.client, key) == "accepted"
    assert desk.heard_kinds() >= {"catalogue", "prices", "outbox", "carts", "sync"}
    portal.put("orders", "co1", "order", order_row(portal.orders[key]))
    receipt = desk.sync.run(only=("orders",))
    assert receipt.changes.touches("orders", "outbox")
    assert not receipt.changes.touches("catalogue")
    assert state(desk.client, key) == "settled"
    told = desk.sync.state()
    assert (told.running, told.online, told.error) == (False, True, "")
    assert set(told.freshness) >= {"catalog", "orders"}
    assert len(desk.sync.journal()) == 2


def test_being_offline_is_said_with_its_beginning_and_everything_stays_readable(
    desk: Desk, portal: FakePortal
) -> None:
    desk.sync.run()
    began = desk.client.time.now()
    for _ in range(2):
        portal.fail("portal", Fault(unreachable=True))
        with pytest.raises(Environment):
            desk.sync.run()
        desk.client.time.move(60)
    told = desk.sync.state()
    assert (told.online, told.error, told.offline_since) == (False, "network_unreachable", began)
    assert [row.n for row in desk.search.suggest("болт")] == [1, 2, 3, 4, 5]
    desk.sync.run()
    told = desk.sync.state()
    assert (told.online, told.error, told.offline_since) == (True, "", None)
    kept = [run.get("error", "") for run in desk.sync.journal()]
    assert kept == ["", "network_unreachable", "network_unreachable", ""], "for the support"


def test_submitting_now_sends_and_fetches_the_answer(desk: Desk, portal: FakePortal) -> None:
    desk.sync.run()
    key = seal(desk.client)
    assert desk.sync.next_due() == 0.0
    assert desk.sync.submit_now() == 1
    assert state(desk.client, key) == "accepted"
    assert desk.sync.next_due() is None
    assert "GET /feeds/orders" in portal.seen


def test_the_way_out_of_a_refusal_is_the_persons(desk: Desk, portal: FakePortal) -> None:
    first, second = seal(desk.client, 1), seal(desk.client, 2, entity="e2")
    assert desk.outbox.withdraw(first).touches("outbox", "carts")
    portal.fail("orders", Fault(unreachable=True))
    with pytest.raises(Environment):
        desk.outbox.retry(second)
    assert desk.outbox.counts() == {"ready": 1}
    desk.outbox.retry(second)
    assert [row.state for row in desk.outbox.list()] == ["accepted", "withdrawn"]
    with pytest.raises(Expected) as caught:
        desk.outbox.dismiss(second)
    assert caught.value.code == "outbox_state"
    with pytest.raises(Expected):
        desk.outbox.withdraw(second)
    with pytest.raises(Expected) as caught:
        desk.outbox.dismiss("nothing")
    assert caught.value.code == "command_unknown"


def test_an_order_is_repeated_whole_or_in_part(desk: Desk, portal: FakePortal) -> None:
    key = seal(desk.client)
    desk.sync.run()
    portal.put("orders", "co1", "order", order_row(portal.orders[key]))
    desk.sync.run()
    [row] = desk.orders.list()
    desk.orders.repeat(row.id)
    assert desk.carts.added == [("cart-1", [NewLine("i1", 200_000, "796", "", "A")], "repeat")]
    assert desk.orders.repeat(row.id, "cart-2", line_ids=()).added == 0
    assert desk.orders.find(row.number).order.id == row.id
    found = desk.orders.by_client_id(key)
    assert found is not None
    assert found.order.id == row.id
    for wrong in (desk.orders.card, desk.orders.find):
        with pytest.raises(Expected) as caught:
            wrong("zz")
        assert caught.value.code == "order_not_found"


def test_the_first_page_tells_what_waits(desk: Desk, portal: FakePortal) -> None:
    assert Desk(desk.client).home.overview() is None
    portal.put("settlements", "c1", "balance", {"id": "c1", "currency": "RUB", "debt": 9,
               "overdue": 5, "credit_limit": 100, "as_of": ""})  # fmt: skip
    seal(desk.client)
    portal.order_hook = lambda body: problem(422, "credit_limit")
    desk.sync.run()
    page = desk.home.overview()
    assert page is not None
    assert [row.code for row in page.attention] == ["order_refused", "debt_overdue"]
    assert (page.months, page.open_orders, page.to_pay) == ((), (), ())
    overview = desk.settlements.overview()
    assert overview is not None
    assert (overview.debt_minor, overview.free_minor) == (9, 91)
    assert desk.settlements.overview("zz") is None


def with_documents(portal: FakePortal) -> None:
    for number, kind in ((1, "invoice"), (2, "certificate")):
        portal.put("documents", "co1", "document", {
            "id": f"d{number}", "kind": kind, "number": f"7/{number}", "date": "2026-11-20",
            "entity_id": "e1", "contract_id": "c1", "order_id": "o1", "state": "due",
            "currency": "RUB", "gross": 5, "pay_until": "2026-11-28", "sha256": "", "bytes": 0,
            "media": "", "body": {"order_number": "000001", "lines": [{}]},
        })  # fmt: skip


def test_an_invoice_is_printed_here_without_a_network(desk: Desk, portal: FakePortal) -> None:
    seal(desk.client)
    with_documents(portal)
    desk.sync.run()
    portal.put("orders", "co1", "order", order_row(next(iter(portal.orders.values()))))
    desk.sync.run()
    assert [row.local for row in desk.documents.list()] == [False, False]
    asked = len(portal.seen)
    path = desk.documents.pdf("d1")
    assert path.read_bytes() == PDF + b"000001"
    assert len(portal.seen) == asked
    assert {row.id: row.local for row in desk.documents.list()} == {"d1": True, "d2": False}
    assert desk.documents.pdf("d1") == path
    copy = desk.documents.invoice("000001", path.parent / "копия.pdf")
    assert copy.read_bytes() == path.read_bytes()
    with pytest.raises(Expected) as caught:
        desk.documents.invoice("zz")
    assert caught.value.code == "order_not_found"
    with pytest.raises(Expected) as caught:
        desk.documents.pdf("zz")
    assert caught.value.code == "document_not_found"


def test_other_documents_are_fetched_once_and_proven(desk: Desk, portal: FakePortal) -> None:
    with_documents(portal)
    desk.sync.run()
    portal.files["/documents/d2/file"] = b"<html>not a document</html>"
    with pytest.raises(Environment) as caught:
        desk.documents.pdf("d2")
    assert caught.value.code == "body_damaged"
    portal.files["/documents/d2/file"] = PDF
    path = desk.documents.pdf("d2")
    assert path.read_bytes() == PDF
    portal.files.clear()
    assert desk.documents.pdf("d2") == path
    assert not list(path.parent.glob("*.part"))


@pytest.mark.parametrize(
    "number", ["7/12", "..\\..\\x", "CON", "a\u202eb", "x" * 300, "", "  . ", 'а"<>|?*б', "NUL"]
)
def test_names_of_documents_are_safe_everywhere(number: str) -> None:
    name = document_name("invoice", number, dt.date(2026, 11, 21), "d1")
    assert not set(name) & set('<>:"/\\|?*\u202e\x00')
    assert len(name) <= 110
    assert name.endswith("-2026-11-21-" + name[-12:-4] + ".pdf")
    assert name != document_name("invoice", number, dt.date(2026, 11, 21), "d2")


def test_pictures_are_asked_for_once(desk: Desk, portal: FakePortal) -> None:
    told: list[str] = []
    thumbs = Thumbs(desk.client.folder)
    catalogue = Catalogue(desk.client.catalogue, Pictures(desk.client.api, thumbs), told.append)
    desk.sync.run()
    png = b"\x89PNG" + b"0" * 50
    portal.files["/items/i1/picture"] = png
    assert catalogue.cached_picture("i1") is None
    assert catalogue.picture("i1") == png
    asked = len(portal.seen)
    assert catalogue.picture("i1") == catalogue.cached_picture("i1") == png
    assert len(portal.seen) == asked
    assert told == ["i1"]
    assert catalogue.picture("i2") is None
    asked = len(portal.seen)
    assert catalogue.picture("i2") is None, "nobody asks twice for what is not there"
    assert len(portal.seen) == asked
    portal.fail("other", Fault(unreachable=True))
    assert catalogue.picture("i3") is None
    portal.files["/items/i3/picture"] = png
    assert catalogue.picture("i3") == png, "a broken line is not an absent picture"
    thumbs.forget(["i3"])
    assert thumbs.get("i3", 128) is None
    thumbs.close()


def test_pictures_least_seen_make_room(tmp_path: Path) -> None:
    thumbs = Thumbs(tmp_path, limit=1000)
    for number in range(5):
        thumbs.put(f"i{number}", 128, bytes(190))
    assert thumbs.get("i0", 128)
    thumbs.put("i5", 128, bytes(190))
    kept = [number for number in range(6) if thumbs.get(f"i{number}", 128)]
    thumbs.close()
    assert 0 in kept
    assert 5 in kept
    assert 1 not in kept
    (tmp_path / "thumbs.db").write_bytes(b"damaged" * 1000)
    again = Thumbs(tmp_path)
    assert again.get("i0", 128) is None
    again.close()
