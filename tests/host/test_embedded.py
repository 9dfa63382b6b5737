"""The demo portal: filled, served, ended; never left behind, whoever is killed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from b2bdesk.host.embedded import EmbeddedPortal
from b2bdesk.trade.errors import Environment

SMALL = ("--size", "60", "--today", "2026-11-21")
_STARTER = """
import sys
from pathlib import Path
from b2bdesk.host.embedded import EmbeddedPortal
portal = EmbeddedPortal(Path(sys.argv[1]))
print(portal.start(("--size", "60")), flush=True)
sys.stdin.read()
"""


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/api/v1/portal", trust_env=False, timeout=5).is_success
    except httpx.TransportError:
        return False


def test_it_is_filled_served_and_ended(tmp_path: Path) -> None:
    told: list[str] = []
    portal = EmbeddedPortal(tmp_path / "portal")
    address = portal.start(SMALL, told.append)
    try:
        assert told, "the filling tells what it does"
        assert _answers(address)
    finally:
        portal.stop()
    assert not _answers(address)
    again = EmbeddedPortal(tmp_path / "portal")
    try:
        assert _answers(again.start(SMALL)), "the data are still good"
    finally:
        again.stop()


def test_what_is_stopped_starts_nothing_more(tmp_path: Path) -> None:
    portal = EmbeddedPortal(tmp_path / "portal")
    portal.stop()
    with pytest.raises(Environment) as refused:
        portal.start(SMALL)
    assert refused.value.code == "demo_failed"


def test_a_portal_that_fails_says_why(tmp_path: Path) -> None:
    (tmp_path / "portal.db").write_bytes(b"this is no database, and was never one" * 100)
    with pytest.raises(Environment) as failed:
        EmbeddedPortal(tmp_path).start(SMALL)
    assert failed.value.params["reason"]


def test_it_ends_when_the_program_is_killed(tmp_path: Path) -> None:
    """The child sees the end of its input; a kill leaves nobody else to tell it."""
    program = subprocess.Popen(
        [sys.executable, "-c", _STARTER, str(tmp_path / "portal")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with program:
        assert program.stdout is not None
        address = program.stdout.readline().decode().split()[0]
        assert _answers(address)
        program.kill()
    assert any(not _answers(address) for _ in range(2000))
