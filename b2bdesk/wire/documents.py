"""Documents: the structured invoice and waybill that both ends print (DOCUMENTS §3–§5).

A posted document carries its own sums; nobody recomputes them. The same JSON is what
`files.pdf.model` reads.
"""

import msgspec

from b2bdesk.wire.account import Party


class DocumentLine(msgspec.Struct, frozen=True, kw_only=True):
    """One printed line; `price` per unit as printed, sums of the line as posted."""

    article: str
    name: str
    unit: str
    okei: str
    quantity: str
    price: str
    vat_code: str
    net: str
    vat: str
    gross: str
    item_id: str = ""
    barcode: str = ""
    country: str = ""


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A trade document: `kind` is invoice, upd, torg12, act, contract, certificate …

    Dates are dates of the supplier's zone (R10a). `state`: due, paid, partly, overdue, received,
    to_sign, signed, cancelled. `payment_link` is a second QR when the portal sends one.
    """

    id: str
    kind: str
    number: str
    date: str
    entity_id: str
    contract_id: str
    currency: str
    net: str
    vat: str
    gross: str
    order_id: str = ""
    order_number: str = ""
    state: str = ""
    pay_until: str = ""
    basis: str = ""
    terms: str = ""
    payment_link: str = ""
    vat_included: bool = True
    seller: Party | None = None
    buyer: Party | None = None
    consignee: Party | None = None
    lines: list[DocumentLine] = []
    title: str = ""


class FileRef(msgspec.Struct, frozen=True, kw_only=True):
    """Where a file's bytes are: by content, or made by the portal at the first GET."""

    sha256: str = ""
    bytes: int = 0
    media_type: str = "application/pdf"
    made_on_request: bool = False
