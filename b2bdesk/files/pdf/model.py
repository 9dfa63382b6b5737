"""What is printed: parties, lines and sums of a document as posted, frozen and without PDF.

The portal sends an invoice or a waybill as JSON in the documents feed (`wire.documents`); the
client keeps it and prints from it offline. `from_dict` reads that JSON, `to_dict` writes it.
Sums are minor units of the document's currency, prices e5, quantities e3. A posted document
carries its own sums: `files.pdf.check` compares them, nobody computes them anew.
"""

import datetime
from dataclasses import dataclass
from typing import Any, Self

from b2bdesk.files.pdf.scaled import from_json, money, scaled, to_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """Bank requisites of a party."""

    name: str
    bik: str
    account: str
    corr_account: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Requisites of a firm or a sole trader (ИНН of 12 digits, no КПП)."""

    name: str
    inn: str = ""
    full_name: str = ""
    kpp: str = ""
    ogrn: str = ""
    okpo: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    director: str = ""
    accountant: str = ""
    bank: Bank | None = None

    @property
    def sole_trader(self) -> bool:
        """Whether this is a person in business, who signs for himself."""
        return len(self.inn) == 12

    @property
    def title(self) -> str:
        """The name as documents print it: the full one when it is known."""
        return self.full_name or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """One line of a posted document; `price` as printed, the sums as posted.

    `country` is a numeric code (ОКСМ) with its name, `declaration` the customs declaration or
    РНПТ, the `trace_*` fields belong to traceable goods (columns 12–14 of УПД).
    """

    article: str
    name: str
    unit: str
    okei: str
    quantity_e3: int = scaled(3, "quantity")
    price_e5: int = scaled(5, "price")
    vat_code: str
    net: int = money()
    vat: int = money()
    gross: int = money()
    item_id: str = ""
    barcode: str = ""
    country: str = ""
    country_name: str = ""
    declaration: str = ""
    kind_code: str = ""
    trace_okei: str = ""
    trace_unit: str = ""
    trace_quantity_e3: int | None = scaled(3, "trace_quantity", None)
    trace_net: int | None = money(None)
    package: str = ""
    in_one_place: str = ""
    places: int = 0
    weight_net_e3: int | None = scaled(3, "weight_net", None)
    weight_gross_e3: int | None = scaled(3, "weight_gross", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What every document of the seller has; sums are totals of the whole document."""

    number: str
    date: datetime.date
    seller: Party
    buyer: Party
    lines: tuple[DocumentLine, ...]
    net: int = money()
    vat: int = money()
    gross: int = money()
    currency: str = "RUB"
    vat_included: bool = True
    basis: str = ""
    order_number: str = ""
    consignee: Party | None = None
    consigner: Party | None = None

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """Read the JSON of the documents feed.

        Raises:
            Expected: `bad_document` with the place that does not fit.
        """
        return from_json(cls, data, _currency(data))

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON data that `from_dict` reads back equal."""
        return to_json(self, self.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceDoc(Posted):
    """A payment invoice; `payment_link` becomes a second QR (СБП) when the portal sends one."""

    pay_until: datetime.date | None = None
    terms: str = ""
    payment_link: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WaybillDoc(Posted):
    """A shipment: printed as УПД (`status` 1 with счёт-фактура, 2 without) or as ТОРГ-12."""

    status: str = "1"
    correction_number: str = ""
    correction_date: datetime.date | None = None
    payment_documents: str = ""
    shipping_document: str = ""
    advance_invoices: str = ""
    contract_id_gov: str = ""
    transport: str = ""
    shipped_on: datetime.date | None = None
    shipped_by: str = ""
    shipped_by_post: str = ""
    responsible: str = ""
    responsible_post: str = ""
    other_seller: str = ""
    received_on: datetime.date | None = None
    received_by: str = ""
    proxy: str = ""
    unit_name: str = ""
    operation: str = ""
    transport_number: str = ""
    transport_date: datetime.date | None = None
    enclosures: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """One line of a draft; an unknown price or sum is None and prints as «уточняется».

    Weight is in grams (e3 of a kilogram) and volume in cubic centimetres (e6 of a cubic metre),
    both of the whole line, None when the catalogue does not know them.
    """

    article: str
    name: str
    unit: str
    quantity_e3: int = scaled(3, "quantity")
    barcode: str = ""
    multiple_e3: int = scaled(3, "multiple", 0)
    price_e5: int | None = scaled(5, "price", None)
    amount: int | None = money(None)
    comment: str = ""
    place: str = ""
    weight_e3: int | None = scaled(3, "weight", None)
    volume_e6: int | None = scaled(6, "volume", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFormDoc:
    """A buyer's order: a draft (`sent_at` None) or a sent one; `proforma` adds weight and volume.

    Sums are what the cart shows: preliminary until the portal has answered, and the paper says so.
    `sent_at` is the moment of sending as text, ready to print.
    """

    title: str
    date: datetime.date
    buyer: Party
    seller: Party
    lines: tuple[OrderLine, ...]
    net: int | None = money(None)
    vat: int | None = money(None)
    gross: int | None = money(None)
    currency: str = "RUB"
    vat_included: bool = True
    number: str = ""
    sent_at: str = ""
    proforma: bool = False
    contract: str = ""
    delivery: str = ""
    ship_date: datetime.date | None = None
    place: str = ""
    comment: str = ""
    author: str = ""

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """Read JSON data made by `to_dict`.

        Raises:
            Expected: `bad_document` with the place that does not fit.
        """
        return from_json(cls, data, _currency(data))

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON data that `from_dict` reads back equal."""
        return to_json(self, self.currency)


def _currency(data: object) -> str:
    value = data.get("currency", "RUB") if isinstance(data, dict) else "RUB"
    return value if isinstance(value, str) else "RUB"
