"""Where the program's resources lie: beside the package, or inside the frozen bundle.

Fonts, icons, demo pictures and the translations come from here; `host` and `ui` ask the same
function.
"""

from __future__ import annotations

import sys
from pathlib import Path


def resources_dir() -> Path:
    """The folder `resources/` of the bundle (PyInstaller) or of the source tree."""
    bundle = getattr(sys, "_MEIPASS", None)
    root = Path(bundle) if bundle else Path(__file__).resolve().parents[2]
    return root / "resources"
