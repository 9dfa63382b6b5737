"""The bank block at the head of an invoice, as bank clerks and scanners look for it.

The arrangement follows a payment order (DOCUMENTS §3): bank of the payee with БИК and the
correspondent account, then ИНН, КПП, the payee and the settlement account.
"""

from b2bdesk.files.pdf.blocks import LEADING, Place, paragraph
from b2bdesk.files.pdf.model import Bank, Party
from b2bdesk.files.pdf.sheet import BLACK, GREY, Paper
from b2bdesk.files.pdf.typeset import bold, regular
from b2bdesk.texts import trc

_SIZE, _SMALL, _ROW, _PAD = 9.0, 7.0, 15.0, 4.0
_LABEL = 34.0
_ACCOUNT = 112.0


def draw_bank_block(paper: Paper, place: Place, seller: Party, bank: Bank) -> float:
    """Draw the block of the payee; return its bottom."""
    middle = place.right - _LABEL - _ACCOUNT
    values = middle + _LABEL
    inner = Place(place.x + _PAD, place.y + 2.5, middle - place.x - 2 * _PAD)
    bank_end = max(
        _named(paper, inner, bank.name, trc("print", "Bank of the payee")), place.y + 2 * _ROW
    )
    _pair(paper, middle, values, place.y, trc("print", "BIC"), bank.bik)
    _pair(paper, middle, values, place.y + _ROW, trc("print", "Acc. no."), bank.corr_account)
    ids_end = bank_end + _ROW
    half = _ids(paper, place.x, middle, bank_end, seller)
    _pair(paper, middle, values, bank_end, trc("print", "Acc. no."), bank.account)
    bottom = max(
        _named(paper, inner.down(ids_end + 2.5), seller.name, trc("print", "Payee")),
        ids_end + _ROW + 6,
    )
    lines = [
        (place.x, bank_end, place.right, bank_end),
        (place.x, ids_end, middle, ids_end),
        (middle, place.y, middle, bottom),
        (values, place.y, values, bottom),
        (middle, place.y + _ROW, values, place.y + _ROW),
    ]
    if half:
        lines.append((half, bank_end, half, ids_end))
    paper.lines(lines, 0.5)
    paper.box(place.x, place.y, place.width, bottom - place.y, 0.8)
    return bottom


def _named(paper: Paper, place: Place, words: str, caption: str) -> float:
    """Write a name and what it is in small print under it; return the bottom of the cell."""
    y = paragraph(paper, place, words, regular(), _SIZE)
    paper.ink(GREY)
    paper.text(place.x, y + _SMALL, regular().clean(caption), regular(), _SMALL)
    paper.ink(BLACK)
    return y + _SMALL * LEADING + 2.5


def _pair(paper: Paper, label_x: float, value_x: float, y: float, label: str, value: str) -> None:
    base = y + _SIZE + 2
    paper.text(label_x + _PAD, base, label, regular(), _SIZE)
    paper.text(value_x + _PAD, base, regular().clean(value), bold(), _SIZE)


def _ids(paper: Paper, left: float, right: float, y: float, seller: Party) -> float:
    """Write ИНН and КПП; return the x of the line between them, 0 for a sole trader."""
    base = y + _SIZE + 2
    paper.text(left + _PAD, base, f"{trc('print', 'INN')}\xa0{seller.inn}", regular(), _SIZE)
    if not seller.kpp:
        return 0.0
    half = (left + right) / 2
    paper.text(half + _PAD, base, f"{trc('print', 'KPP')}\xa0{seller.kpp}", regular(), _SIZE)
    return half
