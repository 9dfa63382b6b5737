"""Requisites against known numbers and, for those it has, against python-stdnum."""

from __future__ import annotations

import pytest
import stdnum.ean
import stdnum.ru.inn
import stdnum.ru.ogrn
from hypothesis import given
from hypothesis import strategies as st

from b2bdesk.trade import requisites as req
from b2bdesk.trade.requisites import GOOD, Check

BIK, ACCOUNT, CORR = "044525225", "40702810138250123017", "30101810400000000225"


def blocked(code: str) -> Check:
    return Check(False, code, blocking=True)


def warned(code: str) -> Check:
    return Check(False, code, blocking=False)


def digits(*lengths: int) -> st.SearchStrategy[str]:
    return st.sampled_from(lengths).flatmap(
        lambda length: st.text("0123456789", min_size=length, max_size=length)
    )


@pytest.mark.parametrize("inn", ["7707083893", "500100732259", " 7707083893 "])
def test_good_inns(inn: str) -> None:
    assert req.check_inn(inn) == GOOD


def test_bad_inns_warn_or_block() -> None:
    assert req.check_inn("7707083894") == warned("inn_checksum")
    assert req.check_inn("500100732258") == warned("inn_checksum")
    assert req.check_inn("500100732359") == warned("inn_checksum")
    for text in ("", "770708389", "77070838931", "770708389Х", "٧٧٠٧٠٨٣٨٩٣"):
        assert req.check_inn(text) == blocked("inn_format")


@given(digits(10, 12))
def test_inns_agree_with_stdnum(inn: str) -> None:
    assert req.check_inn(inn).ok == stdnum.ru.inn.is_valid(inn)


@pytest.mark.parametrize(
    ("kpp", "inn", "expected"),
    [
        ("770701001", "7707083893", GOOD),
        ("7707AZ001", "", GOOD),
        ("", "7707083893", blocked("kpp_required")),
        ("", "500100732259", GOOD),
        ("", "", blocked("kpp_format")),
        ("770701001", "500100732259", blocked("kpp_not_expected")),
        ("77070100", "7707083893", blocked("kpp_format")),
        ("7707аа001", "7707083893", blocked("kpp_format")),
    ],
)
def test_kpp_goes_with_the_kind_of_inn(kpp: str, inn: str, expected: Check) -> None:
    assert req.check_kpp(kpp, inn) == expected


def test_ogrn_of_firms_and_traders() -> None:
    assert req.check_ogrn("1027700132195") == GOOD
    assert req.check_ogrn("304500116000157") == GOOD
    assert req.check_ogrn("1027700132196") == warned("ogrn_checksum")
    assert req.check_ogrn("304500116000158") == warned("ogrn_checksum")
    assert req.check_ogrn("10277001321") == blocked("ogrn_format")


@given(digits(13))
def test_ogrn_agrees_with_stdnum_on_the_digit(ogrn: str) -> None:
    control = stdnum.ru.ogrn.calc_check_digit(ogrn)
    assert req.check_ogrn(ogrn).ok == (control == ogrn[-1])


def test_bik() -> None:
    assert req.check_bik(BIK) == GOOD
    assert req.check_bik("017003983") == GOOD
    assert req.check_bik("994525225") == warned("bik_prefix")
    assert req.check_bik("04452522") == blocked("bik_format")


def test_accounts_fit_their_bik() -> None:
    assert req.check_account(ACCOUNT, BIK) == GOOD
    assert req.check_account(ACCOUNT[:-1] + "8", BIK) == warned("account_checksum")
    assert req.check_account(ACCOUNT, "044525593") == warned("account_checksum")
    assert req.check_account(ACCOUNT[1:], BIK) == blocked("account_format")
    assert req.check_account(ACCOUNT, "wrong") == GOOD
    assert req.check_account("03100643000000017300", "017003983") == GOOD


def test_accounts_in_cash_centres_take_the_region_of_the_bik() -> None:
    good = [
        account
        for digit in "0123456789"
        if req.check_account(account := f"40105810{digit}00000010001", "044525000").ok
    ]
    assert len(good) == 1
    assert req.check_corr_account(good[0], "044525000") == GOOD


@pytest.mark.parametrize(
    ("bik", "account"),
    [
        ("044525225", "30101810400000000225"),
        ("044525593", "30101810200000000593"),
        ("044525974", "30101810145250000974"),
    ],
)
def test_correspondent_accounts(bik: str, account: str) -> None:
    assert req.check_corr_account(account, bik) == GOOD
    wrong = account[:8] + str((int(account[8]) + 1) % 10) + account[9:]
    assert req.check_corr_account(wrong, bik) == warned("corr_account_checksum")


def test_correspondent_accounts_of_wrong_form() -> None:
    assert req.check_corr_account("3010", BIK) == blocked("corr_account_format")
    assert req.check_corr_account(CORR, "") == GOOD
    assert req.check_corr_account(CORR, "017003983") == GOOD


@given(digits(8, 12, 13, 14))
def test_barcodes_agree_with_stdnum(code: str) -> None:
    assert req.check_ean(code).ok == stdnum.ean.is_valid(code)


def test_barcodes() -> None:
    assert req.check_ean("4006381333931") == GOOD
    assert req.check_ean("4006381333932") == warned("ean_checksum")
    assert req.check_ean("40063813339") == blocked("ean_format")
    assert req.ean_digit("400638133393") == 1
