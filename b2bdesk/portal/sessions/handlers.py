"""Handlers of `/portal` and `/session`."""

from __future__ import annotations

from b2bdesk.portal import audit
from b2bdesk.portal.http.call import Call, Handler, Reply
from b2bdesk.portal.info import portal_info as describe
from b2bdesk.portal.sessions import limiter, rules
from b2bdesk.trade.errors import Expected
from b2bdesk.wire.session import PortalInfo, Session


def portal_info(call: Call) -> PortalInfo:
    """Who the portal is; needs no sign-in."""
    return describe(call.storage.facts(), call.storage.clock())


def sign_in(call: Call) -> Session:
    """Open a session."""
    return rules.sign_in(call.storage, call.message, call.address)


def refresh(call: Call) -> Session:
    """Exchange a refresh token."""
    return rules.refresh(call.storage, call.message.refresh_token)


def sign_out(call: Call) -> None:
    """End this session."""
    rules.sign_out(call.storage, call.scope)


def change_password(call: Call) -> None:
    """Change one's own password."""
    rules.change_password(call.storage, call.scope, call.message, call.address)


def restore_password(call: Call) -> Reply:
    """Note the wish for the supplier's administrator; answered alike for every login."""
    login = "restore " + call.message.login
    wait = call.storage.write(lambda work: limiter.take(call.scope, work, login, call.address))
    if wait:
        raise Expected("too_many_attempts", seconds=wait)
    call.storage.write(
        lambda work: audit.record(call.scope, work, "restore_password", call.message.login[:80])
    )
    return Reply(status=202)


HANDLERS: dict[str, Handler] = {
    "portal_info": portal_info,
    "sign_in": sign_in,
    "refresh": refresh,
    "sign_out": sign_out,
    "change_password": change_password,
    "restore_password": restore_password,
}
