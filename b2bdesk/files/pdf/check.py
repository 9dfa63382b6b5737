"""Whether the sums of a posted document agree with its lines; called before anything is printed.

A posted document is never computed anew (DOCUMENTS §2): when its lines do not add up to its
totals, a form would show a contradiction, so it is refused by code instead.
"""

from b2bdesk.files.pdf.model import Posted
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.vat import Amounts, is_rate, total


def check_sums(doc: Posted) -> None:
    """Compare lines and totals, each line in itself too.

    Raises:
        Expected: `document_sums_differ` with the number and the first line or total that is off;
            `bad_document` for a rate code that is none.
    """
    for index, line in enumerate(doc.lines, 1):
        if not is_rate(line.vat_code):
            raise Expected("bad_document", field=f"/lines/{index - 1}/vat_code")
        if line.net + line.vat != line.gross:
            raise Expected("document_sums_differ", number=doc.number, place=str(index))
    added = total(Amounts(line.net, line.vat, line.gross) for line in doc.lines)
    if added != Amounts(doc.net, doc.vat, doc.gross):
        raise Expected("document_sums_differ", number=doc.number, place="")
