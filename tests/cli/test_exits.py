"""Exit codes are the contract of CLI.md."""

from __future__ import annotations

import pytest

from b2bdesk.cli.exits import exit_code
from b2bdesk.texts.error_texts import carts, files, machine, network, orders
from b2bdesk.trade.errors import CodedError, Environment, Expected


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Environment("network_unreachable"), 3),
        (Environment("network_tls"), 3),
        (Environment("http_413"), 3),
        (Expected("http_404"), 3),
        (Environment("a_code_of_a_newer_portal"), 3),
        (Environment("portal_busy"), 3),
        (Environment("offline"), 3),
        (Environment("sign_in_needed"), 4),
        (Environment("session_revoked"), 4),
        (Environment("portal_differs"), 4),
        (Expected("sign_in_refused"), 4),
        (Expected("too_many_attempts"), 4),
        (Expected("bad_arguments"), 5),
        (Expected("list_encrypted"), 5),
        (Expected("cart_not_found"), 5),
        (Expected("order_not_found"), 5),
        (Expected("bad_date"), 5),
        (Expected("below_minimum_sum"), 6),
        (Expected("cart_sealed"), 6),
        (Expected("forbidden"), 6),
        (Expected("mass_deletion"), 6),
        (Environment("disk_full"), 7),
        (Environment("store_damaged"), 7),
        (Environment("keyring_unavailable"), 7),
        (Environment("profile_in_use"), 7),
        (Environment("folder_network"), 7),
    ],
)
def test_a_failure_has_its_number(error: CodedError, code: int) -> None:
    assert exit_code(error) == code


def test_nothing_expected_looks_like_a_bug_or_like_success() -> None:
    known = {*carts.TEXTS, *files.TEXTS, *machine.TEXTS, *network.TEXTS, *orders.TEXTS}
    for code in known:
        assert exit_code(Expected(code)) in (3, 4, 5, 6)
        assert exit_code(Environment(code)) in (3, 4, 5, 7)
