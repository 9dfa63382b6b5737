"""One owner per profile: a command opens it, is handed over, or waits (PROTOCOL R12)."""

from __future__ import annotations

import base64
import errno
import io
import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from b2bdesk.cli.console import Surroundings
from b2bdesk.cli.entry import Doors, Program
from b2bdesk.cli.handover import answer, request
from b2bdesk.texts import language, set_language
from b2bdesk.trade.errors import Environment
from b2bdesk.usecases.services import Services
from tests.cli.fakes import FakeSession, services


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    before, root = language(), logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    set_language("en")
    yield
    set_language(before)
    root.setLevel(level)
    for each in [each for each in root.handlers if each not in handlers]:
        root.removeHandler(each)
        each.close()


class Closing:
    """Services that notice their end."""

    def __init__(self) -> None:
        self.closed = 0
        self._parts = services()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._parts, name)

    def close(self) -> None:
        """Count ends."""
        self.closed += 1


class Owned:
    """Doors of a profile that another process has, free after some tries."""

    def __init__(self, tries: int, answer_with: Mapping[str, Any] | None = None) -> None:
        self.left = tries
        self.answer_with = answer_with
        self.opened = Closing()
        self.requests: list[Mapping[str, Any]] = []

    def open(self, _home: Path | None, _profile: str | None) -> Services:
        """Fail until the tries are used up."""
        if self.left:
            self.left -= 1
            raise Environment("profile_in_use", place="x")
        return self.opened  # type: ignore[return-value]  # the fake has what a command uses

    def ask(
        self, verb: str, arguments: Mapping[str, Any], _home: Path | None, _profile: str | None
    ) -> Mapping[str, Any]:
        """Take the command, or be silent."""
        assert verb == "cli"
        self.requests.append(arguments)
        if self.answer_with is None:
            raise Environment("owner_silent", place="x")
        return self.answer_with

    def run(self, home: Path, *argv: str, patience: float = 10) -> tuple[int, str, str]:
        """Run the program."""
        out, err = io.StringIO(), io.StringIO()
        doors = Doors(self.open, self.ask, patience)
        program = Program(doors, out, err, {"B2BDESK_LANG": "en", "B2BDESK_HOME": str(home)})
        return program.main(argv), out.getvalue(), err.getvalue()


def test_the_profile_is_given_back_after_a_command(tmp_path: Path) -> None:
    doors = Owned(0)
    code, out, _err = doors.run(tmp_path, "status", "--json")
    assert code == 0
    assert json.loads(out)["user"] == "ivanova"
    assert doors.opened.closed == 1
    assert doors.run(tmp_path, "cart", "send", "x")[0] == 5
    assert doors.opened.closed == 2


def test_a_command_goes_to_the_program_that_has_the_profile(tmp_path: Path) -> None:
    doors = Owned(99, {"out": "there\n", "err": "note\n", "code": 2})
    assert doors.run(tmp_path, "cart", "list") == (2, "there\n", "note\n")
    assert doors.requests[0]["argv"] == ["cart", "list"]


def test_a_second_command_waits_for_the_first(tmp_path: Path) -> None:
    code, out, err = Owned(2).run(tmp_path, "status")
    assert code == 0
    assert "waiting" in err
    assert "ivanova" in out


def test_it_does_not_wait_for_ever(tmp_path: Path) -> None:
    doors = Owned(10_000)
    code, out, err = doors.run(tmp_path, "status", "--json", patience=0)
    assert code == 7
    assert json.loads(out)["error"]["code"] == "profile_in_use"
    assert "Traceback" not in err


def test_help_and_wrong_arguments_open_nothing(tmp_path: Path) -> None:
    doors = Owned(10_000)
    assert doors.run(tmp_path, "--help")[0] == 0
    assert doors.run(tmp_path, "cart", "sned")[0] == 5
    assert doors.run(tmp_path, "status", "--profile", "../x")[0] == 5
    assert doors.requests == []


def test_the_owner_runs_the_command_as_if_typed_there(tmp_path: Path) -> None:
    session = FakeSession(signed_in=False)
    over = services(session=session)
    around = Surroundings(tmp_path, {"B2BDESK_OFFLINE": "1", "B2BDESK_TOKEN": "t"}, b"horse\n")
    words = ("login", "--portal", "https://p", "--login", "i", "--password-stdin", "--json")
    asked = json.loads(json.dumps(request(words, around)))
    assert "B2BDESK_TOKEN" not in asked["env"]
    told = answer(over, asked)
    assert told["code"] == 0
    assert json.loads(told["out"])["signed_in"]
    assert session.asked == [("password", "https://p", "i", "horse", "")]


def test_the_owner_answers_in_the_language_of_who_asks(tmp_path: Path) -> None:
    asked = request(("cart", "sned"), Surroundings(tmp_path)) | {"language": "ru"}
    assert "Команда не понята" in answer(services(), asked)["err"]
    assert language() == "en"


def test_what_is_piped_in_is_limited(tmp_path: Path) -> None:
    around = replace(Surroundings(tmp_path), stdin=b"x" * 100_000)
    sent = request(("status",), around)
    assert len(base64.b64decode(sent["stdin"])) == 16 * 1024


class _Out(io.StringIO):
    """A standard output that takes nothing any more."""

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self._error = error

    def write(self, _text: str) -> int:
        """Refuse."""
        raise self._error


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (BrokenPipeError(errno.EPIPE, "Broken pipe"), 0, ""),
        (OSError(errno.ENOSPC, "No space left on device"), 7, "No space left"),
    ],
)
@pytest.mark.parametrize("argv", [("--help",), ("status", "--json"), ("status",)])
def test_an_output_nobody_takes_is_no_bug(
    error: OSError, code: int, words: str, argv: tuple[str, ...], tmp_path: Path
) -> None:
    doors, err = Owned(0), io.StringIO()
    env = {"B2BDESK_LANG": "en", "B2BDESK_HOME": str(tmp_path)}
    program = Program(Doors(doors.open, doors.ask), _Out(error), err, env)
    assert program.main(argv) == code
    assert words in err.getvalue()
    assert "Traceback" not in err.getvalue()
    assert bool(err.getvalue()) == bool(words)
