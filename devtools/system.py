"""System packages on Debian and its kin: what Qt needs to load, what the tests need to run.

As root they are installed with apt-get; for an ordinary user the exact command is printed and the
work goes on if Qt loads all the same. Elsewhere (Windows, macOS, other Linuxes) nothing is done.
Stdlib only: dev.py runs this before the environment exists.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys

from devtools.places import Trouble, say

# Each entry lists names of one package, the newest first (Debian 13 renamed some for 64-bit time).
RUN: tuple[tuple[str, ...], ...] = (
    ("ca-certificates",),
    ("libglib2.0-0t64", "libglib2.0-0"),
    ("libegl1",),
    ("libgl1",),
    ("libxkbcommon0",),
    ("libxkbcommon-x11-0",),
    ("libdbus-1-3",),
    ("libfontconfig1",),
    ("libxcb-cursor0",),
    ("libxcb-icccm4",),
    ("libxcb-keysyms1",),
    ("libxcb-image0",),
    ("libxcb-render-util0",),
    ("libxcb-shape0",),
    ("libxcb-xinerama0",),
    ("libcups2t64", "libcups2"),  # without it Qt's print plugin does not load
    ("fonts-dejavu-core",),
)
TEST: tuple[tuple[str, ...], ...] = (("xvfb",), ("openbox",), ("xdotool",), ("strace",))


def ensure(wanted: tuple[tuple[str, ...], ...]) -> str | None:
    """Install what is missing of `wanted`, or tell how.

    Returns:
        None when everything is there, else the command an administrator has to run.

    Raises:
        Trouble: apt-get failed.
    """
    if shutil.which("dpkg-query") is None or shutil.which("apt-get") is None:
        return None
    missing = _missing(wanted + _venv_package())
    if not missing:
        return None
    if os.geteuid() != 0:
        return "sudo apt-get install -y --no-install-recommends " + " ".join(
            names[-1] for names in missing
        )
    _apt("update")
    chosen = [_known(names) for names in missing]
    say("Installing system packages: " + " ".join(chosen))
    _apt("install", "-y", "--no-install-recommends", *chosen)
    return None


def _venv_package() -> tuple[tuple[str, ...], ...]:
    """Debian's own Python comes without ensurepip; a Python built by hand has it."""
    if importlib.util.find_spec("ensurepip") is not None:
        return ()
    exact = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    return ((exact, "python3-venv"),)


def _missing(wanted: tuple[tuple[str, ...], ...]) -> list[tuple[str, ...]]:
    names = [name for alternatives in wanted for name in alternatives]
    answer = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *names],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    present = {
        line.split()[0] for line in answer.stdout.splitlines() if line.endswith(" installed")
    }
    return [alternatives for alternatives in wanted if not present.intersection(alternatives)]


def _known(alternatives: tuple[str, ...]) -> str:
    """Return the name this release of the system knows."""
    for name in alternatives[:-1]:
        answer = subprocess.run(
            ["apt-cache", "show", "--no-all-versions", name], capture_output=True, check=False
        )
        if answer.returncode == 0 and answer.stdout:
            return name
    return alternatives[-1]


def _apt(*arguments: str) -> None:
    command = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=300", *arguments]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # apt talks on stdout, which belongs to the command the person asked for
    done = subprocess.run(command, env=environment, stdout=sys.stderr, check=False)
    if done.returncode != 0:
        raise Trouble(f"{' '.join(command)} failed; its message stands above")


def has_display() -> bool:
    """Return whether a window can be shown."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def needed_libraries() -> str:
    """Return the packages Qt needs, for a system whose package manager is not apt."""
    return " ".join(alternatives[-1] for alternatives in RUN)
