"""Starts the reading child for tests: this Python, the real loop, the real limits."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

from b2bdesk.files.child_client import CHILD_VERB

_CODE = (
    "from b2bdesk.files.child import serve; from b2bdesk.host.limits import limit_this_process;"
    "raise SystemExit(serve(limit=limit_this_process))"
)


def spawn(arguments: Sequence[str]) -> subprocess.Popen[bytes]:
    """What `host` does for the client: a process with pipes for input and output."""
    assert tuple(arguments) == CHILD_VERB
    return subprocess.Popen(
        [sys.executable, "-c", _CODE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
