"""The one table of colours: light, dark and high contrast, by the names of the visual language.

Widgets ask `look.color(name)` and never hold a colour of their own, so that a theme is
nothing but another column of this table. `tests/ui/test_tokens.py` holds the contrasts:
text 4.5 : 1 on every fill it may stand on, edges and rings 3 : 1.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

LIGHT = "light"
DARK = "dark"
CONTRAST = "contrast"


@dataclass(frozen=True)
class Tokens:
    """Colours of one theme as `#RRGGBB` (or `#AARRGGBB` for scrim and shadow)."""

    chrome: str
    surface: str
    sunken: str
    raised: str
    hover: str
    sel: str
    sel_line: str
    well: str
    rail_sel: str
    track: str
    seg_back: str
    seg_on: str
    rail_text: str
    line: str
    line2: str
    text: str
    text2: str
    text3: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_text: str
    accent_soft: str
    focus: str
    ok: str
    ok_soft: str
    ok_edge: str
    warn: str
    warn_soft: str
    warn_edge: str
    bad: str
    bad_soft: str
    bad_edge: str
    info: str
    info_soft: str
    info_edge: str
    chart: str
    chart2: str
    toast: str
    toast_text: str
    toast_text2: str
    toast_action: str
    toast_line: str
    toast_ok: str
    toast_bad: str
    picture_back: str
    picture_back2: str
    scrim: str
    shadow: str


_LIGHT = Tokens(
    chrome="#F2F3F5", surface="#FFFFFF", sunken="#F7F8F9", raised="#FFFFFF", hover="#F4F5F7",
    sel="#EAF0FE", sel_line="#C9D8FB", well="#F6F8FC", rail_sel="#E3E6EA", track="#E8EAED",
    seg_back="#E3E6EA", seg_on="#FFFFFF", rail_text="#1A1D21", line="#E6E8EB", line2="#C9CED6",
    text="#1A1D21", text2="#545A64", text3="#626973", accent="#2558D9", accent_hover="#1D49B8",
    on_accent="#FFFFFF", accent_text="#1F4FC8", accent_soft="#E9EFFD", focus="#2558D9",
    ok="#1A7445", ok_soft="#E5F3EB", ok_edge="#3BA66B",
    warn="#8A5700", warn_soft="#FCF3DF", warn_edge="#C68600",
    bad="#BE2A26", bad_soft="#FCEAE9", bad_edge="#DD4B45",
    info="#46619B", info_soft="#ECF0F8", info_edge="#7790C4",
    chart="#2558D9", chart2="#C6D4F7", toast="#22262C", toast_text="#F2F4F7",
    toast_text2="#A9B1BD", toast_action="#8FB2FF", toast_line="#3C424B", toast_ok="#5CC48C",
    toast_bad="#FF8A83", picture_back="#F3F4F6", picture_back2="#E9EBEE",
    scrim="#38000000", shadow="#1F101828",
)  # fmt: skip

_DARK = Tokens(
    chrome="#16181B", surface="#1C1E22", sunken="#202327", raised="#26292F", hover="#24272C",
    sel="#212C45", sel_line="#34507F", well="#1F2430", rail_sel="#282B31", track="#33373E",
    seg_back="#202327", seg_on="#41464F", rail_text="#A9AFB9", line="#2B2E34", line2="#41464F",
    text="#E4E6EA", text2="#A9AFB9", text3="#8F96A1", accent="#3B6EEA", accent_hover="#2F60DA",
    on_accent="#FFFFFF", accent_text="#86ABFF", accent_soft="#22304F", focus="#6D97FF",
    ok="#5CC48C", ok_soft="#1B3227", ok_edge="#3E9C6A",
    warn="#E6B252", warn_soft="#352C19", warn_edge="#C08A1E",
    bad="#FF8A83", bad_soft="#3C2221", bad_edge="#D9534D",
    info="#A3B7E6", info_soft="#262D3D", info_edge="#5E76AC",
    chart="#6D97FF", chart2="#33466F", toast="#26292F", toast_text="#E4E6EA",
    toast_text2="#A9AFB9", toast_action="#86ABFF", toast_line="#41464F", toast_ok="#5CC48C",
    toast_bad="#FF8A83", picture_back="#33373F", picture_back2="#25282D",
    scrim="#78000000", shadow="#73000000",
)  # fmt: skip

_CONTRAST = Tokens(
    chrome="#000000", surface="#000000", sunken="#0B0B0B", raised="#0B0B0B", hover="#1E1E1E",
    sel="#002B66", sel_line="#8CCBFF", well="#0B1526", rail_sel="#002B66", track="#3A3A3A",
    seg_back="#0B0B0B", seg_on="#002B66", rail_text="#FFFFFF", line="#767676", line2="#FFFFFF",
    text="#FFFFFF", text2="#FFFFFF", text3="#DADADA", accent="#1668F0", accent_hover="#0F58D6",
    on_accent="#FFFFFF", accent_text="#8CCBFF", accent_soft="#00295E", focus="#FFE14A",
    ok="#6BFFA0", ok_soft="#00331A", ok_edge="#6BFFA0",
    warn="#FFD54A", warn_soft="#332800", warn_edge="#FFD54A",
    bad="#FF9C96", bad_soft="#3D0A08", bad_edge="#FF6A61",
    info="#B9D2FF", info_soft="#12233F", info_edge="#B9D2FF",
    chart="#8CCBFF", chart2="#2B5C99", toast="#0B0B0B", toast_text="#FFFFFF",
    toast_text2="#DADADA", toast_action="#8CCBFF", toast_line="#FFFFFF", toast_ok="#6BFFA0",
    toast_bad="#FF9C96", picture_back="#1E1E1E", picture_back2="#0B0B0B",
    scrim="#78000000", shadow="#73000000",
)  # fmt: skip

THEMES: dict[str, Tokens] = {LIGHT: _LIGHT, DARK: _DARK, CONTRAST: _CONTRAST}
NAMES: tuple[str, ...] = tuple(field.name for field in fields(Tokens))

ENTITY_COLOURS: tuple[str, ...] = (
    "#2F6FDE", "#0C7F73", "#A2543B", "#7A4FC2", "#94660A", "#BF3F7A", "#4C7A1E", "#5B6674",
)  # fmt: skip
"""Strip and avatar of a legal entity, in order of creation; white letters reach 4.7 : 1."""

AVATAR_BACK = "#5B6674"
"""The back of the signed-in person's initials, the same in all themes (white on it 5.8)."""
