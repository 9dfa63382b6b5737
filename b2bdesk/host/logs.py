"""The program's log: JSON lines in rotating files, secrets taken out (threats T18, T2).

Started once per process by the entries (`app`, `cli`). A log line is for support: it names codes,
ids and numbers, never bodies. What still slips into a message or a traceback passes `redact`, and
values the process knows to be secret (`hide`) are replaced wherever they turn up.
"""

import json
import logging
import re
import sys
from collections import deque
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

HIDDEN = "[hidden]"
FILE_BYTES = 2 * 1024 * 1024
FILES = 5
SHORTEST = 6
_NOISY = ("httpx", "httpcore", "keyring", "sqlalchemy", "fontTools", "PIL")
_TOKEN = re.compile(r"\bb2[a-z]_[A-Za-z0-9_-]{6,}")
_BEARER = re.compile(r"(Bearer )[^\s'\"]+", re.IGNORECASE)
_NAMED = re.compile(
    r"((?:password|token|totp|secret)['\"]?\s*[:=]\s*)(?:'[^']*'|\"[^\"]*\"|[^\s,;&})]+)",
    re.IGNORECASE,
)
_IN_ADDRESS = re.compile(r"(://)[^/\s:@]+:[^/\s@]+@")
_known: set[str] = set()


def hide(secret: str) -> None:
    """Take this very value out of every line from now on; short ones would hide words."""
    if len(secret) >= SHORTEST:
        _known.add(secret)


def redact(text: str) -> str:
    """Take tokens, passwords and known secrets out of a text."""
    for secret in _known:
        text = text.replace(secret, HIDDEN)
    text = _TOKEN.sub(HIDDEN, text)
    for pattern in (_BEARER, _NAMED):
        text = pattern.sub(rf"\1{HIDDEN}", text)
    return _IN_ADDRESS.sub(rf"\1{HIDDEN}@", text)


class JsonLines(logging.Formatter):
    """One JSON object a line, redacted."""

    def format(self, record: logging.LogRecord) -> str:
        """Render a record."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "thread": record.threadName,
            "logger": record.name,
            "message": redact(record.getMessage()),
        }
        if record.exc_info:
            line["traceback"] = redact(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


class _File(RotatingFileHandler):
    """A line that cannot be written (a full disk) is lost in silence: no traceback on stderr."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  (the name of logging)
        """Keep quiet about the disk, not about a line that is wrong."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handleError(record)


def start_logs(folder: Path, name: str, debug: bool = False) -> Path:
    """Write the log of this process.

    Args:
        folder: the log folder of `Places`.
        name: of the program: "b2bdesk", "cli"; each has files of its own, because two processes
            cannot rotate one.
        debug: detailed lines as well (`B2BDESK_LOG=debug`).

    Returns:
        The file, for messages and reports. A folder that cannot be written leaves no log.
    """
    path = folder / f"{name}.log"
    root = logging.getLogger()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = _File(
            path, maxBytes=FILE_BYTES, backupCount=FILES - 1, encoding="utf-8"
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(JsonLines())
    handler.set_name("b2bdesk-file")
    for old in [each for each in root.handlers if each.get_name() == "b2bdesk-file"]:
        root.removeHandler(old)
        old.close()
    root.addHandler(handler)
    root.setLevel(logging.DEBUG if debug else logging.INFO)
    for noisy in _NOISY:
        logging.getLogger(noisy).setLevel(logging.WARNING)
    return path


def log_tail(folder: Path, name: str, count: int = 400) -> list[str]:
    """Return the last lines of a program's log; none when there is no log."""
    try:
        with (folder / f"{name}.log").open(encoding="utf-8", errors="replace") as file:
            return [line.rstrip("\n") for line in deque(file, count)]
    except OSError:
        return []
