"""Signs and minor digits of currencies, for printing sums.

`trade.money` has the same digits for computing; `texts` stands beside `trade` and does not know it,
so a test holds the two equal.
"""

from __future__ import annotations

_SIGNS = {"RUB": "₽", "USD": "$", "EUR": "€", "CNY": "¥", "KZT": "₸", "GBP": "£"}
MINOR_DIGITS = {
    **dict.fromkeys(
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0
    ),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
    **dict.fromkeys("CLF UYW".split(), 4),
}


def minor_digits(currency: str) -> int:
    """Decimals of the currency's minor unit (ISO 4217)."""
    return MINOR_DIGITS.get(currency, 2)


def sign(currency: str) -> str:
    """The sign of a currency, its code when it has none that readers know."""
    return _SIGNS.get(currency, currency)
