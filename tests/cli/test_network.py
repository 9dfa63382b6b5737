"""`network`: what is set is shown, a password comes by standard input only."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from b2bdesk.cli.commands import network
from b2bdesk.trade.errors import Expected


class Fake:
    """A network that remembers what was set."""

    def __init__(self) -> None:
        self.kept = {"proxy": "", "certificates": ""}

    def proxy(self) -> str:
        return self.kept["proxy"]

    def proxy_in_use(self) -> str:
        return self.kept["proxy"].rpartition("@")[2]

    def certificates(self) -> str:
        return self.kept["certificates"]

    def set_proxy(self, typed: str) -> None:
        self.kept["proxy"] = typed

    def set_certificates(self, file: str) -> None:
        self.kept["certificates"] = file


def called(fake: Fake, stdin: bytes = b"", **options: Any) -> dict[str, Any]:
    given = {"proxy": None, "certificates": None, "password_stdin": False, **options}
    call: Any = SimpleNamespace(
        services=SimpleNamespace(network=fake),
        options=SimpleNamespace(**given),
        around=SimpleNamespace(stdin=stdin),
        path=lambda text: f"/here/{text}",
    )
    document: dict[str, Any] = network._network(call).document  # type: ignore[assignment]
    return document


def test_proxy_and_certificates_are_set_shown_and_left_to_the_system() -> None:
    fake = Fake()
    assert called(fake) == {"proxy": "system", "proxy_in_use": None, "certificates": "system"}
    told = called(fake, proxy="proxy:3128", certificates="firm.pem")
    assert told == {
        "proxy": "proxy:3128", "proxy_in_use": "proxy:3128", "certificates": "/here/firm.pem",
    }  # fmt: skip
    assert called(fake, proxy="system", certificates="system")["certificates"] == "system"
    assert fake.kept == {"proxy": "", "certificates": ""}


def test_the_password_of_a_proxy_comes_by_standard_input() -> None:
    fake = Fake()
    called(fake, b"p@ss:1\nmore", proxy="anna@proxy:3128", password_stdin=True)
    assert fake.kept["proxy"] == "http://anna:p@ss:1@proxy:3128"
    with pytest.raises(Expected):
        called(fake, b"x", password_stdin=True)
