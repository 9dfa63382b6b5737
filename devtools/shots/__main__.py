"""`dev.py shots DIR`: photographs the states of the manifest.

    python3 dev.py shots out/shots --theme dark --lang en --scale 1.25
    python3 dev.py shots out/shots --all          every theme × scale × language
    python3 dev.py shots docs/pictures --readme   the pictures of the README

Each combination runs in a process of its own (the scale is fixed when Qt starts) over one demo
portal whose data are the same each time.
"""

from __future__ import annotations

import argparse
import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

THEMES, LANGUAGES, SCALES = ("light", "dark", "contrast"), ("ru", "en"), ("1", "1.25")
LIMIT_SECONDS = 240


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 1 when a picture is missing."""
    parser = argparse.ArgumentParser(prog="dev.py shots", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--theme", choices=THEMES, default="light")
    parser.add_argument("--lang", choices=LANGUAGES, default="ru")
    parser.add_argument("--scale", default="1")
    parser.add_argument("--size", default="1440x900")
    parser.add_argument("--only", default="", help="names of states, separated by commas")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--readme", action="store_true")
    parser.add_argument("--goods", type=int, default=12_000)
    parser.add_argument("--stage", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.stage is not None:
        from devtools.shots.stage import photograph

        return photograph(chosen)
    with tempfile.TemporaryDirectory(prefix="b2bdesk-shots-") as folder:
        return max(_one(chosen, Path(folder), *each) for each in _combinations(chosen))


def _combinations(chosen: argparse.Namespace) -> list[tuple[str, str, str]]:
    if chosen.all:
        return list(itertools.product(THEMES, LANGUAGES, SCALES))
    if chosen.readme:
        return list(itertools.product(("light", "dark"), LANGUAGES, ("1",)))
    return [(chosen.theme, chosen.lang, chosen.scale)]


def _one(chosen: argparse.Namespace, home: Path, theme: str, lang: str, scale: str) -> int:
    many = chosen.all
    folder = chosen.folder / f"{theme}-{lang}-{scale}" if many else chosen.folder
    raw = home / "pictures" if chosen.readme else folder
    shutil.rmtree(home / "pictures", ignore_errors=True)
    command = [
        *(sys.executable, "-P", "-m", "devtools.shots", str(raw), "--stage", str(home)),
        *("--theme", theme, "--lang", lang, "--size", chosen.size, "--only", chosen.only),
        *("--goods", str(chosen.goods)),
        *(("--readme",) if chosen.readme else ()),
    ]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "B2BDESK_LANG": lang}
    environment["QT_SCALE_FACTOR"] = scale
    environment["QT_FONT_DPI"] = "96"
    done = subprocess.run(command, env=environment, check=False, timeout=LIMIT_SECONDS)
    if chosen.readme and done.returncode == 0:
        _keep_small(raw, chosen.folder, f"{theme}-{lang}")
    return done.returncode


def _keep_small(raw: Path, folder: Path, tail: str) -> None:
    """Store the pictures in 256 colours, so that a clone stays light."""
    from PIL import Image

    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(raw.glob("*.png")):
        with Image.open(path) as picture:
            small = picture.convert("RGB").quantize(
                256, method=Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE
            )
            small.save(folder / f"{path.stem}-{tail}.png", optimize=True)


if __name__ == "__main__":
    sys.exit(main())
