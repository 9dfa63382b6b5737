"""Papers of demo goods: certificate of conformity and passport, printed when first asked for.

They say on their face that they are samples; the same item always gets the same bytes.
"""

import datetime as dt
import hashlib
import io
from collections.abc import Mapping, Sequence
from typing import Any

from b2bdesk.files.pdf.sheet import MM, PORTRAIT, About, Sheet, printed
from b2bdesk.files.pdf.typeset import bold, regular

CERTIFICATE, PASSPORT = "certificate", "passport"
_TITLES = {CERTIFICATE: "СЕРТИФИКАТ СООТВЕТСТВИЯ", PASSPORT: "ПАСПОРТ ИЗДЕЛИЯ"}
_ISSUED = dt.date(2025, 3, 14)
_LEFT, _LABEL = 22 * MM, 52 * MM
_RIGHT = PORTRAIT[0] - 18 * MM


def paper(facts: Mapping[str, Any], kind: str, title: str) -> bytes:
    """Return the PDF of a paper of an item.

    Args:
        facts: id, article, name, brand, group_path and attributes of the item.
        kind: certificate or passport.
        title: what the file is called in the feed.
    """
    out = io.BytesIO()
    about = About(title or kind, str(facts["brand"]), _ISSUED, str(facts["article"]))
    with printed(out, about, PORTRAIT) as sheet:
        sheet.box(12 * MM, 12 * MM, PORTRAIT[0] - 24 * MM, PORTRAIT[1] - 24 * MM, 0.8)
        y = _heading(sheet, facts, kind)
        y = _rows(sheet, _lines(facts, kind), y)
        _foot(sheet, y)
        sheet.next_page()
    return out.getvalue()


def _heading(sheet: Sheet, facts: Mapping[str, Any], kind: str) -> float:
    middle = PORTRAIT[0] / 2
    sheet.text_centre(middle, 40 * MM, _TITLES.get(kind, kind.upper()), bold(), 20)
    mark = hashlib.md5(str(facts["id"]).encode(), usedforsecurity=False).hexdigest()
    number = int(mark[:6], 16) % 100_000
    words = f"№ РОСС RU.ДЕМО.Н{number:05d} от {_ISSUED:%d.%m.%Y}"
    sheet.text_centre(middle, 48 * MM, words, regular(), 11)
    sheet.ink(0.45)
    sheet.text_centre(middle, 55 * MM, "ОБРАЗЕЦ. Документ демонстрационного портала", regular(), 9)
    sheet.ink(0.0)
    return 70 * MM


def _lines(facts: Mapping[str, Any], kind: str) -> Sequence[tuple[str, str]]:
    attributes = [(str(name), str(value)) for name, value in facts["attributes"].items()]
    lines = [
        ("Изделие", str(facts["name"])),
        ("Артикул", str(facts["article"])),
        ("Изготовитель", str(facts["brand"])),
        ("Группа товаров", " / ".join(facts["group_path"])),
        *(each for each in attributes if each[0] != "Бренд"),
    ]
    if kind == CERTIFICATE:
        until = _ISSUED.replace(year=_ISSUED.year + 5)
        lines += [("Срок действия", f"{_ISSUED:%d.%m.%Y} – {until:%d.%m.%Y}"), ("Схема", "1с")]
    else:
        lines += [("Гарантийный срок", "24 месяца со дня продажи"), ("Срок службы", "10 лет")]
    return lines


def _rows(sheet: Sheet, lines: Sequence[tuple[str, str]], y: float) -> float:
    face, strong = regular(), bold()
    for label, value in lines:
        sheet.text(_LEFT, y, face.clean(label), face, 10)
        for words in strong.wrap(value, 10, _RIGHT - _LEFT - _LABEL):
            sheet.text(_LEFT + _LABEL, y, words, strong, 10)
            y += 5 * MM
        sheet.lines([(_LEFT, y - 2.6 * MM, _RIGHT, y - 2.6 * MM)], 0.3, 0.75)
        y += 3 * MM
    return y


def _foot(sheet: Sheet, y: float) -> None:
    y += 22 * MM
    sheet.lines([(_LEFT, y, _LEFT + 60 * MM, y)], 0.5)
    sheet.text(_LEFT, y + 5 * MM, "Руководитель органа", regular(), 9)
    sheet.text_right(_RIGHT, y + 5 * MM, f"{_ISSUED:%d.%m.%Y}", regular(), 9)
