"""Logs of the portal: JSON lines on stderr with secrets taken out (RELIABILITY T18).

Bodies and query strings are never logged. What still gets into a text, as part of an exception for
instance, passes through `redact`: tokens, passwords, hashes, ИНН, account numbers.
"""

from __future__ import annotations

import json
import logging
import re
import sys

LOGGER = logging.getLogger("b2bdesk.portal")
HIDDEN = "[hidden]"
_SECRETS = (
    re.compile(r"\bb2[art]_[A-Za-z0-9_-]+"),
    re.compile(r"(?<=Bearer )\S+", re.IGNORECASE),
    re.compile(r"\$argon2[^\s'\"]+"),
    re.compile(r"(?<=password)(['\"]?\s*[:=]\s*)(?:'[^']*'|\"[^\"]*\"|[^\s,;&}]+)", re.IGNORECASE),
    re.compile(r"(?<![\w-])(?:\d{20}|\d{12}|\d{10}|\d{9})(?![\w-])"),
)


def redact(text: str) -> str:
    """Take tokens, passwords and requisites out of a text."""
    for pattern in _SECRETS:
        text = pattern.sub(HIDDEN, text)
    return text


class RedactingFormatter(logging.Formatter):
    """One JSON object a line; the message and the traceback are redacted."""

    def format(self, record: logging.LogRecord) -> str:
        """Render a record."""
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S"),
            "level": record.levelname,
            "logger": record.name,
            "message": redact(record.getMessage()),
        }
        if record.exc_info:
            line["traceback"] = redact(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def configure(level: int = logging.INFO) -> None:
    """Send everything the server logs to stderr through the redacting formatter."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(RedactingFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    LOGGER.setLevel(level)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
        logger.setLevel(logging.WARNING)
