"""Commands while another program has the profile, and secrets that must not be left anywhere."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from b2bdesk.bootstrap import open_services
from b2bdesk.cli.handover import answer
from b2bdesk.usecases.rows.carts import NewLine
from b2bdesk.usecases.rows.offers import Query
from b2bdesk.usecases.services import Services
from tests.support.buyer import Buyer


@pytest.fixture
def window(buyer: Buyer) -> Iterator[Services]:
    """A program that has the buyer's profile open and takes commands, as the window does."""
    with patch.dict(os.environ, buyer.env()):
        services = open_services()

    def serve(verb: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        assert verb == "cli"
        return answer(services, arguments)

    services.serve(serve)
    yield services
    services.close()


def test_a_command_runs_in_the_program_that_has_the_profile(
    buyer: Buyer, window: Services, tmp_path: Path
) -> None:
    apart = replace(buyer, as_process=True)
    n = window.search.find(Query("болт")).ns[0]
    (bolt,) = window.search.offers([n])
    cart = window.carts.create("В окне")
    window.carts.add_lines(cart.id, [NewLine(bolt.id, bolt.multiple_e3 or 1000)])

    shown = apart.json("cart", "show", "В окне")
    assert [line["article"] for line in shown["lines"]] == [bolt.article]
    (tmp_path / "list.csv").write_text(
        f"Артикул;Кол-во\n{bolt.article};{(bolt.multiple_e3 or 1000) // 1000}\n", encoding="utf-8"
    )
    code, out, err = apart.apart("import", str(tmp_path / "list.csv"), "--cart", "Из команды")
    assert (code, err) == (0, "")
    assert "Из команды" in out
    assert [each.name for each in window.carts.list()] == ["Из команды", "В окне"]
    assert apart.apart("cart", "show", "Нет такой")[0] == 5


def test_no_secret_is_left_on_disk(buyer: Buyer) -> None:
    buyer.json("sync")
    password = "canary-of-a-password-that-nobody-has"
    with patch("sys.stdin", TextIOWrapper(BytesIO(password.encode()))):
        words = ("login", "--portal", buyer.url, "--login", "demo", "--password-stdin")
        assert buyer.run(*words)[0] in (4, 7), "refused, or no key store here"
    wrong = replace(buyer, token="b2t_canary-of-a-token-that-nobody-knows")
    assert wrong.run("sync")[0] == 4
    for secret in (buyer.token, wrong.token, password):
        for path in buyer.home.rglob("*"):
            if path.is_file():
                assert secret.encode() not in path.read_bytes(), path
    status = json.loads(buyer.run("status", "--json")[1])
    assert buyer.token not in json.dumps(status)
