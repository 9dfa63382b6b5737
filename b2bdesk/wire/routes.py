"""The one table of routes: method, path, messages, idempotency, who may call (PROTOCOL §1).

The portal mounts its handlers by `Route.name`, the client's transport builds requests from the
same rows, `openapi` turns them into the published description, and the authorisation matrix of
the tests is generated from `roles`.
"""

from typing import Any

import msgspec

from b2bdesk.wire import account, orders, own_codes, session, snapshot

BASE = "/api/v1"

ANYONE: tuple[str, ...] = ("anonymous",)
BUYERS = ("administrator", "buyer", "approver", "accountant", "viewer")
ORDERING = ("administrator", "buyer", "approver")
STAFF = ("manager", "portal-admin")
ALL = BUYERS + STAFF


INSTANCE_HEADER = "Portal-Instance"
NONCE_HEADER = "Request-Nonce"
"""Drawn anew for each request; an answer that repeats another one answers something else."""
"""Names the portal that a request with a token is meant for; another one answers 421."""


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """One operation.

    `request` and `response` are message types (None = no body), `media` the type of an answer
    that is not JSON, `idempotent` says that an Idempotency-Key is required (R2, R3), `query` the
    names of query parameters. `also` are further statuses that are no refusal: 202 (not yet), 206
    (the part that `Range` asked for), 304 (as `If-None-Match` says).
    """

    name: str
    method: str
    path: str
    summary: str
    roles: tuple[str, ...]
    request: Any = None
    response: Any = None
    status: int = 200
    media: str = "application/json"
    idempotent: bool = False
    query: tuple[str, ...] = ()
    also: tuple[int, ...] = ()


ROUTES: tuple[Route, ...] = (
    Route(
        name="portal_info",
        method="GET",
        path="/portal",
        summary="Who the portal is, its clock, marks and capabilities",
        roles=ANYONE,
        response=session.PortalInfo,
        also=(304,),
    ),
    Route(
        name="sign_in",
        method="POST",
        path="/session",
        summary="Sign in with login and password",
        roles=ANYONE,
        request=session.SignIn,
        response=session.Session,
    ),
    Route(
        name="refresh",
        method="POST",
        path="/session/refresh",
        summary="Exchange the refresh token for new tokens (60 s of grace for the old one)",
        roles=ANYONE,
        request=session.Refresh,
        response=session.Session,
    ),
    Route(
        name="sign_out",
        method="DELETE",
        path="/session",
        summary="End this session; its tokens die",
        roles=ALL,
        status=204,
    ),
    Route(
        name="change_password",
        method="POST",
        path="/session/password",
        summary="Change one's own password; other sessions end",
        roles=ALL,
        request=session.ChangePassword,
        status=204,
    ),
    Route(
        name="restore_password",
        method="POST",
        path="/session/restore",
        summary="Ask for a restore message",
        roles=ANYONE,
        request=session.RestorePassword,
        status=202,
    ),
    Route(
        name="account",
        method="GET",
        path="/account",
        summary="Person, rights, legal entities, contracts and the scopes they name",
        roles=ALL,
        response=account.Account,
        also=(304,),
    ),
    Route(
        name="feed",
        method="GET",
        path="/feeds/{feed}",
        summary="Row pages of one scope, whole or since a cursor (NDJSON)",
        roles=ALL,
        media="application/x-ndjson",
        query=("scope", "cursor", "form"),
    ),
    Route(
        name="snapshot",
        method="GET",
        path="/snapshots/{feed}",
        summary="The newest snapshot of a scope; 202 while the portal makes it",
        roles=ALL,
        response=snapshot.Manifest,
        query=("scope",),
        also=(202, 304),
    ),
    Route(
        name="snapshot_file",
        method="GET",
        path="/snapshots/{feed}/{sha256}",
        summary="A scope as a packed SQLite file (ranges, If-Range)",
        roles=ALL,
        media=snapshot.MEDIA,
        query=("scope",),
        also=(206,),
    ),
    Route(
        name="events",
        method="GET",
        path="/events",
        summary="What moved, as server-sent events; with `wait` (s) one answer: a nudge, not data",
        roles=ALL,
        media="text/event-stream",
        query=("wait",),
    ),
    Route(
        name="resolve",
        method="POST",
        path="/resolve",
        summary="Match typed codes to items",
        roles=BUYERS,
        request=orders.ResolveRequest,
        response=orders.ResolveAnswer,
    ),
    Route(
        name="own_codes",
        method="POST",
        path="/own-codes",
        summary="Change the company's own codes; the last writer wins and is told whom he replaced",
        roles=ORDERING,
        request=own_codes.CodeChanges,
        response=own_codes.CodeOutcomes,
    ),
    Route(
        name="quote",
        method="POST",
        path="/quotes",
        summary="Prices and availability without ordering",
        roles=BUYERS,
        request=orders.QuoteRequest,
        response=orders.Quote,
    ),
    Route(
        name="submit_order",
        method="POST",
        path="/orders",
        summary="Place an order exactly once",
        roles=ORDERING,
        request=orders.NewOrder,
        response=orders.Order,
        status=201,
        idempotent=True,
    ),
    Route(
        name="order",
        method="GET",
        path="/orders/{order_id}",
        summary="One order",
        roles=ALL,
        response=orders.Order,
        also=(304,),
    ),
    Route(
        name="order_by_client_id",
        method="GET",
        path="/orders/by-client-id/{client_order_id}",
        summary="The order made from a client key, 404 when there is none",
        roles=ALL,
        response=orders.Order,
        also=(304,),
    ),
    Route(
        name="void_order",
        method="POST",
        path="/orders/by-client-id/{client_order_id}/void",
        summary="Make a client key unusable, or learn the order that it made",
        roles=ORDERING,
        response=orders.VoidAnswer,
    ),
    Route(
        name="order_command",
        method="POST",
        path="/orders/{order_id}/{command}",
        summary="cancel, reserve, extend, release or ship an order",
        roles=ORDERING,
        request=orders.OrderCommand,
        response=orders.Order,
        idempotent=True,
    ),
    Route(
        name="document_file",
        method="GET",
        path="/documents/{document_id}/file",
        summary="The printed document; made at the first request where the portal renders itself",
        roles=ALL,
        media="application/pdf",
        also=(206, 304),
    ),
    Route(
        name="file",
        method="GET",
        path="/files/{sha256}",
        summary="A picture or document by its content",
        roles=ALL,
        media="*/*",
        query=("size",),
        also=(206, 304),
    ),
    Route(
        name="item_picture",
        method="GET",
        path="/items/{item_id}/picture",
        summary="The picture of an item, made at the first request",
        roles=ALL,
        media="image/png",
        query=("size",),
        also=(206, 304),
    ),
    Route(
        name="item_file",
        method="GET",
        path="/items/{item_id}/files/{kind}/{ord}",
        summary="A further picture, certificate or passport of an item by its place in the feed",
        roles=ALL,
        media="*/*",
        query=("size",),
        also=(206, 304),
    ),
)

BY_NAME = {route.name: route for route in ROUTES}


def url(name: str, **values: str) -> str:
    """Return the path of a route below the portal's address, with its parameters filled in."""
    return BASE + BY_NAME[name].path.format(**values)
