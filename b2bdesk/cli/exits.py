"""Exit codes of CLI.md and which failure ends with which.

Schedulers and 1C jobs act on these numbers, so a code never changes its number.
"""

from b2bdesk.texts.errors import known
from b2bdesk.trade.errors import CodedError, Environment

DONE = 0
BUG = 1
ATTENTION = 2
OFFLINE = 3
SIGN_IN = 4
BAD_INPUT = 5
REFUSED = 6
MACHINE = 7
STOPPED = 130  # Ctrl+C, as shells expect it

_SIGN_IN = frozenset(
    {
        "portal_differs",
        "session_expired",
        "session_revoked",
        "sign_in_blocked",
        "sign_in_needed",
        "sign_in_refused",
        "sign_in_totp",
        "too_many_attempts",
    }
)
_BAD_INPUT = frozenset(
    {
        "bad_arguments",
        "bad_date",
        "bad_quantity",
        "cart_ambiguous",
        "cart_file_bad",
        "cart_file_newer",
        "cart_in_bin",
        "cart_name_empty",
        "cart_not_found",
        "cart_was_sent",
        "certificate_file",
        "command_unknown",
        "document_not_found",
        "entity_unknown",
        "file_exists",
        "file_not_found",
        "item_not_found",
        "folder_not_readable",
        "mapping_not_found",
        "not_found",
        "order_not_found",
        "own_code_columns",
        "own_code_empty",
        "own_code_letter",
        "own_code_long",
        "own_code_unknown",
        "password_missing",
        "portal_address",
        "profile_name_bad",
        "profile_unknown",
        "proxy_address",
    }
)
_NETWORK = frozenset(
    {
        "bad_count",
        "bad_message",
        "body_damaged",
        "body_too_big",
        "checksum_differs",
        "document_unavailable",
        "offline",
        "portal_not_asked",
        "stale_cursor",
        "void_unanswered",
    }
)


_PORTAL = ("http_", "network_", "portal_")


def exit_code(error: CodedError) -> int:
    """The number a failure ends the command with."""
    code = error.code
    if code in _SIGN_IN:
        return SIGN_IN
    if code in _BAD_INPUT or code.startswith(("list_", "price_list_")):
        return BAD_INPUT
    if code in _NETWORK or (code.startswith(_PORTAL) and code != "portal_not_made"):
        return OFFLINE
    if not isinstance(error, Environment):
        return REFUSED
    return MACHINE if known(code) else OFFLINE  # a code of a newer portal is not this computer's
