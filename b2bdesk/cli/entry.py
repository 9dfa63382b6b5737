"""From typed arguments to an exit code: open the profile, hand over, or wait for it.

Only one process has a profile (PROTOCOL R12). When it is the window, the command runs there; when
it is another command, this one waits a while. Composed by `b2bdesk.cli.__main__`, which alone
knows how services are made.
"""

import errno
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from b2bdesk.cli import exits
from b2bdesk.cli.commands.rescue import Bare
from b2bdesk.cli.console import Surroundings
from b2bdesk.cli.grammar import build_parser
from b2bdesk.cli.handover import request
from b2bdesk.cli.parser import HelpShown, parse
from b2bdesk.cli.rounds import goes_on, watch_on
from b2bdesk.cli.run import OutputLost, run, say, show, tell_bug, tell_error
from b2bdesk.host.logs import hide, start_logs
from b2bdesk.host.places import find_places
from b2bdesk.texts import errors, set_language, tr
from b2bdesk.trade.errors import CodedError, Environment
from b2bdesk.usecases.ports.upkeep import RescuePort
from b2bdesk.usecases.services import Services
from b2bdesk.usecases.whereabouts import CODE as COPY_CODE

log = logging.getLogger(__name__)
PATIENCE_SECONDS = 10.0
PAUSE_SECONDS = 0.2
SECRETS = ("B2BDESK_TOKEN",)


@dataclass(frozen=True, slots=True)
class Doors:
    """How services are opened and how the owner of a profile is asked; made by `__main__`."""

    open_services: Callable[[Path | None, str | None], Services]
    ask_running: Callable[[str, Mapping[str, Any], Path | None, str | None], Mapping[str, Any]]
    patience: float = PATIENCE_SECONDS
    rescue: Callable[[Path | None, str | None], RescuePort] | None = None


class Program:
    """One run of `b2bdesk-cli`."""

    def __init__(self, doors: Doors, out: TextIO, err: TextIO, env: Mapping[str, str]) -> None:
        self._doors = doors
        self._out = out
        self._err = err
        self._env = env
        self._stop = threading.Event()

    def main(self, argv: Sequence[str]) -> int:
        """Run the arguments and return the exit code; nothing escapes but a debug traceback."""
        try:
            return self._main(argv)
        except OutputLost as lost:
            return self._unheard(lost)

    def _unheard(self, lost: OutputLost) -> int:
        """End a command whose result could not be written; a reader who left wants nothing."""
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), self._out.fileno())
        if isinstance(lost.error, BrokenPipeError) or lost.error.errno == errno.EINVAL:
            return lost.code
        words = errors.describe("output_failed", {"reason": lost.error.strerror or ""})
        print(words.one_line(), file=self._err, flush=True)
        return exits.MACHINE

    def _main(self, argv: Sequence[str]) -> int:
        set_language(self._env.get("B2BDESK_LANG"))
        as_json = "--json" in argv
        try:
            options = parse(build_parser(), argv)
            home = Path(options.home) if options.home else None
            self._start_log(home, options.profile)
            if options.bare is not None and self._doors.rescue is not None:
                rescue = self._doors.rescue(home, options.profile)
                result = options.bare(Bare(rescue, options, Path.cwd()))
                return show(result, self._out, as_json=as_json)
            around = self._around(options)

            def one_round(arguments: Sequence[str]) -> int:
                return self._once(arguments, home, options.profile, around)

            if goes_on(options):
                return watch_on(options, argv, one_round, self._stop)
            return one_round(argv)
        except HelpShown as shown:
            say(shown.text, self._out, exits.DONE)
            return exits.DONE
        except CodedError as error:
            return tell_error(error, self._out, self._err, as_json=as_json)
        except KeyboardInterrupt:
            return exits.STOPPED
        except OutputLost:
            raise
        except Exception as error:
            if self._env.get("B2BDESK_LOG") == "debug":
                raise
            log.exception("a command failed: %s", list(argv)[:2])
            return tell_bug(error, self._out, self._err, as_json=as_json)

    def _start_log(self, home: Path | None, profile: str | None) -> None:
        places = find_places(home, profile, self._env)
        start_logs(places.logs, "cli", self._env.get("B2BDESK_LOG") == "debug")
        for name in SECRETS:
            hide(self._env.get(name, ""))

    def _around(self, options: Any) -> Surroundings:
        piped = b""
        if getattr(options, "password_stdin", False):
            piped = sys.stdin.buffer.read()
        watched = self._err.isatty() or options.progress
        return Surroundings(Path.cwd(), self._env, piped, watched)

    def _once(
        self, argv: Sequence[str], home: Path | None, profile: str | None, around: Surroundings
    ) -> int:
        """Run one command here or in the program that has the profile."""
        until = time.monotonic() + self._doors.patience
        told = False
        while (services := self._open(home, profile)) is None:
            handed = self._hand_over(argv, home, profile, around)
            if handed is not None:
                return handed
            if time.monotonic() > until:
                raise Environment("profile_in_use", place=profile or "default")
            if not told:
                print(tr("Another command works with this profile; waiting…"), file=self._err)
                told = True
            self._stop.wait(PAUSE_SECONDS)
        try:
            for notice in services.notices:
                if notice.code == COPY_CODE:
                    continue  # `status` and `doctor` tell it, not each command of a robot
                words = errors.describe(notice.code, notice.params)
                print(words.one_line(), file=self._err)
            return run(argv, services, self._out, self._err, around)
        finally:
            services.close()

    def _open(self, home: Path | None, profile: str | None) -> Services | None:
        """Open the profile; None when another process has it."""
        try:
            return self._doors.open_services(home, profile)
        except Environment as error:
            if error.code != "profile_in_use":
                raise
            return None

    def _hand_over(
        self, argv: Sequence[str], home: Path | None, profile: str | None, around: Surroundings
    ) -> int | None:
        """Let the owner run the command; None when it does not take commands."""
        try:
            answer = self._doors.ask_running("cli", request(argv, around), home, profile)
        except Environment as error:
            if error.code != "owner_silent":
                raise
            return None
        if "code" not in answer:
            return None
        self._err.write(str(answer.get("err", "")))
        code = int(answer["code"])
        say(str(answer.get("out", "")), self._out, code)
        return code


def run_program(doors: Doors, argv: Sequence[str]) -> int:
    """Run `b2bdesk-cli` of this process: its streams speak UTF-8 whatever the console says."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    return Program(doors, sys.stdout, sys.stderr, os.environ).main(argv)
