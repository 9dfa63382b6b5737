"""The portal as an ASGI application: every row of the routes table gets its handler by name.

Made by `serve` and by tests; it owns nothing but what it is handed.
"""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from b2bdesk.portal.accounts import handlers as accounts
from b2bdesk.portal.catalog import handlers as catalog
from b2bdesk.portal.documents import handlers as documents
from b2bdesk.portal.events import handlers as events
from b2bdesk.portal.events.hub import hub_of
from b2bdesk.portal.feeds import handlers as feeds
from b2bdesk.portal.http import replies
from b2bdesk.portal.http.call import Handler
from b2bdesk.portal.http.dispatch import endpoint
from b2bdesk.portal.http.problems import problem
from b2bdesk.portal.orders import handlers as orders
from b2bdesk.portal.own_codes import handlers as own_codes
from b2bdesk.portal.sessions import handlers as sessions
from b2bdesk.portal.storage.work import Storage
from b2bdesk.trade.errors import Expected
from b2bdesk.wire.routes import BASE, ROUTES

HANDLERS: dict[str, Handler] = {
    **sessions.HANDLERS,
    **accounts.HANDLERS,
    **catalog.HANDLERS,
    **orders.HANDLERS,
    **own_codes.HANDLERS,
    **documents.HANDLERS,
    **feeds.HANDLERS,
    **events.HANDLERS,
}


def create_app(storage: Storage) -> Starlette:
    """Mount every route of the wire on its handler; `state.hub` are those who listen."""
    routes = [
        Route(
            BASE + route.path,
            endpoint(storage, route, HANDLERS[route.name]),
            methods=[route.method],
            name=route.name,
        )
        for route in ROUTES
    ]
    app = Starlette(routes=routes, exception_handlers={404: _unknown, 405: _unknown})
    app.state.hub = hub_of(storage)
    return app


async def _unknown(request: Request, error: Exception) -> Response:
    """An address outside the table answers like an object that is not there."""
    return replies.refusal(problem(Expected("not_found"), ""))
