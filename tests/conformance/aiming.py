"""Requests as schemathesis makes them from the description, aimed at what the portal has.

Made-up identifiers find nothing, so most of them are replaced by known ones; orders and questions
begin with one that is right, and one or two of its fields are made up. Some requests stay as made,
some come without a token or with a header that a person never sends.
"""

from __future__ import annotations

import json
import random
from typing import Any

from b2bdesk.trade.ids import uuid7
from b2bdesk.wire.codec import canonical
from b2bdesk.wire.routes import ANYONE, INSTANCE_HEADER, Route
from tests.conformance.ground import Ground
from tests.portal.test_orders import good

KNOWN, AS_MADE = 0.75, 0.15
ENDING = ("sign_out", "change_password")
ODD: dict[str, tuple[str, ...]] = {
    "Range": ("bytes=0-9", "bytes=-5", "bytes=9-1", "bytes=" + "9" * 5_000 + "-", "bytes=x",
              "bytes=0-1,3-4", "pages=1-2", "bytes=5000000-"),
    "If-None-Match": ('"x"', "*", ""),
    "If-Range": ('"x"', "yesterday"),
    "Accept-Encoding": ("zstd", "gzip", "identity", "lzw;q=1, *;q=0"),
    "Last-Event-ID": ("1", "x" * 3_000, "-"),
    "Content-Type": ("text/plain", "application/json; charset=koi8-r"),
}  # fmt: skip


def aim(case: Any, route: Route, ground: Ground, chance: random.Random) -> None:
    """Replace made-up values of a case by known ones, in place."""
    if chance.random() >= AS_MADE:
        _aim(case, route, ground, chance)
    _headers(case, route, ground, chance)


def _aim(case: Any, route: Route, ground: Ground, chance: random.Random) -> None:
    path, query = dict(case.path_parameters or {}), dict(case.query or {})
    for values in (path, query):
        for name in values:
            values[name] = _known(name, values[name], ground, chance)
    for name in route.query:
        if chance.random() < KNOWN:
            query[name] = _known(name, query.get(name, ""), ground, chance)
    if ground.places[route.name] and chance.random() < KNOWN:
        place = chance.choice(ground.places[route.name])
        path |= {name: value for name, value in place.items() if name in path}
        query |= {name: value for name, value in place.items() if name in route.query}
    case.path_parameters, case.query = path, query
    if isinstance(case.body, dict):
        case.body = _body(case.body, route, ground, chance)


def _headers(case: Any, route: Route, ground: Ground, chance: random.Random) -> None:
    headers = dict(case.headers or {})
    headers.pop("Authorization", None)
    if chance.random() < 0.95:
        headers.pop(INSTANCE_HEADER, None)
        token = ground.session() if route.name in ENDING else ground.token
        headers["Authorization"] = f"Bearer {token}"
    if chance.random() < 0.4:
        name = chance.choice(list(ODD))
        headers[name] = chance.choice(ODD[name])
    body = case.body
    if route.idempotent and isinstance(body, dict) and chance.random() < KNOWN:
        key = body.get("client_order_id", body.get("client_command_id"))
        if isinstance(key, str) and key.isascii() and key.isprintable() and key.strip():
            headers["Idempotency-Key"] = key
    if route.name == "events":  # without `wait` it never ends
        wait = (case.query or {}).get("wait")
        case.query = {"wait": wait if wait and wait != "60" else "0"}
    if route.roles == ANYONE and chance.random() < 0.7:
        ground.session()  # tries at passwords are counted anew
    case.headers = headers


def _known(name: str, made: Any, ground: Ground, chance: random.Random) -> Any:
    values = ground.known[name]
    return chance.choice(values) if values and chance.random() < KNOWN else made


def _body(made: dict[str, Any], route: Route, ground: Ground, chance: random.Random) -> Any:
    if route.name not in ("submit_order", "quote", "order_command"):
        return _walked(made, ground, chance)
    right = _right(route, ground, chance)
    for _ in range(chance.choice((0, 0, 0, 1, 2))):
        name = chance.choice(sorted(right))
        right[name] = _known(name, made.get(name, ""), ground, chance)
    if "lines" in right and isinstance(right["lines"], list) and chance.random() < 0.4:
        for line in right["lines"]:
            name = chance.choice(sorted(line))
            line[name] = _known(name, "x", ground, chance)
    return right


def _right(route: Route, ground: Ground, chance: random.Random) -> dict[str, Any]:
    if route.name == "order_command":
        lines = chance.choice(ground.known["lines"][:2])
        return {"client_command_id": uuid7(), "lines": dict(lines), "until": "", "comment": ""}
    right: dict[str, Any] = json.loads(canonical(good()))
    if route.name == "quote":
        for name in ("client_order_id", "currency", "total", "po_number", "comment"):
            right.pop(name, None)
        for line in right["lines"]:
            line.pop("price", None)
            line.pop("line_id", None)
    elif ground.known["client_order_id"] and chance.random() < 0.2:
        right["client_order_id"] = chance.choice(ground.known["client_order_id"])
    return right


def _walked(value: Any, ground: Ground, chance: random.Random, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _walked(each, ground, chance, key) for key, each in value.items()}
    if isinstance(value, list) and not ground.known[name]:
        return [_walked(each, ground, chance, name) for each in value]
    return _known(name, value, ground, chance)
