"""The payment QR of an invoice: payload by ГОСТ Р 56042-2014 (DOCUMENTS §3).

UTF-8 (`ST00012`), five mandatory fields in fixed order, the sum in kopecks. An invoice whose
requisites fail a check carries no QR at all: a wrong account in a code nobody reads is worse than
none.
"""

from __future__ import annotations

from dataclasses import dataclass

from b2bdesk.trade.requisites import (
    check_account,
    check_bik,
    check_corr_account,
    check_inn,
    check_kpp,
)

_LIMITS = {"Name": 160, "BankName": 45, "Purpose": 160, "DocNo": 40, "DocDate": 10, "Sum": 18}


@dataclass(frozen=True, slots=True)
class Payment:
    """Who is paid, where, how much and for what; `corr_account` may be empty (printed as 0)."""

    name: str
    account: str
    bank: str
    bik: str
    corr_account: str
    sum_minor: int
    purpose: str
    payee_inn: str = ""
    payee_kpp: str = ""
    payer_inn: str = ""
    doc_no: str = ""
    doc_date: str = ""


def payment_problems(payment: Payment) -> tuple[str, ...]:
    """Codes of everything that forbids a QR; empty when one may be printed."""
    checks = [check_bik(payment.bik), check_account(payment.account, payment.bik)]
    if payment.corr_account:
        checks.append(check_corr_account(payment.corr_account, payment.bik))
    if payment.payee_inn:
        checks.append(check_inn(payment.payee_inn))
    if payment.payee_kpp:
        checks.append(check_kpp(payment.payee_kpp, payment.payee_inn))
    if payment.payer_inn:
        checks.append(check_inn(payment.payer_inn))
    codes = [check.code for check in checks if check.code]
    if not payment.name.strip() or not payment.bank.strip():
        codes.append("payee_incomplete")
    if payment.sum_minor <= 0 or len(str(payment.sum_minor)) > _LIMITS["Sum"]:
        codes.append("payment_sum")
    return tuple(codes)


def payment_qr(payment: Payment) -> str | None:
    """The payload of the QR, or None when `payment_problems` finds any."""
    if payment_problems(payment):
        return None
    fields = {
        "Name": payment.name,
        "PersonalAcc": payment.account,
        "BankName": payment.bank,
        "BIC": payment.bik,
        "CorrespAcc": payment.corr_account or "0",
        "Sum": str(payment.sum_minor),
        "Purpose": payment.purpose,
        "PayeeINN": payment.payee_inn,
        "KPP": payment.payee_kpp,
        "PayerINN": payment.payer_inn,
        "DocNo": payment.doc_no,
        "DocDate": payment.doc_date,
    }
    parts = [f"{key}={clean}" for key, text in fields.items() if (clean := _clean(key, text))]
    return "|".join(["ST00012", *parts])


def _clean(key: str, text: str) -> str:
    """One line without the separator, within the limit of its field."""
    plain = " ".join(text.replace("|", " ").split())
    return plain[: _LIMITS.get(key, 20)].rstrip()
