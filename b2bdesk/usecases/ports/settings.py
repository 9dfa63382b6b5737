"""What the buyer sets: JSON values by key in desk.db."""

from typing import Any, Protocol


class SettingsPort(Protocol):
    """Reads and writes settings; values are anything JSON holds."""

    def get(self, key: str) -> Any:
        """Return the value, None when it was never set."""
        ...

    def set(self, key: str, value: Any) -> None:
        """Store a value; None removes it."""
        ...
