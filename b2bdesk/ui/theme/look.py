"""The look in force: theme, fonts and whether things may move.

One value for the process, because a QPalette and the application font are process-wide
anyway. `app` calls `start` once and the settings screen `apply_theme`; painted widgets call
`color` and `font` while painting and hold nothing, so a switch is a repaint.
Scale (80–200 %) is `QT_SCALE_FACTOR`, set by `prepare_scale` before the application exists:
the only way that also scales standard dialogs; it takes effect at the next start.
"""

from __future__ import annotations

import os
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QToolTip

from b2bdesk.texts.resources import resources_dir
from b2bdesk.ui.theme.tokens import CONTRAST, DARK, LIGHT, NAMES, THEMES

FAMILY = "IBM Plex Sans"
SYSTEM = "system"
REGULAR, MEDIUM, SEMIBOLD = 400, 500, 600

_colors: dict[str, QColor] = {}
_state: dict[str, str | bool] = {"theme": LIGHT, "asked": SYSTEM, "reduced": False}


def prepare_scale(percent: int) -> None:
    """Set the interface scale for the application about to be created.

    Args:
        percent: 80–200; 100 leaves the scale of the screen alone.
    """
    if percent != 100:
        os.environ["QT_SCALE_FACTOR"] = f"{min(200, max(80, percent)) / 100:g}"


def start(app: QApplication, theme: str = SYSTEM, *, reduced_motion: bool = False) -> None:
    """Load the fonts, set Fusion and the palette of `theme`.

    Args:
        app: the application, just created.
        theme: `system`, `light`, `dark` or `contrast`.
        reduced_motion: the user's own wish; the system's is honoured besides.
    """
    for path in sorted((resources_dir() / "fonts").glob("IBMPlexSans*.ttf")):
        QFontDatabase.addApplicationFont(str(path))
    QFont.insertSubstitution(FAMILY, "DejaVu Sans")
    style = QStyleFactory.create("Fusion")
    if style is not None:
        app.setStyle(style)
    app.setFont(font(13))
    _state["reduced"] = reduced_motion
    hints = QGuiApplication.styleHints()
    hints.colorSchemeChanged.connect(_on_system_scheme)
    apply_theme(theme)


def apply_theme(theme: str) -> None:
    """Switch the whole application to `theme` at once.

    Args:
        theme: `system`, `light`, `dark` or `contrast`.
    """
    _state["asked"] = theme
    name = _system_theme() if theme == SYSTEM else theme
    _state["theme"] = name
    tokens = THEMES[name]
    _colors.clear()
    _colors.update({key: QColor(getattr(tokens, key)) for key in NAMES})
    palette = _palette()
    QApplication.setPalette(palette)
    QToolTip.setPalette(palette)
    QToolTip.setFont(font(12))
    for widget in QApplication.allWidgets():
        widget.update()


def theme() -> str:
    """The theme in force: `light`, `dark` or `contrast`."""
    return str(_state["theme"])


def asked_theme() -> str:
    """The theme the user chose, which may be `system`."""
    return str(_state["asked"])


def color(name: str) -> QColor:
    """The colour of a token in the theme in force; do not change the returned object."""
    if not _colors:
        apply_theme(LIGHT)
    return _colors[name]


def tone(name: str, part: str = "") -> QColor:
    """A colour of a tone.

    Args:
        name: `ok`, `warn`, `bad`, `info`, `accent`, `mute`, or any token name (then as it is).
        part: empty for words, `soft` for the fill, `edge` for the edge.
    """
    if name == "accent":
        return color({"": "accent_text", "soft": "accent_soft", "edge": "accent"}[part])
    if name == "mute" or not name:
        return color({"": "text2", "soft": "rail_sel", "edge": "line2"}[part])
    return color(f"{name}_{part}" if part else name)


def reduced_motion() -> bool:
    """Whether nothing may move: the user's setting or the system's preference (Qt ≥ 6.12)."""
    if _state["reduced"]:
        return True
    hints = QGuiApplication.styleHints()
    accessibility = hints.accessibility()
    preference = getattr(accessibility, "motionPreference", None)
    return preference is not None and getattr(preference(), "name", "") == "ReducedMotion"


def set_reduced_motion(reduced: bool) -> None:
    """Change the user's own wish for no motion."""
    _state["reduced"] = reduced


@lru_cache(maxsize=64)
def font(size: int, weight: int = REGULAR, *, zero: bool = False) -> QFont:
    """A font of the interface.

    Args:
        size: pixels at 100 %.
        weight: 400, 500 or 600.
        zero: slashed zero, for articles and codes.
    """
    made = QFont(FAMILY)
    made.setPixelSize(size)
    made.setWeight(QFont.Weight(weight))
    made.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    made.setFeature(QFont.Tag("tnum"), 1)
    if zero:
        made.setFeature(QFont.Tag("zero"), 1)
    return made


@lru_cache(maxsize=64)
def metrics(size: int, weight: int = REGULAR, *, zero: bool = False) -> QFontMetricsF:
    """Metrics of the font of the same arguments."""
    return QFontMetricsF(font(size, weight, zero=zero))


def _system_theme() -> str:
    hints = QGuiApplication.styleHints()
    accessibility = hints.accessibility()
    if accessibility.contrastPreference() == Qt.ContrastPreference.HighContrast:
        return CONTRAST
    return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT


def _on_system_scheme(_scheme: Qt.ColorScheme) -> None:
    if _state["asked"] == SYSTEM:
        apply_theme(SYSTEM)


def _palette() -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    roles = {
        role.Window: "surface", role.Base: "surface", role.AlternateBase: "sunken",
        role.Text: "text", role.WindowText: "text", role.ButtonText: "text",
        role.Button: "surface", role.Highlight: "accent", role.HighlightedText: "on_accent",
        role.PlaceholderText: "text3", role.ToolTipBase: "toast", role.ToolTipText: "toast_text",
        role.Mid: "line2", role.Midlight: "line", role.Dark: "line2", role.Light: "raised",
        role.Shadow: "line2", role.Accent: "accent", role.Link: "accent_text",
        role.LinkVisited: "accent_text", role.BrightText: "on_accent",
    }  # fmt: skip
    for each, name in roles.items():
        palette.setColor(QPalette.ColorGroup.All, each, _colors[name])
    palette.setColor(QPalette.ColorGroup.Disabled, role.Base, _colors["sunken"])
    for each in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, _colors["text3"])
    return palette
