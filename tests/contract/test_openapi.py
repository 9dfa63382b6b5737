"""The published description of the portal API is the one the routes table gives."""

from __future__ import annotations

from pathlib import Path

from b2bdesk.portal.app import HANDLERS
from b2bdesk.wire.openapi import document, yaml_text
from b2bdesk.wire.routes import ROUTES

COMMITTED = Path(__file__).resolve().parents[2] / "docs" / "portal-api.yaml"


def test_the_committed_description_is_up_to_date() -> None:
    """After a change of wire/: python -m b2bdesk.wire.openapi"""
    assert COMMITTED.read_text(encoding="utf-8") == yaml_text()


def test_every_route_is_described_and_has_a_handler() -> None:
    described = {
        operation["operationId"]
        for path in document()["paths"].values()
        for operation in path.values()
    }
    assert described == {route.name for route in ROUTES} == HANDLERS.keys()
