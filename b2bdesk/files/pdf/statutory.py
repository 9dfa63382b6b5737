"""Pieces of the statutory forms УПД and ТОРГ-12: small narrow print, fields over a line, captions.

Their wording is law (ПП РФ № 1137, Госкомстат № 132) and is printed as it stands there, in Russian
and with its own spelling («Счет-фактура»), so it does not pass the translation door. What we print
is a copy to read: the seller's original or its electronic form is what counts.
"""

import datetime as dt
from collections.abc import Sequence

from b2bdesk.files.pdf.blocks import Place
from b2bdesk.files.pdf.form import Margins
from b2bdesk.files.pdf.model import Party, Posted
from b2bdesk.files.pdf.sheet import MM, Paper
from b2bdesk.files.pdf.table import Style
from b2bdesk.files.pdf.typeset import Face, face
from b2bdesk.trade.decimals import half_up
from b2bdesk.trade.money import exponent

FORM_MARGINS = Margins(left=10 * MM, right=8 * MM, top=8 * MM, bottom=11 * MM)
SIZE, LEADING, CAPTION = 7.0, 8.2, 5.4
COPY = "Копия для ознакомления"
DASH = "–"
_CURRENCIES = {
    "RUB": "российский рубль, 643",
    "USD": "доллар США, 840",
    "EUR": "евро, 978",
    "CNY": "юань, 156",
    "BYN": "белорусский рубль, 933",
    "KZT": "тенге, 398",
}
_MARK = 16.0


def narrow() -> Face:
    """The face of the small print."""
    return face("PTSansNarrow-Regular")


def narrow_bold() -> Face:
    """The face of headings and parties in the small print."""
    return face("PTSansNarrow-Bold")


def form_style(divider: int = 0) -> Style:
    """The style of the wide tables of the forms."""
    return Style(
        face=narrow(),
        head_face=narrow(),
        size=SIZE,
        head_size=6.0,
        leading=LEADING,
        pad_x=2.0,
        pad_y=1.6,
        head_fill=1.0,
        thick=0.8,
        divider=divider,
    )


def field(
    paper: Paper, place: Place, label: str, value: str, mark: str = "", label_width: float = 0.0
) -> float:
    """Write a label, its value over lines and the number of the field; return the bottom.

    Args:
        paper: what is drawn on.
        place: where the field stands.
        label: its name, broken into lines of `label_width`.
        value: what is filled in; empty leaves the line to be filled by hand.
        mark: the number of the field, at the right edge.
        label_width: 0 takes what the label needs.
    """
    width = label_width or narrow().width(narrow().clean(label), SIZE) + 4
    labels = narrow().wrap(label, SIZE, width - 3)
    start, end = place.x + width, place.right - (_MARK if mark else 0)
    values = narrow().wrap(value, SIZE, end - start - 4)[:8]
    rows = max(len(labels), len(values))
    for number, words in enumerate(labels):
        paper.text(place.x, place.y + SIZE + number * LEADING, words, narrow(), SIZE)
    first = rows - len(values)
    rules = []
    for number, words in enumerate(values, first):
        base = place.y + SIZE + number * LEADING
        paper.text(start + 2, base, words, narrow(), SIZE)
        rules.append((start, base + 1.4, end, base + 1.4))
    paper.lines(rules, 0.4)
    if mark:
        base = place.y + SIZE + (rows - 1) * LEADING
        paper.text_right(place.right, base, mark, narrow(), SIZE)
    return place.y + rows * LEADING + 1.2


def captioned(
    paper: Paper, place: Place, parts: Sequence[tuple[float, str, str]], mark: str = ""
) -> float:
    """Draw lines side by side with captions under them; return the bottom.

    Args:
        paper: what is drawn on.
        place: where they stand.
        parts: (share of the width, value over the line, caption); no caption draws plain words.
        mark: the number of the field, at the right edge.
    """
    free = place.width - (_MARK if mark else 0) - 5 * (len(parts) - 1)
    shares = sum(share for share, _, _ in parts)
    base = place.y + SIZE + 1
    x = place.x
    for share, value, caption in parts:
        width = free * share / shares
        words = narrow().wrap(value, SIZE, width)[0] if value else ""
        if caption:
            paper.text_centre(x + width / 2, base, words, narrow(), SIZE)
            paper.lines([(x, base + 1.4, x + width, base + 1.4)], 0.4)
            under = narrow().wrap(caption, CAPTION, width)
            for number, line in enumerate(under[:2]):
                y = base + 1.4 + CAPTION + number * CAPTION
                paper.text_centre(x + width / 2, y, line, narrow(), CAPTION)
        else:
            paper.text(x, base, words, narrow(), SIZE)
        x += width + 5
    if mark:
        paper.text_right(place.right, base, mark, narrow(), SIZE)
    return base + 1.4 + 2 * CAPTION + 1


def words(paper: Paper, place: Place, text: str, grip: Face, size: float = SIZE) -> float:
    """Write small print broken into lines; return its bottom."""
    y = place.y
    for line in grip.wrap(text, size, place.width):
        paper.text(place.x, y + size, line, grip, size)
        y += size * 1.17
    return y


def copy_stamp(paper: Paper, right: float, y: float) -> None:
    """Frame «Копия для ознакомления» ending at `right`."""
    size = 8.0
    width = narrow_bold().width(COPY, size) + 10
    paper.text(right - width + 5, y + 10, COPY, narrow_bold(), size)
    paper.box(right - width, y, width, 14, 0.8)


def currency_text(currency: str) -> str:
    """Name and numeric code of a currency (ОКВ), its letters when we do not know them."""
    return _CURRENCIES.get(currency, currency)


def short_day(day: dt.date | None) -> str:
    """«21.11.2026», a dash when there is none."""
    return f"{day:%d.%m.%Y}" if day else DASH


def inn_kpp(party: Party) -> str:
    """ИНН and КПП as the forms join them: «7707083893/770701001»."""
    return f"{party.inn}/{party.kpp}" if party.kpp else party.inn or DASH


def named(party: Party) -> str:
    """Name and address of a party."""
    return ", ".join(part for part in (party.title, party.address) if part)


def net_price_e5(doc: Posted, index: int) -> int:
    """The unit price without VAT, which the forms ask for, in 10^-5.

    As posted where prices are without VAT; else the line's own net sum by its quantity, to the
    minor unit (the sums are never touched).
    """
    line = doc.lines[index]
    if not doc.vat_included or not line.quantity_e3:
        return line.price_e5
    step = int(10 ** (5 - min(exponent(doc.currency), 5)))
    return half_up(line.net * 1000, line.quantity_e3) * step
