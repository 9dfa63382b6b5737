"""LibreOffice as a second opinion on the files the program writes; tests skip without it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

_LIMIT_S = 120


def converted(path: Path, kind: str, folder: Path) -> Path:
    """Open a file in LibreOffice and save it as another kind.

    Args:
        path: the file.
        kind: what to make of it: `xlsx`, `ods` or `csv` (UTF-8, first sheet).
        folder: where to put it, and the profile of this run.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed: the file was not opened by another program")
    out = folder / "converted"
    out.mkdir(exist_ok=True)
    wanted = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true" if kind == "csv" else kind
    profile = (folder / "office-profile").as_uri()
    command = [
        program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", wanted,
        "--outdir", str(out), str(path),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=_LIMIT_S)
    made = out / f"{path.stem}.{kind}"
    assert made.exists(), "LibreOffice could not open the file"
    return made
