"""A portal in memory for tests of the client's side: feeds, sessions, orders, and every fault.

It speaks the wire over an httpx transport, so the client's own transport, session and runner are
the ones under test. Rows live in `tables[feed, scope][table][key]`; every change gets the next
sequence number, cursors are those numbers. Faults are queued per route in `faults` and used up.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx

from b2bdesk.trade.fold import FOLD_VERSION, fold_article, fold_name
from b2bdesk.wire.feeds import FEEDS, row_sum, sum64_text
from b2bdesk.wire.routes import BASE

URL = "http://127.0.0.1:9"
NOW = "2026-11-21T09:00:00+00:00"


class Pieces(httpx.SyncByteStream):
    """A body that may end early or break."""

    def __init__(self, body: bytes, cut: int | None = None, broken: bool = False) -> None:
        self._body = body if cut is None else body[:cut]
        self._broken = broken

    def __iter__(self) -> Iterator[bytes]:
        for at in range(0, len(self._body), 500):
            yield self._body[at : at + 500]
        if self._broken:
            raise httpx.ReadError("connection reset")


@dataclass
class Fault:
    """One spoilt answer: `cut` keeps so many bytes, `answer` replaces it, `lost` drops it."""

    cut: float | None = None
    broken: bool = False
    answer: httpx.Response | None = None
    lost: bool = False
    unreachable: bool = False


def item(n: int, name: str = "", article: str = "", **more: Any) -> dict[str, Any]:
    """An item row with sensible values."""
    name, article = name or f"Болт М{n}х{n * 10}", article or f"АБ-{n:03d}"
    row: dict[str, Any] = {
        "n": n, "id": f"i{n}", "code": f"00-{n:08d}", "article": article, "brand": "Метиз",
        "name": name, "group": "g1", "base_unit": "796", "minimum": 1000, "multiple": 1000,
        "vat": "22", "weight": 12, "volume": 3, "status": "active", "replaced_by": "",
        "attributes": {"Класс": "8.8"}, "description": "", "next_batch": "", "segment": "",
        "variant": "", "added": "",
    }  # fmt: skip
    row.update(more)
    row["article_fold"], row["name_fold"] = fold_article(row["article"]), fold_name(row["name"])
    return row


@dataclass
class FakePortal:
    """The portal's state; change it between runs through `put` and `drop`.

    `full_only`: no change tracking; `lie` is added to every checksum.
    """

    instance_id: str = "portal-1"
    incarnation: str = "inc-1"
    generation: str = "gen-1"
    compress: bool = True
    capabilities: list[str] = field(default_factory=lambda: ["void"])
    contracts: list[dict[str, Any]] = field(default_factory=list)
    faults: dict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    seen: list[str] = field(default_factory=list)
    fold_version: int = FOLD_VERSION
    full_only: bool = False
    lie: int = 0
    page_rows: int = 3

    def __post_init__(self) -> None:
        self.seq = 0
        self.rows: dict[tuple[str, str], dict[tuple[str, tuple[Any, ...]], list[Any]]] = (
            defaultdict(dict)
        )
        self.dead: dict[tuple[str, str], dict[tuple[str, tuple[Any, ...]], int]] = defaultdict(dict)
        self.refresh_token, self.access_token = "refresh-1", "access-1"
        self.previous_refresh = ""
        self.revoked = False
        self.orders: dict[str, dict[str, Any]] = {}
        self.voided: set[str] = set()
        self.files: dict[str, bytes] = {}
        self.miscount: dict[str, int] = {}
        self.order_hook: Callable[[dict[str, Any]], httpx.Response | None] = lambda body: None
        if not self.contracts:
            self.contracts = [contract("c1", "e1")]

    # state -------------------------------------------------------------------------------------

    def put(self, feed: str, scope: str, table: str, *rows: dict[str, Any]) -> None:
        """Write rows; each gets the next sequence number as its revision."""
        spec = FEEDS[feed].tables[table]
        names = [column.partition(":")[0] for column in spec.columns]
        for row in rows:
            self.seq += 1
            values = [row.get(name) for name in names[:-1]] + [self.seq]
            key = tuple(values[: spec.key])
            self.rows[feed, scope][table, key] = values
            self.dead[feed, scope].pop((table, key), None)

    def drop(self, feed: str, scope: str, table: str, *keys: Any) -> None:
        """Delete rows, leaving tombstones."""
        for found in (key if isinstance(key, tuple) else (key,) for key in keys):
            self.seq += 1
            del self.rows[feed, scope][table, found]
            self.dead[feed, scope][table, found] = self.seq

    def fail(self, route: str, *faults: Fault) -> None:
        """Queue faults for a route: feed, orders, refresh, session, account, by_client_id, void."""
        self.faults[route].extend(faults)

    def contents(self, feed: str, scope: str) -> dict[tuple[str, tuple[Any, ...]], Any]:
        """Every row of a scope by table and key, with its revision."""
        return {name: values[-1] for name, values in self.rows[feed, scope].items()}

    # answering ---------------------------------------------------------------------------------

    def transport(self) -> httpx.MockTransport:
        """What a client is given instead of a network."""
        return httpx.MockTransport(lambda request: unread(self.handle(request)))

    def handle(self, request: httpx.Request) -> httpx.Response:
        """Answer one request, spoilt by the next fault of its route."""
        path = request.url.path.removeprefix(BASE)
        route = _route(request.method, path)
        self.seen.append(f"{request.method} {path}")
        fault = self.faults[route].pop(0) if self.faults[route] else Fault()
        if fault.unreachable:
            raise httpx.ConnectError("refused")
        if fault.answer is not None:
            return fault.answer
        response = self._answer(route, path, request)
        if fault.lost:
            raise httpx.ReadError("lost")
        if fault.cut is not None:
            body = _bytes(response)
            return httpx.Response(
                response.status_code,
                headers=response.headers,
                stream=Pieces(body, int(len(body) * fault.cut), fault.broken),
            )
        return response

    def _answer(self, route: str, path: str, request: httpx.Request) -> httpx.Response:
        if route == "portal":
            return httpx.Response(200, json=self.info())
        if route == "session":
            body = json.loads(request.content)
            if body.get("password") != "secret":
                return problem(401, "sign_in_refused")
            return httpx.Response(200, json=self._session())
        if route == "refresh":
            return self._refreshed(json.loads(request.content)["refresh_token"])
        if request.headers.get("authorization") not in (
            f"Bearer {self.access_token}", "Bearer api-token",
        ):  # fmt: skip
            return problem(401, "session_expired")
        if route == "account":
            return httpx.Response(200, json=self.account())
        if route == "feed":
            query = request.url.params
            return self._feed(path.rpartition("/")[2], query["scope"], query.get("cursor", ""))
        return self._orders(route, path, request)

    def _orders(self, route: str, path: str, request: httpx.Request) -> httpx.Response:
        if path in self.files:
            return httpx.Response(200, stream=Pieces(self.files[path]))
        if route == "orders":
            return self._order(request)
        if route == "by_client_id":
            key = path.rpartition("/")[2]
            if key in self.voided:
                return problem(410, "order_voided")
            return self._known(key)
        if route == "void":
            key = path.split("/")[3]
            if key in self.orders:
                return httpx.Response(200, json={"state": "exists", "order": self.orders[key]})
            self.voided.add(key)
            return httpx.Response(200, json={"state": "voided"})
        return problem(404, "not_found")

    def info(self) -> dict[str, Any]:
        """What the portal says of itself."""
        return {
            "name": "Тестовый портал",
            "instance_id": self.instance_id, "incarnation": self.incarnation,
            "server_time": NOW, "timezone": "Europe/Moscow", "utc_offset_minutes": 180,
            "capabilities": self.capabilities,
        }  # fmt: skip

    def account(self) -> dict[str, Any]:
        """The account: entities by the contracts' entity ids."""
        entities: dict[str, dict[str, Any]] = {}
        for each in self.contracts:
            made = entities.setdefault(
                each["entity"],
                {
                    "id": each["entity"],
                    "company_id": each.get("company", "co1"),
                    "party": {"name": f"ООО {each['entity']}", "inn": "7707083893"},
                    "contracts": [],
                },
            )
            made["contracts"].append(each["contract"])
        return {
            "user": {"id": "u1", "login": "anna", "name": "Анна", "role": "buyer"},
            "seller": {"name": "ООО «Поставщик»", "inn": "7707083893"},
            "entities": list(entities.values()),
        }

    def _session(self) -> dict[str, Any]:
        user = {"id": "u1", "login": "anna", "name": "Анна", "role": "buyer"}
        return {
            "access_token": self.access_token, "access_expires_in": 600,
            "refresh_token": self.refresh_token, "user": user, "portal": self.info(),
        }  # fmt: skip

    def _refreshed(self, token: str) -> httpx.Response:
        if self.revoked:
            return problem(401, "session_revoked")
        if token == self.previous_refresh:
            return httpx.Response(200, json=self._session())
        if token != self.refresh_token:
            self.revoked = True
            return problem(401, "session_revoked")
        number = int(token.rpartition("-")[2]) + 1
        self.previous_refresh = token
        self.refresh_token, self.access_token = f"refresh-{number}", f"access-{number}"
        return httpx.Response(200, json=self._session())

    def _order(self, request: httpx.Request) -> httpx.Response:
        key = request.headers.get("idempotency-key", "")
        body = json.loads(request.content)
        if key in self.voided:
            return problem(410, "order_voided")
        if key not in self.orders:
            if (refused := self.order_hook(body)) is not None:
                return refused
            self.orders[key] = order(body, request.content, len(self.orders) + 1)
        if self.orders[key]["body_sha256"] != hashlib.sha256(request.content).hexdigest():
            return problem(422, "idempotency_conflict")
        return self._known(key, 201)

    def _known(self, key: str, status: int = 200) -> httpx.Response:
        if key not in self.orders:
            return problem(404, "not_found")
        return httpx.Response(status, json=self.orders[key])

    def _feed(self, feed: str, scope: str, cursor: str) -> httpx.Response:
        generation, _, text = cursor.partition("|")
        if cursor and generation != f"{self.incarnation}/{self.generation}":
            return problem(410, "stale", incarnation=self.incarnation, generation=self.generation)
        since = 0 if self.full_only else int(text or 0)
        body = self._body(feed, scope, since)
        headers = {"content-type": "application/x-ndjson"}
        if self.compress:
            body, headers["content-encoding"] = gzip.compress(body), "gzip"
        return httpx.Response(200, headers=headers, stream=Pieces(body))

    def _body(self, feed: str, scope: str, since: int) -> bytes:
        spec = FEEDS[feed]
        mark = f"{self.incarnation}/{self.generation}"
        lines: list[dict[str, Any]] = [
            {
                "feed": feed, "scope": scope, "generation": self.generation,
                "incarnation": self.incarnation, "full": since == 0,
                "tables": {name: list(table.columns) for name, table in spec.tables.items()},
                "fold_version": self.fold_version, "count": len(self.rows[feed, scope]),
            }
        ]  # fmt: skip
        changes = [
            (values[-1], table, values, None)
            for (table, _), values in self.rows[feed, scope].items()
            if values[-1] > since
        ] + [
            (seq, table, None, key)
            for (table, key), seq in self.dead[feed, scope].items()
            if since and seq > since
        ]
        changes.sort(key=lambda change: change[0])
        last = since
        for at in range(0, len(changes), self.page_rows):
            for table in spec.tables:
                page = [
                    change for change in changes[at : at + self.page_rows] if change[1] == table
                ]
                put = [values for _, _, values, _ in page if values is not None]
                gone = [list(key) for _, _, _, key in page if key is not None]
                if put or gone:
                    lines.append({"table": table, "put": put, "del": gone})
            last = changes[min(at + self.page_rows, len(changes)) - 1][0]
            lines[-1]["cursor"] = f"{mark}|{last}"
        text = b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in lines)
        total = self.lie + sum(
            row_sum(table, key, rev) for (table, key), rev in self.contents(feed, scope).items()
        )
        count = len(self.rows[feed, scope]) + self.miscount.get(feed, 0)
        end = {
            "end": True, "more": False, "sha256": hashlib.sha256(text).hexdigest(),
            "count": count, "sum64": sum64_text(total),
            "cursor": f"{mark}|{max(last, 1)}",
        }  # fmt: skip
        return text + json.dumps(end).encode()


def contract(contract_id: str, entity: str, **more: Any) -> dict[str, Any]:
    """A contract of the account with its scopes."""
    made = {
        "id": contract_id, "number": f"№ {contract_id}", "date": "2026-01-12", "currency": "RUB",
        "assortment": "all", "stock_view": "sv",
        "price_types": [
            {"id": "pt", "name": "Опт", "currency": "RUB", "vat_included": True, "step": "0.01"}
        ],
    }  # fmt: skip
    company = more.pop("company", "co1")
    made.update(more)
    return {"entity": entity, "company": company, "contract": made}


def order(body: dict[str, Any], raw: bytes, number: int) -> dict[str, Any]:
    """The order a portal makes of a sealed body."""
    lines = [
        {
            "line_id": line["line_id"], "item_id": line["item_id"], "article": "A", "name": "N",
            "quantity": line["quantity"], "unit": line["unit"], "factor": line["factor"],
            "price": line["price"], "net": "1.00", "vat": "0.22", "gross": "1.22", "vat_code": "22",
        }
        for line in body["lines"]
    ]  # fmt: skip
    return {
        "id": f"o{number}", "client_order_id": body["client_order_id"], "number": f"{number:06d}",
        "created_at": NOW, "entity_id": body["entity_id"], "contract_id": body["contract_id"],
        "currency": body["currency"], "total": body["total"], "net": body["total"], "vat": "0.00",
        "lines": lines, "body_sha256": hashlib.sha256(raw).hexdigest(),
    }  # fmt: skip


def order_row(made: dict[str, Any]) -> dict[str, Any]:
    """An order as a row of the orders feed."""
    return {
        "id": made["id"], "client_order_id": made["client_order_id"], "number": made["number"],
        "created_at": made["created_at"], "entity_id": made["entity_id"],
        "contract_id": made["contract_id"], "state": "accepted", "reserve": "none",
        "payment": "none", "shipment": "none", "currency": made["currency"],
        "total": round(float(made["total"]) * 100), "body": made,
    }  # fmt: skip


def problem(status: int, code: str, **more: Any) -> httpx.Response:
    """A refusal."""
    headers = {"content-type": "application/problem+json"}
    if "retry_after" in more:
        headers["retry-after"] = str(more["retry_after"])
    body = {"status": status, "code": code, "title": code, **more}
    return httpx.Response(status, json=body, headers=headers)


def _bytes(response: httpx.Response) -> bytes:
    """The body as it goes over the wire."""
    if isinstance(response.stream, Pieces):
        return b"".join(response.stream)
    return response.content


def unread(response: httpx.Response) -> httpx.Response:
    """An answer whose body has not been read yet, as one from a network."""
    if isinstance(response.stream, Pieces):
        return response
    return httpx.Response(
        response.status_code, headers=response.headers, stream=Pieces(response.content)
    )


def _route(method: str, path: str) -> str:
    if path.startswith("/feeds/"):
        return "feed"
    if path.startswith("/orders/by-client-id/"):
        return "void" if path.endswith("/void") else "by_client_id"
    names = {"/portal": "portal", "/account": "account", "/session/refresh": "refresh"}
    if path == "/session":
        return "session" if method == "POST" else "sign_out"
    return names.get(path, "orders" if path == "/orders" else "other")
