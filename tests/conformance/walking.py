"""One operation of the portal asked many times; what came back, and what was wrong with it."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import msgspec
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.core.result import Ok

from b2bdesk.wire.openapi import document
from b2bdesk.wire.routes import BASE, BY_NAME, Route
from tests.conformance.aiming import aim
from tests.conformance.ground import Ground
from tests.conformance.rules import faults

SECONDS = 30


@dataclass
class Told:
    """Answers by operation and status, and faults with the request that led to each."""

    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    wrong: dict[str, str] = field(default_factory=dict)

    def missing(self) -> list[str]:
        """Operations that never did what they are there for."""
        done = {name for name, status in self.answers if status == BY_NAME[name].status}
        return sorted(BY_NAME.keys() - done)


def walk(ground: Ground, examples: int, first: int = 0) -> Told:
    """Ask every operation so many times with right requests, and half as often with wrong ones."""
    told, schema = Told(), schemathesis.openapi.from_dict(document())
    found = [each.ok() for each in schema.get_all_operations() if isinstance(each, Ok)]
    operations = {each.definition.raw["operationId"]: each for each in found}
    # orders first: what follows asks about them
    names = sorted(operations, key=lambda name: (name != "submit_order", name == "void_order"))
    with requests.Session() as session:
        session.trust_env = False
        for name in names:
            for mode, share in (
                (schemathesis.GenerationMode.POSITIVE, examples),
                (schemathesis.GenerationMode.NEGATIVE, -(-examples // 2)),
            ):
                made = operations[name].as_strategy(generation_mode=mode)
                _ask(ground, BY_NAME[name], made, (session, told, share, first))
    return told


def _ask(
    ground: Ground,
    route: Route,
    made: st.SearchStrategy[Any],
    how: tuple[requests.Session, Told, int, int],
) -> None:
    session, told, share, first = how

    @seed(first)
    @settings(
        max_examples=share,
        database=None,
        deadline=None,
        derandomize=False,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=made, number=st.integers(0, 2**32))
    def ask(case: Any, number: int) -> None:
        aim(case, route, ground, random.Random(f"{first}/{number}"))
        answer = case.call(base_url=ground.url + BASE, session=session, timeout=SECONDS)
        told.answers[route.name, answer.status_code] += 1
        for fault in faults(route, case, answer):
            key = f"{route.name} {answer.status_code}: {fault}"
            told.wrong.setdefault(key[:200], f"{case!r} -> {answer.content[:300]!r}")
        if answer.status_code < 300:
            _learn(ground, route, answer)

    ask()


def _learn(ground: Ground, route: Route, answer: Any) -> None:
    if route.name == "submit_order":
        body = answer.json()
        ground.order(body["id"], body["client_order_id"])
    elif route.name in ("refresh", "sign_in"):
        ground.learn("refresh_token", answer.json()["refresh_token"])
    elif route.name == "feed":
        last = msgspec.json.decode(answer.content.strip().split(b"\n")[-1])
        ground.learn("cursor", last.get("cursor"))
