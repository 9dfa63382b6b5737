"""The palette test: text 4.5 : 1 wherever it may stand, edges and rings 3 : 1, in three themes."""

from __future__ import annotations

import pytest

from b2bdesk.ui.theme.tokens import AVATAR_BACK, ENTITY_COLOURS, THEMES

BACKS = ("surface", "chrome", "sunken", "hover", "sel", "well", "raised")
TEXTS = ("text", "text2", "text3", "accent_text", "ok", "warn", "bad", "info")
TONES = ("ok", "warn", "bad", "info")


def luminance(color: str) -> float:
    """Relative luminance by WCAG."""
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Contrast of two colours."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("text", TEXTS)
def test_text_is_readable_on_every_fill(theme: str, text: str) -> None:
    tokens = THEMES[theme]
    worst = {back: contrast(getattr(tokens, text), getattr(tokens, back)) for back in BACKS}
    assert min(worst.values()) >= 4.5, worst


@pytest.mark.parametrize("theme", THEMES)
def test_words_are_readable_on_their_soft_fills(theme: str) -> None:
    tokens = THEMES[theme]
    for tone in TONES:
        assert contrast(getattr(tokens, tone), getattr(tokens, f"{tone}_soft")) >= 4.5
        assert contrast(tokens.text, getattr(tokens, f"{tone}_soft")) >= 4.5
    assert contrast(tokens.accent_text, tokens.accent_soft) >= 4.5
    assert contrast(tokens.on_accent, tokens.accent) >= 4.5
    assert contrast(tokens.on_accent, tokens.accent_hover) >= 4.5
    assert contrast(tokens.text2, tokens.rail_sel) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_edges_and_rings_are_seen(theme: str) -> None:
    tokens = THEMES[theme]
    for name in ("focus", *(f"{tone}_edge" for tone in TONES)):
        assert contrast(getattr(tokens, name), tokens.surface) >= 3.0, name


@pytest.mark.parametrize("theme", THEMES)
def test_toasts_are_readable(theme: str) -> None:
    tokens = THEMES[theme]
    for name in ("toast_text", "toast_text2", "toast_action", "toast_ok", "toast_bad"):
        assert contrast(getattr(tokens, name), tokens.toast) >= 4.5, name


def test_white_letters_are_readable_on_every_entity() -> None:
    for colour in (*ENTITY_COLOURS, AVATAR_BACK):
        assert contrast("#FFFFFF", colour) >= 4.5, colour
