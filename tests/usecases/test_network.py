"""How the portal is reached: proxies as people type them, secrets in the vault, certificates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from b2bdesk.sync.proxies import quoted
from b2bdesk.sync.transport import certificate_trouble
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.usecases.changes import News
from b2bdesk.usecases.network import (
    PROXY,
    SECRET,
    STRAIGHT,
    SYSTEM,
    Network,
    NetworkPorts,
    read_proxy,
    with_password,
)


class Kept(dict[str, Any]):
    """Settings, or a vault."""

    def set(self, name: str, value: Any) -> None:
        self[name] = value

    def delete(self, name: str) -> None:
        self.pop(name, None)


@pytest.mark.parametrize(
    ("typed", "address", "password"),
    [
        ("proxy:3128", "http://proxy:3128", ""),
        (" http://proxy.firm.ru/ ", "http://proxy.firm.ru", ""),
        ("anna:secret@proxy:3128", "http://anna@proxy:3128", "secret"),
        ("http://FIRM\\anna:p@s:w/d@10.0.0.1:80", "http://FIRM\\anna@10.0.0.1:80", "p@s:w/d"),
        ("[::1]:3128", "http://[::1]:3128", ""),
        ("[fe80::1]", "http://[fe80::1]", ""),
    ],
)  # fmt: skip
def test_proxies_people_type(typed: str, address: str, password: str) -> None:
    assert read_proxy(typed) == (address, password)
    whole = with_password(address, password)
    assert read_proxy(whole) == (address, password)
    assert "@" not in quoted(whole).rpartition("@")[0]


@pytest.mark.parametrize(
    "typed",
    ["  ", "socks5://proxy:1080", "https://proxy", "proxy:0", "proxy:port", "a b:3128", "p/x",
     ":3128", "proxy:99999", "proxy:\u0663"],
)  # fmt: skip
def test_what_is_no_proxy_changes_nothing(typed: str) -> None:
    with pytest.raises(Expected) as caught:
        read_proxy(typed)
    assert caught.value.code == "proxy_address"


def network(settings: Kept, vault: Kept, done: list[str]) -> Network:
    ports = NetworkPorts(
        settings, vault, lambda: "", lambda: done.append("anew"), certificate_trouble
    )
    return Network(ports, News())


def test_the_password_lies_in_the_vault_and_goes_with_its_proxy() -> None:
    settings, vault, done = Kept(), Kept(), list[str]()
    ours = network(settings, vault, done)
    assert ours.proxy() == SYSTEM
    assert ours.set_proxy("anna:secret@proxy:3128").ids == {PROXY}
    assert (ours.proxy(), vault) == ("http://anna@proxy:3128", {SECRET: "secret"})
    assert "secret" not in str(dict(settings))
    with pytest.raises(Expected):
        ours.set_proxy("http://")
    assert (ours.proxy(), vault) == ("http://anna@proxy:3128", {SECRET: "secret"})
    ours.set_proxy(STRAIGHT)
    assert (ours.proxy(), vault) == (STRAIGHT, {})
    ours.set_proxy(SYSTEM)
    assert ours.proxy() == SYSTEM
    assert done == ["anew"] * 3


def test_a_file_without_certificates_is_refused(tmp_path: Path) -> None:
    settings, done = Kept(), list[str]()
    ours = network(settings, Kept(), done)
    for name, text in (("absent.pem", None), ("empty.pem", ""), ("text.pem", "no certificate")):
        file = tmp_path / name
        if text is not None:
            file.write_text(text)
        with pytest.raises(Environment) as caught:
            ours.set_certificates(str(file))
        assert caught.value.code == "certificate_file"
    assert (ours.certificates(), done) == ("", [])
    ours.set_certificates("")
    assert done == ["anew"]
