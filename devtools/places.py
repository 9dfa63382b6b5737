"""Where things of the checkout are, and how a tool's trouble is told.

Stdlib only: dev.py uses it before the environment exists.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
REQUIREMENTS = ROOT / "requirements"
PYPROJECT = ROOT / "pyproject.toml"
PACKAGE = ROOT / "b2bdesk"
I18N = ROOT / "resources" / "i18n"

#: Exit code when the machine, not the code under test, is in the way (as in CLI's table).
MACHINE = 7


class Trouble(Exception):
    """The machine is in the way; the message tells the person what to do."""


def venv_bin(name: str) -> Path:
    """Return the path of an executable of the project's environment."""
    if os.name == "nt":
        return VENV / "Scripts" / f"{name}.exe"
    return VENV / "bin" / name


def say(text: str) -> None:
    """Tell the person what is going on, on stderr: stdout belongs to the command run."""
    print(text, file=sys.stderr, flush=True)
