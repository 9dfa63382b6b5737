"""`lock`: writes requirements/dev.txt and run.txt, and NOTICE after them.

The files hold versions and hashes for every platform and Python from 3.11, and no host: packages
come from wherever pip of the machine is told to look.
Stdlib only.
"""

from __future__ import annotations

import os
import subprocess
import sys

from devtools import environment
from devtools.places import PYPROJECT, REQUIREMENTS, ROOT, Trouble, venv_bin

_UV = "uv==0.13.9"
_RUN_EXTRAS = ("portal", "setup")
# the driver of PostgreSQL: tests use it, a bundle does not carry it
_DEV_EXTRAS = (*_RUN_EXTRAS, "postgres", "test", "build")


def lock(arguments: list[str]) -> int:
    """Resolve anew; versions already locked are kept unless `--upgrade` is given."""
    upgrade = [word for word in arguments if word == "--upgrade"]
    if len(upgrade) != len(arguments):
        print("lock knows only --upgrade", file=sys.stderr)
        return 5
    _ensure_uv()
    dev, run = REQUIREMENTS / "dev.txt", REQUIREMENTS / "run.txt"
    _compile(str(dev), _DEV_EXTRAS, upgrade)
    run.unlink(missing_ok=True)  # it follows dev.txt, whatever stood here before
    _compile(str(run), _RUN_EXTRAS, ["--constraint", str(dev)])
    environment.prepare(environment.DEV)
    return environment.run("devtools.notice", [], here=False)


def _ensure_uv() -> None:
    if venv_bin("uv").exists():
        return
    done = subprocess.run(
        [venv_bin("python"), "-m", "pip", "install", "-q", _UV], stdout=sys.stderr, check=False
    )
    if done.returncode != 0:
        raise Trouble(f"{_UV} cannot be installed, and only it writes locks for every platform")


def _compile(target: str, extras: tuple[str, ...], more: list[str]) -> None:
    command = [
        *(str(venv_bin("uv")), "pip", "compile", str(PYPROJECT), "--quiet", "--universal"),
        *("--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate"),
        *("--no-emit-index-url", "--no-emit-find-links", "--output-file", target),
        *(word for extra in extras for word in ("--extra", extra)),
        *more,
    ]
    environ = {**os.environ, "UV_PYTHON": str(venv_bin("python"))}
    done = subprocess.run(command, cwd=ROOT, env=environ, stdout=sys.stderr, check=False)
    if done.returncode != 0:
        raise Trouble("the dependencies of pyproject.toml cannot be resolved; see above")
