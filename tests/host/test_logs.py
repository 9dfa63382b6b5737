"""The log is JSON lines without secrets, whatever somebody logs."""

from __future__ import annotations

import errno
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from b2bdesk.host import logs

CANARY = "canary-7f3a-canary"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """A started log; the root logger is as before afterwards."""
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    yield logs.start_logs(tmp_path / "log", "test")
    root.setLevel(level)
    for each in [each for each in root.handlers if each not in handlers]:
        root.removeHandler(each)
        each.close()


@pytest.mark.parametrize(
    "line",
    [
        "Authorization: Bearer " + CANARY,
        "token b2t_" + CANARY + " used",
        "password=" + CANARY,
        '{"password": "' + CANARY + '", "login": "x"}',
        "'refresh_token': '" + CANARY + "'",
        "connecting to https://user:" + CANARY + "@portal.example/api",
        "totp: " + CANARY,
    ],
)
def test_secrets_never_reach_the_log(log: Path, line: str) -> None:
    logger = logging.getLogger("b2bdesk.test")
    logger.info(line)
    logger.info("%s", line)
    text = log.read_text(encoding="utf-8")
    assert CANARY not in text
    assert logs.HIDDEN in text


@pytest.mark.expect_log("failed")
def test_known_secrets_are_hidden_in_tracebacks_too(log: Path) -> None:
    logs.hide("correct horse battery")
    try:
        raise ValueError("bad: correct horse battery")
    except ValueError:
        logging.getLogger("b2bdesk.test").exception("failed")
    line = json.loads(log.read_text(encoding="utf-8").splitlines()[-1])
    assert "correct horse" not in line["traceback"]
    assert "ValueError" in line["traceback"]


def test_short_secrets_do_not_eat_words(log: Path) -> None:
    logs.hide("")
    logs.hide("demo")
    logging.getLogger("b2bdesk.test").info("the demo portal")
    assert "the demo portal" in log.read_text(encoding="utf-8")


def test_lines_are_json_and_files_are_limited(log: Path) -> None:
    logger = logging.getLogger("b2bdesk.test")
    for _number in range(30):
        logger.info("x" * 200_000)
    files = sorted(log.parent.iterdir())
    assert 2 <= len(files) <= logs.FILES
    assert all(path.stat().st_size <= logs.FILE_BYTES for path in files)
    assert json.loads(log.read_text(encoding="utf-8").splitlines()[-1])["level"] == "INFO"


def test_debug_lines_only_when_wanted(log: Path) -> None:
    logging.getLogger("b2bdesk.test").debug("detail")
    assert "detail" not in log.read_text(encoding="utf-8")
    logs.start_logs(log.parent, "test", debug=True)
    logging.getLogger("b2bdesk.test").debug("detail")
    assert "detail" in log.read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_made_leaves_no_log_and_no_failure(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    try:
        logs.start_logs(tmp_path / "file" / "log", "test")
        logging.getLogger("b2bdesk.test").info("said into the wind")
    finally:
        root.setLevel(level)
        for each in [each for each in root.handlers if each not in handlers]:
            root.removeHandler(each)


def test_a_line_the_disk_has_no_room_for_is_lost_in_silence(
    log: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_given: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(logs._File, "flush", full)
        logging.getLogger("b2bdesk.test").info("said to a full disk")
    assert capsys.readouterr().err == ""
    assert log.exists()
