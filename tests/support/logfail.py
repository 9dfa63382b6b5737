"""A log line of level WARNING or above that no test expected fails that test.

Loaded as a plugin by tests/conftest.py. A test that provokes such a line says so, by
`@pytest.mark.expect_log("part of the message", …)` or with the fixture:

    def test_refusal_is_logged(expect_log):
        expect_log("token reused")
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

import pytest


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(level=logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker, so that `--strict-markers` knows it."""
    config.addinivalue_line("markers", "expect_log(*parts): log lines this test provokes")


@pytest.fixture
def expected_log_parts(request: pytest.FixtureRequest) -> list[str]:
    """Parts of messages that this test may log."""
    marker = request.node.get_closest_marker("expect_log")
    return [str(part) for part in marker.args] if marker else []


@pytest.fixture
def expect_log(expected_log_parts: list[str]) -> Callable[[str], None]:
    """Allow log lines ≥ WARNING that contain the given part."""
    return expected_log_parts.append


@pytest.fixture(autouse=True)
def _unexpected_log_fails(expected_log_parts: list[str]) -> Iterator[None]:
    collector = _Collector()
    root = logging.getLogger()
    root.addHandler(collector)
    try:
        yield
    finally:
        root.removeHandler(collector)
    stray = [
        line for line in collector.lines if not any(part in line for part in expected_log_parts)
    ]
    if stray:
        pytest.fail("unexpected log lines:\n  " + "\n  ".join(stray), pytrace=False)
