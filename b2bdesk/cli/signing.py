"""Robots sign in by `B2BDESK_TOKEN` and `B2BDESK_PORTAL_URL`, anew at each run (PROTOCOL R11).

Nothing is stored but the portal's address; the token stays in the environment.
"""

from dataclasses import replace

from b2bdesk.cli import exits
from b2bdesk.cli.console import OFFLINE_SWITCH, Call
from b2bdesk.texts import errors
from b2bdesk.trade.errors import CodedError


def signed_in(call: Call) -> Call:
    """Use the token of the environment when there is one and the portal is not known yet.

    A profile that has its account works on without a portal that moved and does not answer: the
    call that is returned stays off the network then.

    Raises:
        Environment: a new profile's portal cannot be reached, `session_revoked`.
    """
    token = call.around.env.get("B2BDESK_TOKEN", "")
    address = call.around.env.get("B2BDESK_PORTAL_URL", "")
    if not token or not address or call.options.run is None or call.offline:
        return call
    status = call.services.session.status()
    settled = bool(status.portal_url) and call.services.account.context() is not None
    if settled and status.portal_url.rstrip("/") == address.rstrip("/"):
        return call
    try:
        call.services.session.sign_in_token(address, token)
    except CodedError as error:
        if not settled or exits.exit_code(error) != exits.OFFLINE:
            raise
        call.note(errors.describe(error.code, error.params).one_line())
        env = {**call.around.env, OFFLINE_SWITCH: "1"}
        return replace(call, around=replace(call.around, env=env))
    return call
