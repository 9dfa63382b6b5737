"""The authorisation matrix: every route × principal × {own, foreign, unknown} (RELIABILITY §4.6).

Who may call comes from the routes table itself; what is foreign comes from `CASES`, and a route
without a case fails. A foreign object answers byte for byte like an unknown one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from b2bdesk.portal.accounts.store import find_user
from b2bdesk.portal.catalog import store as catalog
from b2bdesk.portal.catalog.rows import FileRow
from b2bdesk.portal.documents.store import DocumentRow, put_documents
from b2bdesk.portal.orders import moves
from b2bdesk.portal.orders.moves import LineAnswer
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.sessions.rules import issue_api_token
from b2bdesk.portal.sessions.store import revoke_families_of
from b2bdesk.portal.storage.create import create_storage
from b2bdesk.portal.storage.work import Storage
from b2bdesk.trade.ids import uuid7
from b2bdesk.wire.codec import canonical
from b2bdesk.wire.feeds import FEEDS
from b2bdesk.wire.routes import ANYONE, BASE, BY_NAME, ROUTES
from tests.portal.test_orders import BOLTS, line, order, post
from tests.support import portal, world

BOTH_STORES = True

ROLES = (
    "administrator", "buyer", "approver", "accountant", "viewer", "manager", "portal-admin",
    "exchange",
)  # fmt: skip


@dataclass
class Target:
    """Ids of one company's objects as requests name them; `unknown` made-up ones."""

    ids: dict[str, str]
    scopes: dict[str, str] = field(default_factory=dict)


@dataclass
class Ground:
    """The served portal with what the matrix needs to know."""

    url: str
    clients: dict[str, httpx.Client]
    alfa: Target
    beta: Target
    unknown: Target


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    folder: Path = tmp_path_factory.mktemp("matrix")
    storage = create_storage(str(folder / "portal.db"), world.TestClock())
    numbers = world.build(storage)
    for role in ROLES:
        companies = () if role == "portal-admin" else ("alfa",)
        portal.add_user(storage, f"alfa-{role}", role, companies)
    portal.add_user(storage, "beta-buyer", "buyer", ("beta",))
    portal.add_user(storage, "both", "administrator", ("alfa", "beta"))
    with ExitStack() as stack:
        stack.callback(storage.close)
        url = stack.enter_context(portal.serving(storage))

        def client(login: str) -> httpx.Client:
            return stack.enter_context(closing(portal.sign_in(url, login)))

        clients = {role: client(f"alfa-{role}") for role in ROLES}
        clients |= {"beta": client("beta-buyer"), "both": client("both")}
        plain = httpx.Client(base_url=url + BASE, timeout=30, trust_env=False)
        clients["anonymous"] = stack.enter_context(closing(plain))
        yield Ground(
            url,
            clients,
            _objects(storage, clients["buyer"], "alfa", numbers["cable"]),
            _objects(storage, clients["beta"], "beta", 0),
            _unknown(),
        )


def _objects(storage: Storage, client: httpx.Client, company: str, n: int) -> Target:
    """One order with an invoice, a file only this company may see, scopes of its contract."""
    entity = f"{company}-1"
    mine = {"entity_id": entity, "contract_id": f"{entity}-c"}
    wanted = order("1540.86", BOLTS, **mine)
    if company == "beta":
        wanted = order("1579.00", line("bolt", "100", "15.79"), **mine)
    made = post(client, wanted).json()
    with storage.writing() as work:
        moves.answer(SYSTEM, work, made["id"], {"l-bolt": LineAnswer(100_000, "confirmed")})
        invoice = moves.invoice(SYSTEM, work, made["id"])
        sha256 = storage.blobs.put(f"only {company}".encode())
        paper = {"id": f"paper-{company}", "kind": "contract"}
        body = type(invoice)(**{name: getattr(invoice, name) for name in invoice.__struct_fields__}
                             | paper)  # fmt: skip
        put_documents(SYSTEM, work, [DocumentRow(company, body, sha256, 9, "application/pdf")])
        if n:
            picture = storage.blobs.put(b"picture of alfa's cable")
            catalog.put_parts(
                SYSTEM, work, "file", [FileRow(n, "manual", 1, picture, 9, "application/pdf")]
            )
    return Target(
        {
            "order_id": made["id"],
            "client_order_id": made["client_order_id"],
            "document_id": f"paper-{company}",
            "sha256": sha256,
            "item_id": "lamp" if company == "alfa" else "bolt",
            "company_id": company,
            **mine,
        },
        {
            "catalog": "all" if company == "alfa" else "part",
            "prices": "opt" if company == "alfa" else "retail",
            "stock": "exact" if company == "alfa" else "rough",
            "terms": f"{entity}-c",
            "settlements": f"{entity}-c",
            "orders": company,
            "documents": company,
            "own_codes": company,
        },
    )


def _unknown() -> Target:
    made_up = {
        name: f"no-{name}"
        for name in ("order_id", "client_order_id", "document_id", "item_id", "entity_id",
                     "contract_id", "company_id")
    }  # fmt: skip
    return Target(made_up | {"sha256": "0" * 64}, dict.fromkeys(FEEDS, "nothing"))


@dataclass(frozen=True)
class Case:
    """How a route is asked about a target, and what its own answer is.

    `bound` routes name an object and must hide foreign ones; others answer for the caller alone.
    """

    body: Any = None
    own: tuple[int, ...] = (200,)
    bound: bool = True
    query: dict[str, str] = field(default_factory=dict)


def new_order(target: Target) -> bytes:
    return canonical(
        order("1540.86", BOLTS, entity_id=target.ids["entity_id"],
              contract_id=target.ids["contract_id"], client_order_id=uuid7())
    )  # fmt: skip


CASES: dict[str, Case] = {
    "portal_info": Case(bound=False),
    "sign_in": Case(lambda _: {"login": "x", "password": "y"}, (401,), bound=False),
    "refresh": Case(lambda _: {"refresh_token": "b2r_x"}, (401,), bound=False),
    "sign_out": Case(own=(204,), bound=False),
    "change_password": Case(
        lambda _: {"old_password": "x", "new_password": "y"}, (422, 429), bound=False
    ),
    "restore_password": Case(lambda _: {"login": "x"}, (202,), bound=False),
    "account": Case(bound=False),
    "events": Case(bound=False, query={"wait": "0"}),
    "feed": Case(),
    "snapshot": Case(own=(422,)),
    "snapshot_file": Case(own=(404,)),
    "resolve": Case(lambda t: {"contract_id": t.ids["contract_id"], "codes": ["Б-840"]}),
    "quote": Case(
        lambda t: {"contract_id": t.ids["contract_id"], "entity_id": t.ids["entity_id"],
                   "lines": [{"item_id": "bolt", "quantity": "1"}]}
    ),
    "own_codes": Case(lambda t: {"company_id": t.ids["company_id"], "changes": []}),
    "submit_order": Case(new_order, (201,)),
    "order": Case(),
    "order_by_client_id": Case(),
    "void_order": Case(bound=False),
    "order_command": Case(lambda _: {"client_command_id": ""}, (200, 422)),
    "document_file": Case(),
    "file": Case(),
    "item_picture": Case(own=(404,)),
    "item_file": Case(own=(404,)),
}  # fmt: skip


def ask(client: httpx.Client, name: str, target: Target, scope: str = "orders") -> httpx.Response:
    route, case = BY_NAME[name], CASES[name]
    path = route.path.format(**target.ids, feed=scope, command="reserve", kind="picture", ord="1")
    body = case.body(target) if case.body else None
    key = uuid7()
    if isinstance(body, bytes):
        key = httpx.Response(200, content=body).json()["client_order_id"]
    elif isinstance(body, dict) and "client_command_id" in body:
        body["client_command_id"] = key
    options: dict[str, Any] = {"headers": {"Idempotency-Key": key} if route.idempotent else {}}
    if case.query:
        options["params"] = case.query
    if name in ("feed", "snapshot", "snapshot_file"):
        options["params"] = {"scope": target.scopes[scope]}
    if isinstance(body, bytes):
        options["content"] = body
    elif body is not None:
        options["json"] = body
    return client.request(route.method, path, **options)


def test_every_route_has_a_case() -> None:
    assert {route.name for route in ROUTES} == CASES.keys()


@pytest.mark.parametrize("name", [route.name for route in ROUTES if route.roles != ANYONE])
def test_without_a_session_nothing_is_told(ground: Ground, name: str) -> None:
    answer = ask(ground.clients["anonymous"], name, ground.alfa)
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_needed")
    for token in ("b2a_forged", "b2t_forged", "x"):
        with httpx.Client(
            base_url=ground.url + BASE, headers={"Authorization": f"Bearer {token}"},
            trust_env=False,
        ) as forged:  # fmt: skip
            assert ask(forged, name, ground.alfa).status_code == 401


# these two end the session the matrix runs on; test_sessions.py has them
STANDING = [
    route.name
    for route in ROUTES
    if route.roles != ANYONE and route.name not in ("sign_out", "change_password")
]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", STANDING)
def test_a_role_may_do_what_the_routes_table_says(ground: Ground, name: str, role: str) -> None:
    route, case = BY_NAME[name], CASES[name]
    answer = ask(ground.clients[role], name, ground.alfa)
    if role not in route.roles:
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
        # the refusal does not depend on whether the object exists or whose it is
        assert ask(ground.clients[role], name, ground.unknown).status_code == 403
    else:
        assert answer.status_code in case.own, answer.text


@pytest.mark.parametrize("scope", FEEDS)
@pytest.mark.parametrize("role", ["administrator", "viewer", "manager", "portal-admin"])
def test_feeds_of_foreign_and_unknown_scopes_are_one_answer(
    ground: Ground, role: str, scope: str
) -> None:
    client = ground.clients[role]
    assert ask(client, "feed", ground.alfa, scope).status_code == 200
    unknown = ask(client, "feed", ground.unknown, scope)
    assert unknown.status_code == 404
    foreign = ask(client, "feed", ground.beta, scope)
    if role == "portal-admin":
        assert foreign.status_code == 200
    else:
        assert (foreign.status_code, foreign.content) == (404, unknown.content)


BOUND = [name for name, case in CASES.items() if case.bound and name != "feed"]


@pytest.mark.parametrize("name", BOUND)
def test_a_foreign_object_is_byte_for_byte_an_unknown_one(ground: Ground, name: str) -> None:
    client = ground.clients["beta"]
    if name in ("item_picture", "item_file"):
        # outside the demo no picture is drawn, so even one's own item answers 404
        assert ask(client, name, ground.beta).status_code == 404
    else:
        assert ask(client, name, ground.beta).status_code in (*CASES[name].own, 422)
    foreign = ask(client, name, ground.alfa)
    unknown = ask(client, name, ground.unknown)
    assert foreign.status_code == unknown.status_code == 404
    assert foreign.content == unknown.content
    assert foreign.headers.keys() == unknown.headers.keys()


def test_a_user_of_both_companies_sees_both_and_mixes_neither(ground: Ground) -> None:
    client = ground.clients["both"]
    for target in (ground.alfa, ground.beta):
        for name in ("order", "order_by_client_id", "document_file", "file"):
            assert ask(client, name, target).status_code == 200, name
    mixed = Target(ground.alfa.ids | {"contract_id": ground.beta.ids["contract_id"]})
    assert ask(client, "submit_order", mixed).status_code == 404
    assert ask(client, "quote", mixed).status_code == 404


def test_the_account_tells_of_ones_own_companies_only(ground: Ground) -> None:
    def entities(who: str) -> set[str]:
        return {
            each["company_id"] for each in ground.clients[who].get("/account").json()["entities"]
        }

    assert entities("buyer") == {"alfa"}
    assert entities("beta") == {"beta"}
    assert entities("both") == entities("portal-admin") == {"alfa", "beta"}


def test_a_void_of_a_foreign_key_leaves_the_foreign_order_alone(ground: Ground) -> None:
    answer = ask(ground.clients["beta"], "void_order", ground.alfa)
    assert answer.json() == {"state": "voided", "order": None}
    assert ask(ground.clients["buyer"], "order", ground.alfa).status_code == 200


def test_a_cursor_of_another_company_is_refused(ground: Ground) -> None:
    last = ask(ground.clients["buyer"], "feed", ground.alfa).content.strip().split(b"\n")[-1]
    cursor = httpx.Response(200, content=last).json()["cursor"]
    answer = ground.clients["beta"].get("/feeds/orders", params={"scope": "beta", "cursor": cursor})
    assert (answer.status_code, answer.json()["reason"]) == (410, "cursor")


def test_a_withdrawn_right_holds_at_the_next_request(
    storage: Storage, numbers: dict[str, int]
) -> None:
    portal.add_user(storage, "anna", "buyer", ("alfa",))
    with portal.serving(storage) as url, closing(portal.sign_in(url, "anna")) as client:
        assert client.get("/feeds/orders", params={"scope": "alfa"}).status_code == 200
        portal.add_user(storage, "anna", "buyer", ("beta",))
        assert client.get("/feeds/orders", params={"scope": "alfa"}).status_code == 404
        portal.add_user(storage, "anna", "exchange", ("beta",))
        assert client.get("/account").status_code == 403
        with storage.writing() as work:
            revoke_families_of(SYSTEM, work, "u-anna")
        assert client.get("/account").json()["code"] == "session_revoked"


def test_a_robot_with_an_api_token_has_its_users_rights(
    storage: Storage, numbers: dict[str, int]
) -> None:
    portal.add_user(storage, "robot", "viewer", ("alfa",))
    with storage.writing() as work:
        user = find_user(SYSTEM, work.connection, login="robot")
        assert user is not None
        token = issue_api_token(SYSTEM, work, user, 1)
    headers = {"Authorization": f"Bearer {token}"}
    with (
        portal.serving(storage) as url,
        httpx.Client(base_url=url + BASE, headers=headers, trust_env=False) as client,
    ):
        assert client.get("/account").json()["user"]["login"] == "robot"
        assert post(client, order("1540.86", BOLTS)).status_code == 403
