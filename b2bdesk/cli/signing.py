"""Robots sign in by `B2BDESK_TOKEN` and `B2BDESK_PORTAL_URL`, anew at each run (PROTOCOL R11).

Nothing is stored but the portal's address; the token stays in the environment.
"""

from b2bdesk.cli.console import Call

OWN_SIGN_IN = frozenset({"login", "logout", "db", "doctor"})


def sign_in_by_token(call: Call) -> None:
    """Use the token of the environment when there is one and the portal is not known yet.

    Raises:
        Environment: the portal cannot be reached, `session_revoked`.
    """
    token = call.around.env.get("B2BDESK_TOKEN", "")
    address = call.around.env.get("B2BDESK_PORTAL_URL", "")
    if not token or not address or call.options.run is None:
        return
    status = call.services.session.status()
    known = status.signed_in and status.portal_url.rstrip("/") == address.rstrip("/")
    if (known and call.services.account.context() is not None) or call.offline:
        return
    call.services.session.sign_in_token(address, token)
