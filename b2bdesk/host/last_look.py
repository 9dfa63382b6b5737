"""How the window looked last: read before anything else, so that the first frame is the right one.

A small file beside desk.db; the settings in desk.db stay the truth. One that is missing or does
not read means the looks of a first start.
"""

import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)
FILE = "look.json"


@dataclass(frozen=True, slots=True)
class LastLook:
    """Language, theme, scale in percent and the geometry as the toolkit wrote it (base64)."""

    language: str = ""
    theme: str = ""
    scale: int = 100
    geometry: str = ""


def read_look(folder: Path) -> LastLook:
    """Return how the window of a profile looked last."""
    try:
        told: Any = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return LastLook()
    if not isinstance(told, dict):
        return LastLook()
    language, theme, geometry = (_word(told, name) for name in ("language", "theme", "geometry"))
    scale = told.get("scale")
    return LastLook(language, theme, scale if isinstance(scale, int) else 100, geometry)


def _word(told: dict[str, Any], name: str) -> str:
    found = told.get(name)
    return found if isinstance(found, str) else ""


def write_look(folder: Path, look: LastLook) -> None:
    """Remember how the window looks; a folder that cannot be written is only logged."""
    if read_look(folder) == look:
        return
    try:
        (folder / FILE).write_text(json.dumps(asdict(look)) + "\n", encoding="utf-8")
    except OSError as error:
        log.info("the look of the window is not remembered: %s", error)
