"""The project's environment: `.venv`, filled from a hashed lock file, kept by a stamp.

`prepare()` is called at the start of each command. When the stamp in `.venv` names the present
lock file it returns at once, so a second run starts in a moment and needs no network. A broken,
moved or half-made environment is mended: the stamp is written last and removed first.
Stdlib only: dev.py runs this before the environment exists.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from devtools import system
from devtools.places import MACHINE, PYPROJECT, REQUIREMENTS, ROOT, VENV, Trouble, say, venv_bin

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

RUN = "run"
DEV = "dev"
# The developers' lock holds everything of the other one, in the same versions (a test proves it).
_COVERS = {RUN: (RUN,), DEV: (RUN, DEV)}
_STAMP = VENV / "b2bdesk-stamp.json"
# There only while packages are being laid down: whoever finds it finds a torn environment.
_UNDER_WAY = VENV / "b2bdesk-under-way"


def prepare(lock: str) -> None:
    """Make the environment hold what `requirements/<lock>.txt` names.

    Args:
        lock: `run` (the programs) or `dev` (programs, tests, checks, builds).

    Raises:
        Trouble: something only a person can mend.
    """
    wanted = system.RUN + (system.TEST if lock == DEV else ())
    command = system.ensure(wanted)
    if command:
        say(f"System packages are missing; an administrator installs them with:\n  {command}")
    with _alone():
        fresh = _ensure_current(lock)
    if fresh or command:
        _probe_qt(command)


def _ensure_current(lock: str) -> bool:
    if VENV.is_symlink():
        raise Trouble(f"{VENV} is a link: its target belongs to another checkout. Remove the link.")
    stamp = _read_stamp()
    if stamp is not None and not _venv_works():
        stamp = None
    locks = stamp.get("locks", {}) if stamp else {}
    current = isinstance(locks, dict) and locks.get(lock) == _digest(REQUIREMENTS / f"{lock}.txt")
    project = _digest(PYPROJECT)
    if current and stamp is not None and stamp.get("project") == project:
        return False
    _STAMP.unlink(missing_ok=True)
    _ensure_venv()
    if not current:
        _install_lock(lock)
        locks = {name: _digest(REQUIREMENTS / f"{name}.txt") for name in _COVERS[lock]}
    _install_project()
    _write_stamp({"place": str(VENV), "project": project, "locks": locks})
    return True


def _read_stamp() -> dict[str, object] | None:
    try:
        stamp = json.loads(_STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    # a moved or copied checkout: the scripts inside still name the old place
    return stamp if isinstance(stamp, dict) and stamp.get("place") == str(VENV) else None


def _write_stamp(stamp: dict[str, object]) -> None:
    beside = _STAMP.with_suffix(".new")
    beside.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
    beside.replace(_STAMP)


def _digest(path: Path) -> str:
    text = path.read_text(encoding="utf-8")  # text, so that line ends of a checkout do not count
    return hashlib.sha256(text.encode()).hexdigest()


def _venv_works() -> bool:
    """Return whether the environment's Python runs, has pip, and was not left half-made."""
    if _UNDER_WAY.exists():
        return False
    python = venv_bin("python")
    probe = "import sys, pip; print(sys.version_info >= (3, 11))"
    try:
        answer = subprocess.run(
            [python, "-c", probe], capture_output=True, encoding="utf-8", check=False, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and answer.stdout.strip() == "True"


def _ensure_venv() -> None:
    if _venv_works() and _made_here():
        return
    if VENV.exists():
        say("The environment in .venv is unusable and is made anew.")
        shutil.rmtree(VENV)
    _make_venv()


def _make_venv() -> None:
    say(f"Making .venv with Python {sys.version.split()[0]}")
    base = getattr(sys, "_base_executable", None) or sys.executable
    done = subprocess.run([base, "-m", "venv", VENV], stdout=sys.stderr, check=False)
    if done.returncode != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        raise Trouble(
            "This Python cannot make a virtual environment. On Debian: "
            "sudo apt-get install -y python3-venv"
        )


def _made_here() -> bool:
    """Return whether the scripts inside name this folder (a copied checkout names another)."""
    scripts = [path for path in venv_bin("python").parent.glob("pip*") if path.is_file()]
    here = os.fsencode(VENV)
    return not scripts or any(here in path.read_bytes() for path in scripts)


def _install_lock(lock: str) -> None:
    names = (REQUIREMENTS / f"{lock}.txt").read_text(encoding="utf-8").count("==")
    say(f"Installing {names} packages into .venv; the first time this takes some minutes.")
    _pip("--require-hashes", "--no-deps", "-r", str(REQUIREMENTS / f"{lock}.txt"))


def _install_project() -> None:
    _pip("--no-deps", "--no-build-isolation", "-e", str(ROOT))


def _pip(*arguments: str) -> None:
    command = [
        str(venv_bin("python")),
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "-qq",
    ]
    quiet = [] if sys.stderr.isatty() else ["--progress-bar", "off"]
    environment = {**os.environ, "PIP_ROOT_USER_ACTION": "ignore", "PYTHONUTF8": "1"}
    _UNDER_WAY.touch()
    done = subprocess.run(
        [*command, *quiet, *arguments], env=environment, stdout=sys.stderr, check=False
    )
    _UNDER_WAY.unlink()
    if done.returncode != 0:
        raise Trouble(
            "pip could not install the packages; its message stands above. "
            "Run the command again: what is already there is kept."
        )


def _probe_qt(command: str | None) -> None:
    """Say in words what is missing when Qt does not load."""
    answer = subprocess.run(
        [venv_bin("python"), "-c", "import PySide6.QtWidgets, PySide6.QtPrintSupport"],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if answer.returncode == 0:
        return
    last = answer.stderr.strip().splitlines()[-1:] or ["no message"]
    advice = command or f"install, under the names of your system: {system.needed_libraries()}"
    raise Trouble(f"Qt does not load: {last[0]}\nWhat helps: {advice}")


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Let one command at a time work on the environment; the next one waits."""
    path = ROOT / ".venv.lock"
    with path.open("a+b") as handle:
        _lock(handle)
        yield


def _lock(handle: IO[bytes]) -> None:
    if sys.platform == "win32":
        handle.seek(0)
        msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)
    else:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another dev.py is preparing .venv; waiting for it.")
            fcntl.flock(handle, fcntl.LOCK_EX)


def run(module: str, arguments: list[str], *, here: bool = True) -> int:
    """Run a module in the environment and return its exit code.

    Args:
        module: the name `python -m` gets.
        arguments: what follows it.
        here: in the person's folder (relative paths are theirs), else in the checkout.
    """
    command = [str(venv_bin("python")), "-P", "-m", module, *arguments]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    folder = None if here else ROOT
    try:
        with subprocess.Popen(command, env=environment, cwd=folder) as child:
            return _wait(child)
    except OSError as error:
        say(f"{command[0]} does not start: {error}")
        return MACHINE


def _wait(child: subprocess.Popen[bytes]) -> int:
    """Wait for the child through Ctrl+C: it gets the same signal and ends in its own time."""
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue
