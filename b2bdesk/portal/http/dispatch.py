"""The way of every request: authenticate, check the role, decode, call, answer, log.

Roles come from the routes table and are checked here for all routes alike, before anything of the
request is looked at. Handlers are plain functions and run in the thread pool.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from b2bdesk.portal.http import replies
from b2bdesk.portal.http.call import Call, Handler
from b2bdesk.portal.http.guards import check_texts, pass_over, read_body
from b2bdesk.portal.http.logs import LOGGER
from b2bdesk.portal.http.problems import problem
from b2bdesk.portal.scope import NOBODY, Scope
from b2bdesk.portal.sessions.rules import authenticate
from b2bdesk.portal.storage.facts import read_facts
from b2bdesk.portal.storage.work import Storage
from b2bdesk.trade.errors import CodedError, Expected
from b2bdesk.trade.ids import new_id
from b2bdesk.wire.codec import decode
from b2bdesk.wire.routes import ANYONE, INSTANCE_HEADER, NONCE_HEADER, Route

_LONGEST_NONCE = 64
Endpoint = Callable[[Request], Awaitable[Response]]


def endpoint(storage: Storage, route: Route, handler: Handler) -> Endpoint:
    """Make the endpoint of a route."""

    async def serve(request: Request) -> Response:
        request_id = new_id()
        started = time.monotonic()
        try:
            scope = await _admitted(storage, route, request)
            asked = request, await read_body(request, route)
            answer = await run_in_threadpool(_answer, storage, route, handler, scope, asked)
            who = scope.principal_id or "-"
        except ClientDisconnect:
            return Response(status_code=400)
        except CodedError as error:
            answer, who = replies.refusal(problem(error, request_id)), "-"
        except Exception:  # noqa: BLE001 - the border of the server: logged, answered with 500
            LOGGER.exception("%s failed, request %s", route.name, request_id)
            failed = problem(Expected("portal_error", status=500), request_id)
            answer, who = replies.refusal(failed), "-"
        answer.headers["X-Request-Id"] = request_id
        nonce = request.headers.get(NONCE_HEADER, "")
        if nonce.isalnum() and nonce.isascii() and len(nonce) <= _LONGEST_NONCE:
            answer.headers[NONCE_HEADER] = nonce
        spent = round((time.monotonic() - started) * 1000)
        what = "/".join(filter(None, [route.name, request.path_params.get("feed", "")]))
        LOGGER.info("%s %d %d ms %s %s", what, answer.status_code, spent, who, request_id)
        return answer

    return serve


async def _admitted(storage: Storage, route: Route, request: Request) -> Scope:
    """Whoever asks, before anything of the body is kept."""
    try:
        return await run_in_threadpool(_principal, storage, route, request.headers)
    except CodedError:
        await pass_over(request)
        raise


def _answer(
    storage: Storage,
    route: Route,
    handler: Handler,
    scope: Scope,
    asked: tuple[Request, bytes],
) -> Response:
    request, body = asked
    key = request.headers.get("idempotency-key", "").strip()
    if route.idempotent and not key:
        raise Expected("idempotency_key_missing")
    check_texts(request.path_params, request.query_params, body, key)
    call = Call(
        storage=storage,
        scope=scope,
        route=route,
        path=request.path_params,
        query=request.query_params,
        headers=request.headers,
        body=body,
        message=decode(body, route.request) if route.request is not None else None,
        address=request.client.host if request.client else "",
    )
    return replies.response(route, handler(call), request.headers)


def _principal(storage: Storage, route: Route, headers: Mapping[str, str]) -> Scope:
    if route.roles == ANYONE:
        return NOBODY
    _meant(storage, headers.get(INSTANCE_HEADER, ""))
    kind, _, token = headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        raise Expected("sign_in_needed")
    scope = authenticate(storage, token.strip())
    if scope.role not in route.roles:
        raise Expected("forbidden")
    return scope


def _meant(storage: Storage, instance: str) -> None:
    """Refuse what is meant for another portal, before anything is done or a session ended."""
    if not instance:
        return
    ours = storage.memory.get("instance_id")
    if ours is None:
        with storage.reading() as connection:
            facts = read_facts(connection)
        ours = storage.memory["instance_id"] = facts.instance_id
    if ours and instance != ours:
        raise Expected("portal_differs")
