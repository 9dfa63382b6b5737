"""The totals under a table: one line per VAT rate, figures under the column of sums."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from b2bdesk.files.pdf.blocks import Place
from b2bdesk.files.pdf.model import DocumentLine
from b2bdesk.files.pdf.sheet import Paper
from b2bdesk.files.pdf.typeset import bold
from b2bdesk.texts import trc
from b2bdesk.texts.formats import amount
from b2bdesk.trade.vat import NONE, Amounts, by_rate

_SIZE, _ROW, _PAD = 9.0, 12.5, 3.0
_MANY = 12


@dataclass(frozen=True, slots=True)
class Total:
    """A line of the totals: both texts as printed."""

    label: str
    value: str


def draw_totals(paper: Paper, y: float, totals: Sequence[Total], sums: Place) -> float:
    """Write totals from `y` down, values in the column of sums; return the bottom."""
    face = bold()
    labels_end = sums.right - max(
        sums.width, *(face.width(total.value, _SIZE) + 2 * _PAD for total in totals)
    )
    for total in totals:
        base = y + _SIZE + 1
        paper.text_right(labels_end - _PAD, base, face.clean(total.label), face, _SIZE)
        paper.text_right(sums.right - _PAD, base, total.value, face, _SIZE)
        y += _ROW
    return y


def vat_totals(lines: Iterable[DocumentLine], currency: str, included: bool) -> list[Total]:
    """The VAT of each rate, sums of the lines of that rate (DOCUMENTS §2).

    A document without any taxed line says «Без налога (НДС)»; lines without VAT among taxed ones
    add no line, their column says it.
    """
    sums = by_rate((line.vat_code, Amounts(line.net, line.vat, line.gross)) for line in lines)
    if set(sums) <= {NONE}:
        return [Total(trc("print", "No tax (VAT):"), "–")]
    if len(sums) > _MANY:
        vat = sum(parts.vat for parts in sums.values())
        return [Total(trc("print", "VAT of all rates:"), amount(vat, currency))]
    text = trc("print", "Including VAT {rate}%:") if included else trc("print", "VAT {rate}%:")
    return [
        Total(text.format(rate=code), amount(parts.vat, currency))
        for code, parts in sums.items()
        if code != NONE
    ]


def rate_text(code: str) -> str:
    """A rate as a column shows it: «22%», «без НДС»."""
    return trc("print", "no VAT") if code == NONE else f"{code}%"
