"""One owner per data folder; others reach it through the endpoint and nothing else (R12, T23)."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from multiprocessing.connection import Client
from pathlib import Path
from typing import Any

import pytest

from b2bdesk.host.instance import KEY, MAX_REQUEST, Owner, ask_owner
from b2bdesk.trade.errors import Environment

TAKE = (
    "import sys; from pathlib import Path; from b2bdesk.host.instance import Owner\n"
    "from b2bdesk.trade.errors import Environment\n"
    "try:\n    Owner(Path(sys.argv[1]))\nexcept Environment as error:\n    print(error.code)\n"
    "else:\n    print('taken')\n"
)


def in_another_process(folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", TAKE, str(folder)], capture_output=True, text=True, check=True,
        cwd=Path(__file__).resolve().parents[2],
    )  # fmt: skip
    return done.stdout.strip()


@pytest.fixture
def heard() -> list[tuple[str, Mapping[str, Any]]]:
    return []


@pytest.fixture
def owner(tmp_path: Path, heard: list[tuple[str, Mapping[str, Any]]]) -> Iterator[Owner]:
    made = Owner(tmp_path)

    def handler(verb: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        heard.append((verb, arguments))
        return {"exit": 0, "out": "готово"}

    made.serve(handler)
    yield made
    made.close()


def test_a_second_process_is_refused_and_the_folder_is_free_afterwards(tmp_path: Path) -> None:
    first = Owner(tmp_path)
    assert in_another_process(tmp_path) == "profile_in_use"
    first.close()
    assert in_another_process(tmp_path) == "taken"


def test_a_command_is_handed_over_and_answered(
    owner: Owner, tmp_path: Path, heard: list[tuple[str, Mapping[str, Any]]]
) -> None:
    answer = ask_owner(tmp_path, "cli", {"argv": ["cart", "list"]})
    assert answer == {"exit": 0, "out": "готово"}
    assert heard == [("cli", {"argv": ["cart", "list"]})]
    assert ask_owner(tmp_path, "raise", {})["exit"] == 0


def _flood(address: str, family: str, key: bytes) -> None:
    """Send too much: refused by its length, perhaps before all of it is sent."""
    with Client(address, family, authkey=key) as connection:
        connection.send_bytes(b" " * (MAX_REQUEST + 1))
        connection.recv_bytes()


def test_unknown_verbs_and_garbage_are_refused_and_do_not_reach_the_handler(
    owner: Owner, tmp_path: Path, heard: list[tuple[str, Mapping[str, Any]]]
) -> None:
    assert ask_owner(tmp_path, "exec", {}) == {"refused": True}
    known = json.loads((tmp_path / KEY).read_text(encoding="utf-8"))
    key = bytes.fromhex(known["key"])
    for garbage in (b"", b"\x80\x04K\x01.", b"[" * 5000, b'{"verb": "cli"}', b"null"):
        with Client(known["address"], known["family"], authkey=key) as connection:
            connection.send_bytes(garbage)
            assert json.loads(connection.recv_bytes()) == {"refused": True}
    with pytest.raises((EOFError, OSError)):
        _flood(known["address"], known["family"], key)
    assert heard == []
    assert ask_owner(tmp_path, "raise", {})["exit"] == 0


def test_a_wrong_key_gets_nothing(owner: Owner, tmp_path: Path) -> None:
    known = json.loads((tmp_path / KEY).read_text(encoding="utf-8"))
    known["key"] = "00" * 32
    (tmp_path / KEY).write_text(json.dumps(known), encoding="utf-8")
    with pytest.raises(Environment, match="owner_silent"):
        ask_owner(tmp_path, "raise", {})


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_the_key_is_readable_by_the_user_alone(owner: Owner, tmp_path: Path) -> None:
    assert os.stat(tmp_path / KEY).st_mode & 0o077 == 0  # noqa: PTH116


def test_nobody_answers_where_nobody_owns(tmp_path: Path) -> None:
    with pytest.raises(Environment, match="owner_silent"):
        ask_owner(tmp_path, "raise", {})


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes have no folder")
def test_a_folder_of_a_long_name_leaves_nothing_behind_not_even_after_a_kill(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = tmp_path / "short"
    short.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(short))
    monkeypatch.setattr("b2bdesk.host.instance.MAX_SOCKET", 0)
    killed = Owner(tmp_path)
    killed.serve(lambda _verb, _arguments: {})
    told = (tmp_path / KEY).read_text(encoding="utf-8")
    left = Path(json.loads(told)["address"]).parent
    killed.close()
    left.mkdir()
    (tmp_path / KEY).write_text(told, encoding="utf-8")

    second = Owner(tmp_path)
    second.serve(lambda _verb, _arguments: {})
    assert left not in set(short.iterdir())
    assert len(list(short.iterdir())) == 1
    second.close()
    assert not list(short.iterdir())


def test_a_folder_that_may_not_be_written_is_said_so(
    tmp_path: Path,
) -> None:
    (tmp_path / "owner.lock").mkdir()  # cannot be opened, whoever asks
    with pytest.raises(Environment, match="folder_not_writable"):
        Owner(tmp_path)
    (tmp_path / "owner.lock").rmdir()
