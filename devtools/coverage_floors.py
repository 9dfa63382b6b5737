"""Holds the floors of branch coverage after `dev.py check --cov`.

The floors stand in pyproject.toml under `[tool.b2bdesk.coverage]`: one for the whole package, and
the files that must stay at 100 % (the arithmetic and the rules, where a missed branch costs money).
Runs inside the environment, over the JSON report of coverage.py.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Mapping
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from devtools.places import PYPROJECT, ROOT

REPORT = ROOT / ".coverage.json"


def shortfalls(report: Mapping[str, Any], floor: float, complete: list[str]) -> list[str]:
    """Return one line for each floor that is not reached.

    Args:
        report: coverage.py's JSON report, as read.
        floor: percent of lines and branches of the whole package.
        complete: files or folders (ending in `/`) that must have 100 %.
    """
    total = float(report["totals"]["percent_covered"])
    low = [f"the package: {total:.1f} %, floor {floor} %"] if total < floor else []
    for name, file in sorted(report["files"].items()):
        place = PurePosixPath(PureWindowsPath(name)).as_posix()
        percent = float(file["summary"]["percent_covered"])
        bound = any(
            place == one or (one.endswith("/") and place.startswith(one)) for one in complete
        )
        if bound and percent < 100:
            missing = file.get("missing_lines", []) or file.get("missing_branches", [])
            low.append(f"{place}: {percent:.1f} %, must be complete; missing {missing[:8]}")
    return low


def main() -> int:
    """Compare the last report with the floors of pyproject.toml."""
    settings = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["tool"]["b2bdesk"]["coverage"]
    report = json.loads(REPORT.read_text(encoding="utf-8"))
    low = shortfalls(report, settings["floor"], settings["complete"])
    print(f"branch coverage {report['totals']['percent_covered']:.1f} %")
    for line in low:
        print(line)
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
