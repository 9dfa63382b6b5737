"""Secrets go to a real vault or stay in memory; never to a file (T1, T2)."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoVault
from keyring.errors import KeyringLocked, PasswordDeleteError

from b2bdesk.host.secrets import Vault, allowed
from b2bdesk.trade.errors import Environment


class Plaintext(KeyringBackend):
    """What `keyrings.alt` would put first on a headless machine."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring has none
        self.kept: dict[str, str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[username] = password

    def delete_password(self, service: str, username: str) -> None:
        if username not in self.kept:
            raise PasswordDeleteError(username)
        del self.kept[username]


class Locked(Plaintext):
    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked("no")


class Hanging(Plaintext):
    def __init__(self, released: Event) -> None:
        super().__init__()
        self.released = released

    def get_password(self, service: str, username: str) -> str | None:
        self.released.wait()
        return None


@pytest.fixture
def released() -> Iterator[Event]:
    event = Event()
    yield event
    event.set()


def test_secrets_go_to_the_vault_and_away_again() -> None:
    backend = Plaintext()
    vault = Vault("b2bdesk/p", backend)
    vault.set("refresh", "abc")
    assert backend.kept == {"refresh": "abc"}
    assert vault.get("refresh") == "abc"
    vault.delete("refresh")
    vault.delete("refresh")
    assert vault.get("refresh") is None
    assert vault.kept


def test_only_real_vaults_are_chosen() -> None:
    assert not allowed(Plaintext())
    assert not allowed(NoVault())  # type: ignore[no-untyped-call]


def test_without_a_vault_the_secret_lives_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    plaintext = Plaintext()
    monkeypatch.setattr("keyring.get_keyring", lambda: plaintext)
    vault = Vault("b2bdesk/p")
    vault.set("refresh", "abc")
    assert vault.get("refresh") == "abc"
    assert not vault.kept
    assert plaintext.kept == {}
    assert Vault("b2bdesk/p").get("refresh") is None


def test_a_locked_vault_falls_back_to_memory() -> None:
    vault = Vault("b2bdesk/p", Locked())
    vault.set("refresh", "abc")
    assert vault.get("refresh") == "abc"


def test_what_a_vault_did_not_take_is_written_as_soon_as_it_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    backend = Plaintext()
    vault = Vault("b2bdesk/p", backend)
    vault.set("refresh", "old")
    take = backend.set_password
    monkeypatch.setattr(backend, "set_password", _disk_full)
    vault.set("refresh", "new")
    assert (vault.get("refresh"), backend.kept) == ("new", {"refresh": "old"})
    monkeypatch.setattr(backend, "set_password", take)
    vault.get("another")
    assert backend.kept == {"refresh": "new"}
    monkeypatch.setattr(backend, "set_password", _disk_full)
    vault.set("refresh", "newer")
    monkeypatch.setattr(backend, "set_password", take)
    vault.close()
    assert backend.kept == {"refresh": "newer"}


def _disk_full(*_: str) -> None:
    raise OSError(28, "No space left on device")


def test_a_vault_that_hangs_does_not_hang_us(released: Event) -> None:
    vault = Vault("b2bdesk/p", Hanging(released), patience=0)
    assert vault.get("refresh") is None
    vault.set("refresh", "abc")
    assert vault.get("refresh") == "abc"
    released.set()
    vault.close()


def test_what_does_not_fit_the_windows_vault_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Environment, match="secret_too_long"):
        Vault("b2bdesk/p", Plaintext()).set("refresh", "x" * 513)
