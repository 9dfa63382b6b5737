"""Children talk on pipes and end with us."""

import subprocess
import sys

from b2bdesk.host.processes import CLI, Child, command


def test_a_child_ends_when_its_input_closes() -> None:
    child = Child([sys.executable, "-c", "import sys; print('порт 1'); sys.stdin.read()"])
    assert child.read_line() == "порт 1"
    assert child.poll() is None
    assert child.end() == 0


def test_a_stubborn_child_is_ended_by_force() -> None:
    code = (
        "import signal, threading\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "print('up', flush=True)\nthreading.Event().wait()"
    )
    child = Child([sys.executable, "-c", code])
    assert child.read_line() == "up"
    assert child.end(patience=0) != 0
    assert child.poll() is not None


def test_our_programs_are_started_from_the_checkout_by_module() -> None:
    assert command(CLI, "--child", "import") == [
        sys.executable, "-m", "b2bdesk.cli", "--child", "import",
    ]  # fmt: skip


def test_leaving_keeps_what_was_said_and_runs_nothing_else() -> None:
    code = (
        "import atexit, sys\n"
        "from b2bdesk.host.leaving import leave\n"
        "atexit.register(print, 'late')\n"
        "sys.stdout.write('kept')\nleave(6)"
    )
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (6, b"kept")
