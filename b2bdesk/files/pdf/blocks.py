"""Pieces every form is made of: paragraphs, labelled values, signatures, sheet numbers.

Each takes a paper (or a `Blank` one to measure), a place in points and returns where it ended.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from b2bdesk.files.pdf.model import Party
from b2bdesk.files.pdf.sheet import BLACK, GREY, Paper
from b2bdesk.files.pdf.typeset import Face, bold, regular
from b2bdesk.texts import trc

LEADING = 1.2
_SIGN, _SIGN_GAP, _SIGN_LINE, _SIGN_ROW = 9.0, 18.0, 70.0, 26.0
_BOUND = re.compile(
    r"\b(г|гор|ул|д|дом|стр|корп|к|оф|офис|помещ|ком|этаж|эт|пер|пр|пл|наб|ш|обл|р-н|пос|с"
    r"|№|ИП|от|и|в|на|по)(\.?) "
)
_FULL_NAME = re.compile(r"([А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?) ([А-ЯЁ])[а-яё]+ ([А-ЯЁ])[а-яё]+")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands: its left edge, its top and the width it may take, in points."""

    x: float
    y: float
    width: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    def down(self, y: float) -> "Place":
        """The same column at another height."""
        return Place(self.x, y, self.width)


def paragraph(
    paper: Paper, place: Place, text: str, face: Face, size: float, most: int = 12
) -> float:
    """Write a text broken into lines, cut after `most` of them; return its bottom."""
    y = place.y
    lines = face.wrap(text, size, place.width)
    if len(lines) > most:
        lines[most - 1 :] = [lines[most - 1][:-1] + "…"]
    for line in lines:
        paper.text(place.x, y + size, line, face, size)
        y += size * LEADING
    return y


def labelled(
    paper: Paper, place: Place, label: str, value: str, label_width: float, size: float = 9.0
) -> float:
    """Write a label in its column and a bold value beside it; return the lower bottom."""
    left = Place(place.x, place.y, label_width - 4)
    right = Place(place.x + label_width, place.y, place.width - label_width)
    return max(
        paragraph(paper, left, label, regular(), size),
        paragraph(paper, right, value, bold(), size),
    )


def party_line(party: Party, with_contacts: bool = True) -> str:
    """A party as documents name it: name, ИНН, КПП, address, telephone."""
    parts = [
        party.name.strip(),
        party.inn and f"{trc('print', 'INN')}\xa0{party.inn}",
        party.kpp and f"{trc('print', 'KPP')}\xa0{party.kpp}",
        party.ogrn and party.sole_trader and f"{trc('print', 'OGRNIP')}\xa0{party.ogrn}",
        party.address,
        party.phone
        and with_contacts
        and f"{trc('print', 'tel.')}\xa0{party.phone.replace(' ', chr(160))}",
    ]
    return bound(", ".join(part for part in parts if part))


def bound(text: str) -> str:
    """Keep short words with what follows them: «г. Москва», «д. 19» do not break apart."""
    return _BOUND.sub("\\1\\2\xa0", text)


def short_name(name: str) -> str:
    """«Петров Пётр Петрович» as «Петров П. П.»; anything else stays as it is."""
    found = _FULL_NAME.fullmatch(" ".join(name.split()))
    return f"{found[1]}\xa0{found[2]}.\xa0{found[3]}." if found else name


def signatures(paper: Paper, place: Place, people: Sequence[tuple[str, str]]) -> float:
    """Draw lines to sign on: (post, name) side by side, one under another when names are long."""
    column = (place.width - _SIGN_GAP) / 2
    y, side = place.y, 0
    for post, name in people:
        words = regular().clean(f"({short_name(name)})") if name else ""
        needed = bold().width(post, _SIGN) + regular().width(words, _SIGN) + 10 + _SIGN_LINE
        wide = needed > column
        if wide and side:
            y, side = y + _SIGN_ROW, 0
        span = Place(place.x + side * (column + _SIGN_GAP), y, place.width if wide else column)
        bottom = _signature(paper, span, post, words, needed > place.width)
        side = 0 if wide or side else 1
        y = bottom if side == 0 else y
    return y + (_SIGN_ROW if side else 0)


def _signature(paper: Paper, place: Place, post: str, words: str, below: bool) -> float:
    """Draw one line to sign on, the name after it or `below` it; return the bottom."""
    base = place.y + 16
    paper.text(place.x, base, bold().clean(post), bold(), _SIGN)
    start = place.x + bold().width(post, _SIGN) + 6
    after = regular().width(words, _SIGN) + 4 if words and not below else 0.0
    end = start + 2 * _SIGN_LINE if below else place.right - after
    paper.lines([(start, base + 1.5, end, base + 1.5)], 0.5)
    if below:
        return paragraph(paper, place.down(base + 4), words, regular(), _SIGN)
    paper.text(end + 4, base, words, regular(), _SIGN)
    return place.y + _SIGN_ROW


def sheet_number(paper: Paper, page: int, pages: int, right: float, bottom: float) -> None:
    """Write «Лист 2 из 3» into the margin under `bottom` when there are several."""
    if pages > 1:
        words = trc("print", "Sheet {page} of {pages}").format(page=page, pages=pages)
        paper.ink(GREY)
        paper.text_right(right, bottom + 12, words, regular(), 7.5)
        paper.ink(BLACK)
