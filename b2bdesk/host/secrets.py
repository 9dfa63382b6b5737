"""Tokens in the vault of the operating system, in memory where there is none (threats T1, T2).

Only vaults of this list are used: with `keyrings.alt` installed keyring would silently choose a
file of base64 on a headless Linux. Calls run in a worker with ten seconds of patience, because a
locked vault may wait for a person who is not there. Nothing is ever written to a file.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as WaitedTooLong
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from b2bdesk.trade.errors import Environment

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

log = logging.getLogger(__name__)
T = TypeVar("T")
PATIENCE_SECONDS, LAST_PATIENCE_SECONDS = 10, 2
MAX_BYTES = 1024
ALLOWED = frozenset(
    {
        "keyring.backends.Windows.WinVaultKeyring",
        "keyring.backends.macOS.Keyring",
        "keyring.backends.SecretService.Keyring",
        "keyring.backends.libsecret.Keyring",
        "keyring.backends.kwallet.DBusKeyring",
    }
)


class Vault:
    """Secrets of one profile; implements `SecretStore`.

    `kept` says whether they outlive the program.
    """

    def __init__(
        self,
        service: str,
        backend: KeyringBackend | None = None,
        patience: int = PATIENCE_SECONDS,
    ) -> None:
        """Prepare; the vault itself is touched at the first call.

        Args:
            service: name of the entries, e.g. "b2bdesk/default".
            backend: a vault to use (tests); None = the best allowed one of this system.
            patience: seconds to wait for the vault.
        """
        self._service = service
        self._given = backend
        self._patience = patience
        self._memory: dict[str, str] = {}
        self._owed: set[str] = set()
        self._lock = Lock()
        self._worker = ThreadPoolExecutor(1, "vault")
        self._vault: KeyringBackend | None = None
        self._looked = False

    @property
    def kept(self) -> bool:
        """Say whether secrets outlive the program."""
        return self._backend() is not None

    def get(self, name: str) -> str | None:
        """Return a secret, None when there is none."""
        with self._lock:
            self._write_owed()
            if name in self._memory:
                return self._memory[name]
            vault = self._backend()
            if vault is None:
                return None
            return self._ask(lambda: vault.get_password(self._service, name))

    def set(self, name: str, value: str) -> None:
        """Keep a secret, in memory when no vault takes it.

        A vault that is there but does not take it (its disk is full, it is locked) is asked again
        with the next call and at the end.

        Raises:
            Environment: `secret_too_long` over 1,024 bytes in UTF-16 (the Windows vault's limit).
        """
        if len(value.encode("utf-16-le")) > MAX_BYTES:
            raise Environment("secret_too_long", name=name)
        with self._lock:
            vault = self._backend()
            if vault is None:
                self._memory[name] = value
                return
            self._put(vault, name, value)

    def delete(self, name: str) -> None:
        """Forget a secret; unknown names are fine."""
        with self._lock:
            self._memory.pop(name, None)
            self._owed.discard(name)
            vault = self._backend()
            if vault is None:
                return
            known = self._ask(lambda: vault.get_password(self._service, name))
            if known is not None:
                self._ask(lambda: vault.delete_password(self._service, name))

    def close(self) -> None:
        """End the worker; a vault that hangs does not hold the program."""
        with self._lock:
            self._patience = min(self._patience, LAST_PATIENCE_SECONDS)
            self._write_owed()
            self._owed.clear()
        self._worker.shutdown(wait=False, cancel_futures=True)

    def _put(self, vault: KeyringBackend, name: str, value: str) -> None:
        """Write a secret; memory holds it as long as that fails."""

        def put() -> bool:
            vault.set_password(self._service, name, value)
            return True

        if self._ask(put):
            self._memory.pop(name, None)
            self._owed.discard(name)
        else:
            self._memory[name] = value
            self._owed.add(name)

    def _write_owed(self) -> None:
        for name in tuple(self._owed):
            if self._vault is not None:
                self._put(self._vault, name, self._memory[name])

    def _backend(self) -> KeyringBackend | None:
        if not self._looked:
            self._looked = True
            found = self._given or self._ask(_best_vault)
            self._vault = found if found is not None and allowed(found, self._given) else None
            if self._vault is None:
                log.info("no vault on this system: the sign-in is kept in memory only")
        return self._vault

    def _ask(self, call: Callable[[], T]) -> T | None:
        """Run a call of the vault; None when it fails or does not answer in time."""
        from keyring.errors import KeyringError

        future = self._worker.submit(call)
        try:
            return future.result(timeout=self._patience)
        except WaitedTooLong:
            log.info("the vault does not answer; the sign-in is kept in memory only")
            self._vault = None
        except (KeyringError, OSError, RuntimeError) as error:
            log.info("the vault refused: %s", type(error).__name__)
        return None


def _best_vault() -> KeyringBackend:
    import keyring

    return keyring.get_keyring()


def allowed(backend: KeyringBackend, given: KeyringBackend | None = None) -> bool:
    """Say whether a backend is a real vault (a chain counts when its best member is one)."""
    if backend is given:
        return True
    members = getattr(backend, "backends", None)
    best = next(iter(members), None) if members else backend
    kind = type(best)
    return f"{kind.__module__}.{kind.__qualname__}" in ALLOWED


def api_token() -> str:
    """Return the API token of a robot from the environment (PROTOCOL R11), empty when none."""
    return os.environ.get("B2BDESK_TOKEN", "")
