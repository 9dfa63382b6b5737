"""The two kinds of failure that are not our bug, raised by every layer.

Neither carries prose: `code` names the case, `params` fill its sentence, and `b2bdesk.texts.errors`
holds title, sentence and next step per code. Anything else that is raised is a bug and goes to the
report dialog.
"""

from __future__ import annotations


class CodedError(Exception):
    """A failure named by a stable code; `params` are the values its text mentions."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params: dict[str, object] = params

    def __str__(self) -> str:
        """Code and parameters, for logs; people see the text of the code instead."""
        if not self.params:
            return self.code
        return self.code + " (" + ", ".join(f"{k}={v!r}" for k, v in self.params.items()) + ")"


class Expected(CodedError):
    """The trade said no (limit, right, state, bad input): tell it and offer the next step."""


class Environment(CodedError):
    """The world around failed (offline, disk full, store damaged): banner and recovery."""
