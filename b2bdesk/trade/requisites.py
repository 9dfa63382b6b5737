"""Checks of Russian requisites and barcodes (DOCUMENTS §7).

A wrong format blocks a new card (`blocking`); a check digit that does not fit only warns, because
the data of existing cards comes from the portal. The texts of the codes are in `texts.errors`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_INN10 = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_INN11 = (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
_INN12 = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
_ACCOUNT = (7, 1, 3) * 8
_KPP = re.compile(r"\d{4}[0-9A-Z]{2}\d{3}", re.ASCII)
_TREASURY = ("00", "01", "02")
_CASH_CENTRES = ("000", "001", "002")
_EAN_LENGTHS = (8, 12, 13, 14)


@dataclass(frozen=True, slots=True)
class Check:
    """Result of a check: `code` names what is wrong, `blocking` whether it may not be saved."""

    ok: bool
    code: str | None = None
    blocking: bool = False


GOOD = Check(True)


def _bad(code: str) -> Check:
    return Check(False, code, blocking=True)


def _warn(code: str) -> Check:
    return Check(False, code, blocking=False)


def _digits(text: str, *lengths: int) -> list[int] | None:
    text = text.strip()
    if len(text) not in lengths or not (text.isascii() and text.isdigit()):
        return None
    return [int(char) for char in text]


def _control(digits: list[int], weights: tuple[int, ...]) -> int:
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=False)) % 11 % 10


def check_inn(text: str) -> Check:
    """ИНН of a firm (10 digits) or of a person (12): `inn_format`, `inn_checksum`."""
    digits = _digits(text, 10, 12)
    if digits is None:
        return _bad("inn_format")
    if len(digits) == 10:
        good = _control(digits, _INN10) == digits[9]
    else:
        good = _control(digits, _INN11) == digits[10] and _control(digits, _INN12) == digits[11]
    return GOOD if good else _warn("inn_checksum")


def check_kpp(text: str, inn: str = "") -> Check:
    """КПП: `kpp_format`; with an ИНН also `kpp_required` (firm) and `kpp_not_expected` (person)."""
    text, digits = text.strip(), len(inn.strip())
    if not text:
        return (
            _bad("kpp_required") if digits == 10 else GOOD if digits == 12 else _bad("kpp_format")
        )
    if digits == 12:
        return _bad("kpp_not_expected")
    return GOOD if _KPP.fullmatch(text) else _bad("kpp_format")


def check_ogrn(text: str) -> Check:
    """ОГРН (13 digits) or ОГРНИП (15): `ogrn_format`, `ogrn_checksum`."""
    digits = _digits(text, 13, 15)
    if digits is None:
        return _bad("ogrn_format")
    number = int(text.strip()[:-1])
    control = number % (11 if len(digits) == 13 else 13) % 10
    return GOOD if control == digits[-1] else _warn("ogrn_checksum")


def check_bik(text: str) -> Check:
    """БИК: `bik_format`; a prefix other than 04 (banks) and 00-02 (treasury) is `bik_prefix`."""
    if _digits(text, 9) is None:
        return _bad("bik_format")
    return GOOD if text.strip()[:2] in ("04", *_TREASURY) else _warn("bik_prefix")


def check_account(text: str, bik: str) -> Check:
    """Settlement account against its БИК: `account_format`, `account_checksum`.

    Treasury accounts (БИК 00-02) have a key of their own and are checked for their form only; a
    БИК that is wrong itself leaves nothing to check against.
    """
    if _digits(text, 20) is None:
        return _bad("account_format")
    bik = bik.strip()
    if _digits(bik, 9) is None or bik[:2] in _TREASURY:
        return GOOD
    branch = "0" + bik[4:6] if bik[-3:] in _CASH_CENTRES else bik[-3:]
    return GOOD if _key_fits(branch + text.strip()) else _warn("account_checksum")


def check_corr_account(text: str, bik: str) -> Check:
    """Correspondent account against its БИК: `corr_account_format`, `corr_account_checksum`."""
    if _digits(text, 20) is None:
        return _bad("corr_account_format")
    bik = bik.strip()
    if _digits(bik, 9) is None or bik[:2] in _TREASURY:
        return GOOD
    return GOOD if _key_fits("0" + bik[4:6] + text.strip()) else _warn("corr_account_checksum")


def _key_fits(digits: str) -> bool:
    weighted = zip(digits, _ACCOUNT, strict=False)
    return sum(int(digit) * weight for digit, weight in weighted) % 10 == 0


def check_ean(text: str) -> Check:
    """EAN-8, UPC-A, EAN-13 or GTIN-14: `ean_format`, `ean_checksum`."""
    digits = _digits(text, *_EAN_LENGTHS)
    if digits is None:
        return _bad("ean_format")
    return GOOD if ean_digit(text.strip()[:-1]) == digits[-1] else _warn("ean_checksum")


def ean_digit(body: str) -> int:
    """The check digit of a barcode's other digits (mod 10, weights 3 and 1 from the right)."""
    weighted = zip(reversed(body), (3, 1) * len(body), strict=False)
    return -sum(int(digit) * weight for digit, weight in weighted) % 10
