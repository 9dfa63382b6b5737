"""Where tokens are kept: the vault of the operating system, or memory when there is none."""

from typing import Protocol


class SecretStore(Protocol):
    """Keeps short opaque strings by name; implemented by host over keyring (LIBRARIES §1.5)."""

    def get(self, name: str) -> str | None:
        """Return a secret, None when there is none."""
        ...

    def set(self, name: str, value: str) -> None:
        """Keep a secret; it is safe (or in memory, where there is no vault) when this returns."""
        ...

    def delete(self, name: str) -> None:
        """Forget a secret; unknown names are fine."""
        ...
