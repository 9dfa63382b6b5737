"""Arguments: common options anywhere, trouble told in both languages, complete help."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator

import pytest

from b2bdesk.cli.grammar import build_parser
from b2bdesk.cli.parser import HelpShown, Parser, parse
from b2bdesk.texts import language, set_language, speaking
from b2bdesk.trade.errors import Expected
from tests.cli.fakes import services, told


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = language()
    set_language("en")
    yield
    set_language(before)


@pytest.mark.parametrize(
    "argv",
    [
        ("--json", "--home", "H", "cart", "show", "1"),
        ("cart", "--json", "show", "1", "--home", "H"),
        ("cart", "show", "1", "--home", "H", "--json"),
    ],
)
def test_common_options_stand_anywhere(argv: tuple[str, ...]) -> None:
    options = parse(build_parser(), argv)
    assert (options.json, options.home, options.profile, options.cart) == (True, "H", None, "1")


@pytest.mark.parametrize(
    ("argv", "part"),
    [
        (("cart", "sned", "x"), "'sned' is not one of"),
        (("cart", "show"), "missing: CART"),
        (("find", "x", "--limit", "many"), "'many'"),
        (("status", "--unknown"), "not known: --unknown"),
        ((), "missing: COMMAND"),
        (("import", "x", "--round", "--no-round"), "does not go with"),
    ],
)
def test_wrong_arguments_end_with_five(argv: tuple[str, ...], part: str) -> None:
    code, out, err = told(services(), *argv)
    assert code == 5
    assert part in err
    assert out == ""


def test_wrong_arguments_are_a_document_too() -> None:
    code, out, _err = told(services(), "cart", "sned", "x", "--json")
    assert code == 5
    error = json.loads(out)["error"]
    assert error["code"] == "bad_arguments"
    assert error["message"]


def test_trouble_with_arguments_is_told_in_russian() -> None:
    with speaking("ru"):
        _code, _out, err = told(services(), "cart", "show")
    assert "не хватает: КОРЗИНА" in err


def _parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for each in action.choices.values():
                yield from _parsers(each)


@pytest.mark.parametrize("code", ["ru", "en"])
def test_every_command_and_option_is_explained(code: str) -> None:
    """The plugin of missing Russian proves the texts; here that each has one."""
    with speaking(code):
        for parser in _parsers(build_parser()):
            text = parser.format_help()
            assert parser.description
            bare = [
                action.dest
                for action in parser._actions
                if action.help is None and action.option_strings
            ]
            assert not bare, (parser.prog, bare)
            assert "usage" not in text.split("\n")[0]


def test_help_ends_with_zero_and_names_the_exit_codes() -> None:
    code, out, err = told(services(), "--help")
    assert (code, err) == (0, "")
    assert "7  this computer" in out
    with pytest.raises(HelpShown):
        parse(build_parser(), ("cart", "send", "--help"))


def test_a_parser_never_leaves_the_process() -> None:
    with pytest.raises(Expected):
        Parser(prog="x").error("the following arguments are required: FILE")
