"""OpenAPI 3.1 of the portal API, generated from `routes` (committed as docs/portal-api.yaml).

`dev.py check` fails when the committed file differs from what this module writes. The YAML is
written as JSON-compatible flow of simple blocks by our own few lines, so no YAML library is
needed at run time.
"""

import json
import re
from pathlib import Path
from typing import Any

import msgspec

from b2bdesk.wire import events, problem, session
from b2bdesk.wire.feeds import FEEDS
from b2bdesk.wire.routes import BASE, INSTANCE_HEADER, NONCE_HEADER, ROUTES, Route

_PLAIN = re.compile(r"^[A-Za-z_][A-Za-z0-9_ ,.()/'-]*$")
_WORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}


def document() -> dict[str, Any]:
    """Return the OpenAPI document as plain data."""
    types = [problem.Problem, *_messages()]
    _, components = msgspec.json.schema_components(
        types, ref_template="#/components/schemas/{name}"
    )
    paths: dict[str, dict[str, Any]] = {}
    for route in ROUTES:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "b2bdesk portal API",
            "version": session.API_VERSION,
            "description": "Orders, personal catalogue and documents for the b2bdesk desktop.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": BASE}],
        "security": [{"bearer": []}],
        "paths": paths,
        "components": {
            "schemas": components,
            "parameters": {"PortalInstance": _INSTANCE, "RequestNonce": _NONCE},
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
        "x-feeds": {
            name: {
                "scope": spec.scope,
                "tables": {
                    table: {"columns": list(columns.columns), "key": columns.key}
                    for table, columns in spec.tables.items()
                },
            }
            for name, spec in FEEDS.items()
        },
    }


def yaml_text() -> str:
    """Return the document as YAML, ready to be committed."""
    return (
        "# Generated from b2bdesk/wire/routes.py by `python -m b2bdesk.wire.openapi`.\n"
        + _block(json.loads(json.dumps(document())), 0)
    )


def _messages() -> list[Any]:
    kinds: dict[str, Any] = {}
    for route in ROUTES:
        for kind in (route.request, route.response):
            if kind is not None:
                kinds[kind.__name__] = kind
    return [kinds[name] for name in sorted(kinds)]


def _operation(route: Route) -> dict[str, Any]:
    names = re.findall(r"{(\w+)}", route.path)
    parameters = [_parameter(name, "path") for name in names]
    parameters += [_parameter(name, "query") for name in route.query]
    if route.idempotent:
        parameters.append(
            {"name": "Idempotency-Key", "in": "header", "required": True, "schema": _STRING}
        )
    parameters.append({"$ref": "#/components/parameters/RequestNonce"})
    if route.roles != ("anonymous",):
        parameters.append({"$ref": "#/components/parameters/PortalInstance"})
    operation: dict[str, Any] = {"operationId": route.name, "summary": route.summary}
    operation["x-roles"] = list(route.roles)
    if route.roles == ("anonymous",):
        operation["security"] = []
    if parameters:
        operation["parameters"] = parameters
    if route.request is not None:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": _reference(route.request)}},
        }
    operation["responses"] = _responses(route)
    return operation


_STRING = {"type": "string"}
_ALSO = {
    202: "Not yet: to be asked again after `retry_after` seconds",
    206: "The part that Range asked for",
    304: "Not changed since the ETag in If-None-Match",
}
_INSTANCE = {
    "name": INSTANCE_HEADER,
    "in": "header",
    "required": False,
    "schema": _STRING,
    "description": "instance_id of the portal that is meant; another one refuses with 421"
    " portal_differs before it does anything, so that no order goes to a test system",
}


_NONCE = {
    "name": NONCE_HEADER,
    "in": "header",
    "required": False,
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9]{1,64}$"},
    "description": "drawn anew for each request; a portal that repeats it in the header of the same"
    " name lets the client tell an answer to something else, doubled or kept by a proxy",
}


def _parameter(name: str, place: str) -> dict[str, Any]:
    return {"name": name, "in": place, "required": place == "path", "schema": _STRING}


def _reference(kind: Any) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{kind.__name__}"}


def _responses(route: Route) -> dict[str, Any]:
    answer: dict[str, Any] = {"description": "Done"}
    if route.response is not None:
        answer["content"] = {"application/json": {"schema": _reference(route.response)}}
    elif route.media != "application/json":
        # each event of a stream is an object of its own; every other body is one piece
        whole = {} if route.media == events.MEDIA else _STRING
        answer["content"] = {route.media: {"schema": whole}}
    refusal = {
        "description": "Refused",
        "content": {problem.PROBLEM_MEDIA_TYPE: {"schema": _reference(problem.Problem)}},
    }
    further = {str(status): {**answer, "description": _ALSO[status]} for status in route.also}
    further.get("304", {}).pop("content", None)
    return {str(route.status): answer, **further, "default": refusal}


def _block(value: Any, depth: int) -> str:
    pad = "  " * depth
    if isinstance(value, dict):
        lines = [f"{pad}{_scalar(str(key))}:{_after(item, depth)}" for key, item in value.items()]
        return "".join(lines)
    lines = []
    for item in value:
        if isinstance(item, dict | list) and item:
            body = _block(item, depth + 1)
            lines.append(f"{pad}- {body.lstrip()}")
        else:
            lines.append(f"{pad}- {_scalar(item)}\n")
    return "".join(lines)


def _after(value: Any, depth: int) -> str:
    if isinstance(value, dict | list) and value:
        return "\n" + _block(value, depth + 1)
    return f" {_scalar(value)}\n"


def _scalar(value: Any) -> str:
    if isinstance(value, str) and _PLAIN.match(value) and value.lower() not in _WORDS:
        return value if not value.endswith(" ") else json.dumps(value)
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    Path("docs/portal-api.yaml").write_text(yaml_text(), encoding="utf-8", newline="\n")
