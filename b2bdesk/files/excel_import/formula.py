"""Evaluates the few formulas an order list needs: + − × ÷, SUM and ROUND over cells.

Programs that write workbooks without calculating leave formulas without values. What this grammar
covers is computed exactly; anything else is None, and the cell is shown as a formula that could not
be evaluated (RELIABILITY T10). No cell is ever guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, DivisionByZero, InvalidOperation, localcontext

from b2bdesk.trade.tablerows import column_index

MAX_CELLS = 20_000
MAX_DEPTH = 60
MAX_FORMULA = 2000
# Value of a cell: (sheet or "" for this one, row from 1, column from 0) -> number, None = text.
Lookup = Callable[[str, int, int], Decimal | None]

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)"
    r"|(?P<ref>(?:(?:'(?:[^']|'')+'|[\w.]+)!)?\$?[A-Za-z]{1,3}\$?\d{1,7}"
    r"(?::\$?[A-Za-z]{1,3}\$?\d{1,7})?)(?![\w(])"
    r"|(?P<name>[^\W\d_]+)\s*(?=\()"
    r"|(?P<op>[-+*/(),;%^]))"
)
_REF = re.compile(
    r"(?:(?P<sheet>'(?:[^']|'')+'|[\w.]+)!)?"
    r"(?P<c1>\$?[A-Za-z]{1,3})(?P<r1>\$?\d+)(?::(?P<c2>\$?[A-Za-z]{1,3})(?P<r2>\$?\d+))?"
)


class _CannotError(Exception):
    """The formula is outside the grammar or its cells hold no numbers."""


def evaluate(formula: str, lookup: Lookup, shift: tuple[int, int] = (0, 0)) -> Decimal | None:
    """Compute a formula.

    Args:
        formula: text without the leading "=".
        lookup: gives values of cells; may evaluate further formulas.
        shift: rows and columns to move relative references by (shared formulas).

    Returns:
        The value, or None when the formula cannot be evaluated.
    """
    if len(formula) > MAX_FORMULA:
        return None
    try:
        with localcontext(prec=28):
            reader = _Parser(_tokens(formula.lstrip("=")), lookup, shift)
            value = reader.sum_()
            return value if reader.at_end() else None
    except (_CannotError, DivisionByZero, InvalidOperation, ArithmeticError):
        return None


def single_reference(formula: str, shift: tuple[int, int] = (0, 0)) -> tuple[str, int, int] | None:
    """The cell a formula of one reference points to: (sheet or "", row from 1, column from 0)."""
    match = _REF.fullmatch(formula.strip().lstrip("="))
    if match is None or match["c2"]:
        return None
    column = column_index(match["c1"].lstrip("$"))
    if column is None:
        return None
    row = int(match["r1"].lstrip("$")) + (0 if match["r1"][0] == "$" else shift[0])
    sheet = (match["sheet"] or "").strip("'").replace("''", "'")
    return sheet, row, column + (0 if match["c1"][0] == "$" else shift[1])


def _tokens(formula: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at = 0
    text = formula.strip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise _CannotError
        found.append((match.lastgroup, match.group(match.lastgroup)))
        at = match.end()
    return found


class _Parser:
    """Recursive descent over tokens; every method returns a number or raises."""

    def __init__(
        self, tokens: list[tuple[str, str]], lookup: Lookup, shift: tuple[int, int]
    ) -> None:
        self._tokens = tokens
        self._lookup = lookup
        self._shift = shift
        self._at = 0
        self._cells = 0
        self._depth = 0

    def at_end(self) -> bool:
        """Say whether all tokens were used."""
        return self._at == len(self._tokens)

    def sum_(self) -> Decimal:
        """term (+|− term)*."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise _CannotError
        value = self._product()
        while self._next_is("+", "-"):
            value = value + self._product() if self._taken() == "+" else value - self._product()
        self._depth -= 1
        return value

    def _product(self) -> Decimal:
        value = self._signed()
        while self._next_is("*", "/"):
            value = value * self._signed() if self._taken() == "*" else value / self._signed()
        return value

    def _signed(self) -> Decimal:
        sign = 1
        while self._next_is("-", "+"):
            sign = -sign if self._taken() == "-" else sign
        value = self._atom()
        while self._next_is("%"):
            self._taken()
            value /= 100
        return sign * value

    def _atom(self) -> Decimal:
        if self.at_end():
            raise _CannotError
        kind, text = self._tokens[self._at]
        self._at += 1
        if kind == "number":
            return Decimal(text)
        if kind == "ref":
            values = self._values(text)
            if len(values) != 1 or ":" in text:
                raise _CannotError
            return values[0] or Decimal(0)
        if kind == "name":
            return self._call(text.upper())
        if text == "(":
            value = self.sum_()
            self._expect(")")
            return value
        raise _CannotError

    def _call(self, name: str) -> Decimal:
        self._expect("(")
        if name in ("SUM", "СУММ"):
            return self._sum_call()
        if name in ("ROUND", "ОКРУГЛ"):
            value = self.sum_()
            self._expect(",", ";")
            places = self.sum_()
            self._expect(")")
            if abs(places) > 9 or places != int(places):
                raise _CannotError
            return value.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP)
        raise _CannotError

    def _sum_call(self) -> Decimal:
        total = Decimal(0)
        while not self._next_is(")"):
            if self._tokens[self._at : self._at + 1] and self._tokens[self._at][0] == "ref":
                total += self._sum_argument()
            else:
                total += self.sum_()
            if self._next_is(",", ";"):
                self._taken()
            elif not self._next_is(")"):
                raise _CannotError
        self._taken()
        return total

    def _sum_argument(self) -> Decimal:
        """A range alone sums what is a number; a reference in arithmetic is arithmetic."""
        after = self._tokens[self._at + 1][1] if self._at + 1 < len(self._tokens) else ""
        if after not in (",", ";", ")"):
            return self.sum_()
        text = self._tokens[self._at][1]
        self._at += 1
        return sum((v for v in self._values(text, lenient=True) if v is not None), Decimal(0))

    def _values(self, ref: str, *, lenient: bool = False) -> list[Decimal | None]:
        match = _REF.fullmatch(ref)
        if match is None:
            raise _CannotError
        sheet = (match["sheet"] or "").strip("'").replace("''", "'")
        left, top = self._corner(match["c1"], match["r1"])
        right, bottom = self._corner(match["c2"], match["r2"]) if match["c2"] else (left, top)
        self._cells += (abs(right - left) + 1) * (abs(bottom - top) + 1)
        if self._cells > MAX_CELLS:
            raise _CannotError
        values: list[Decimal | None] = []
        for row in range(min(top, bottom), max(top, bottom) + 1):
            for column in range(min(left, right), max(left, right) + 1):
                value = self._lookup(sheet, row, column)
                if value is None and not lenient:
                    raise _CannotError
                values.append(value)
        return values

    def _corner(self, letters: str, digits: str) -> tuple[int, int]:
        column = column_index(letters.lstrip("$"))
        if column is None:
            raise _CannotError
        row = int(digits.lstrip("$"))
        return (
            column if letters[0] == "$" else column + self._shift[1],
            row if digits[0] == "$" else row + self._shift[0],
        )

    def _next_is(self, *ops: str) -> bool:
        return not self.at_end() and self._tokens[self._at] in [("op", op) for op in ops]

    def _taken(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1][1]

    def _expect(self, *ops: str) -> None:
        if not self._next_is(*ops):
            raise _CannotError
        self._at += 1
