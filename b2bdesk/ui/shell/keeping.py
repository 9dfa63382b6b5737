"""The frame's settings over the use case: reads at once, writes off the GUI thread in order."""

from __future__ import annotations

import logging
from concurrent.futures import Executor, Future

from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.settings import Settings as SettingsUseCase

log = logging.getLogger(__name__)


class ShellSettings:
    """What screens and frame remember; a value set is seen at once and saved in the background."""

    def __init__(self, settings: SettingsUseCase, writer: Executor) -> None:
        """Keep the use case and the lane that writes desk.db."""
        self._settings = settings
        self._writer = writer
        self._values: dict[str, object] = {}

    def get(self, key: str, default: object = None) -> object:
        """The value of a key."""
        if key not in self._values:
            self._values[key] = self._settings.get(key, None)
        value = self._values[key]
        return default if value is None else value

    def set(self, key: str, value: object) -> None:
        """Keep a value."""
        if self.get(key) == value:
            return
        self._values[key] = value
        self._writer.submit(self._settings.set, key, value).add_done_callback(_told)


def _told(future: Future[ChangeSet]) -> None:
    error = future.exception()
    if error is not None:
        log.error("a setting was not saved", exc_info=error)
