"""Writes NOTICE: every part a bundle carries, with version, licence and home.

Names and versions come from requirements/run.txt, licences from the metadata of the installed
packages. Parts that are only installed on another system, or whose metadata is vague, stand in
`_KNOWN`. Runs inside the environment (`dev.py lock`); a test fails when NOTICE is stale.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from email.message import Message
from importlib import metadata

from devtools.places import REQUIREMENTS, ROOT

_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)")
# Only needed to install from a checkout; a bundle does not carry them.
_NOT_BUNDLED = frozenset({"flit-core"})
_KNOWN = {
    "pywin32-ctypes": ("BSD-3-Clause", "https://github.com/enthought/pywin32-ctypes"),
    "colorama": ("BSD-3-Clause", "https://github.com/tartley/colorama"),
    "pypdfium2": (
        "BSD-3-Clause OR Apache-2.0, and PDFium's own",
        "https://pypdfium2.readthedocs.io",
    ),
    "pyside6-essentials": ("LGPL-3.0-only", "https://pyside.org"),
    "shiboken6": ("LGPL-3.0-only", "https://pyside.org"),
}
_ALLOWED = (
    *("MIT", "BSD", "Apache", "PSF", "Python", "MPL", "OFL", "HPND", "LGPL-3.0-only", "ISC"),
    *("Unlicense", "0BSD", "CNRI"),
)
_ASSETS = (
    ("IBM Plex Sans", "OFL-1.1", "resources/fonts/OFL-IBMPlexSans.txt"),
    ("PT Sans, PT Sans Narrow", "OFL-1.1", "resources/fonts/OFL-PTSans.txt"),
    ("Tabler Icons", "MIT", "resources/icons/LICENSE"),
)
_HEAD = """\
b2bdesk is under the MIT licence (file LICENSE). A bundle of it carries the parts below, each
under its own licence. Qt and PySide6 are used under the GNU LGPL, version 3, as shared libraries
beside the program, which you may replace by your own build of the same version.
Written by `python3 dev.py lock`; do not edit.
"""


@dataclass(frozen=True)
class Part:
    """One bundled package."""

    name: str
    version: str
    licence: str
    home: str


def pins() -> list[tuple[str, str]]:
    """Return (name, version) of each package of the run lock that a bundle carries."""
    lines = (REQUIREMENTS / "run.txt").read_text(encoding="utf-8").splitlines()
    found = [match.groups() for line in lines if (match := _PIN.match(line))]
    return [(name, version) for name, version in found if name not in _NOT_BUNDLED]


def render(parts: list[Part]) -> str:
    """Return the text of NOTICE."""
    rows = [(f"{part.name} {part.version}", part.licence, part.home) for part in parts]
    lines = [_HEAD, "Packages", "", *_table(rows), "", "Fonts and icons", "", *_table([*_ASSETS])]
    return "\n".join(line.rstrip(" ") for line in lines) + "\n"


def _table(rows: list[tuple[str, str, str]]) -> list[str]:
    first = max(len(row[0]) for row in rows) + 2
    second = max(len(row[1]) for row in rows) + 2
    return [f"  {name:{first}}{licence:{second}}{home}" for name, licence, home in rows]


def _part(name: str, version: str) -> Part:
    if name in _KNOWN:
        return Part(name, version, *_KNOWN[name])
    fields = metadata.metadata(name)
    # an email message in fact; the protocol of importlib.metadata hides `get`
    assert isinstance(fields, Message)
    return Part(name, version, _licence(fields), _home(fields))


def _licence(fields: Message) -> str:
    expression = str(fields.get("License-Expression") or "")
    if expression:
        return expression
    labels = [
        value.rsplit(" :: ", 1)[-1]
        for value in fields.get_all("Classifier", [])
        if value.startswith("License ::") and value != "License :: OSI Approved"
    ]
    text = str(fields.get("License") or "")
    short = text if text and "\n" not in text and len(text) <= 40 else ""
    return short or " AND ".join(labels) or "unknown"


def _home(fields: Message) -> str:
    urls = dict(
        value.lower().split(", ", 1) for value in fields.get_all("Project-URL", []) if ", " in value
    )
    for label in ("homepage", "home", "source", "source code", "repository", "github", "code"):
        if label in urls:
            return str(urls[label])
    return str(fields.get("Home-page") or next(iter(urls.values()), ""))


def refused(parts: list[Part]) -> list[Part]:
    """Return parts whose licence a bundle must not carry, or that nobody knows."""
    return [part for part in parts if not may_be_bundled(part.licence)]


def may_be_bundled(licence: str) -> bool:
    """Return whether a bundle under MIT, with Qt under the LGPL, may carry such a part."""
    if "GPL" in licence and licence != "LGPL-3.0-only":
        return False
    return any(word in licence for word in _ALLOWED)


def main() -> int:
    """Write NOTICE; return 1 when a licence is not one we may bundle."""
    try:
        parts = [_part(name, version) for name, version in pins()]
    except metadata.PackageNotFoundError as absent:
        print(f"{absent.name} is not installed: lock on Linux with Python 3.11", file=sys.stderr)
        return 1
    bad = refused(parts)
    for part in bad:
        print(f"{part.name}: the licence is {part.licence!r}", file=sys.stderr)
    if bad:
        return 1
    (ROOT / "NOTICE").write_text(render(parts), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
