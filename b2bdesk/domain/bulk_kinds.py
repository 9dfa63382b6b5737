"""Which rows of a list are no goods: repeated headings, groups, totals, notes.

A row counts as goods when the catalogue knows its code, whatever it looks like. The rest is judged
by what goods of this very list have (a price, a unit, a quantity) and the row lacks, by words such
as «Итого», by style, and by what follows. Built once per list by `domain.bulk`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from b2bdesk.trade.lists.features import looks_like_code, number_in
from b2bdesk.trade.lists.heading_rows import heading_like, is_numbering
from b2bdesk.trade.lists.headings import plain_heading
from b2bdesk.trade.lists.layout import Layout
from b2bdesk.trade.tablerows import STYLE_BOLD, STYLE_OUTLINE, RawRow

ITEM, TEXT, TOTAL, HEADER, BARE = "item", "text", "total", "header", "bare"
_SAMPLE = 600
_EXPECTED = ("unit", "price", "sum", "stock", "pack")
_TELLING = ("unit", "price", "article")
_STRONG = ("unit", "price", "sum", "stock", "pack", "barcode", "quantity", "own_code")
_LABELS = ("article", "name", "barcode", "own_code")
_TOTAL_RU = re.compile(
    r"^\W*(?:итого|всего|итог\b|всього|разом\b"
    r"|в ?т\.? ?ч\.?|в том числе|(?:сумма )?ндс\b|без ндс|к оплате|с ндс"
    r"|общ(?:ая|ий|ее) (?:сумм|итог|стоим|кол|вес|объ)|подытог|промежуточн\w+ итог"
    r"|сумма(?: \w+)?\W*$"
    r"|загальна сума|податок на додану|сума пдв"
    r"|накладные расходы|сметная прибыль|скидка\b|доставка\W*$)",
    re.IGNORECASE,
)
_TOTAL_EN = re.compile(
    r"^\W*(?:grand |sub-? ?)?totals?(?: (?:amount|sum|qty|quantity|price|net|gross|vat|due|order"
    r"|items?|lines|for\b.*|rub|usd|eur|gbp))*\W*$|^\W*(?:vat|net|gross|amount due)\W*$",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"^\W*(?:примеч|внимание|важно|\*|оплата|самовывоз|доставк|срок|тел\b|телефон|e-?mail|менеджер"
    r"|директор|руководитель|бухгалтер|подпис|м\.? ?п\.?$|составил|утвержд|согласов|заявку|заказчик"
    r"|поставщик|покупатель|исполнитель|отпустил|получил|дата\b|цены указаны|вышеперечисл|notes?\b"
    r"|attention\b"
    r"|signature"
    r"|и содержит|\(?прописью"
    r"|with best|с уважением|просим|прошу|спасибо|на сумму)|_{3,}|@|\bрубл\w+,? \d\d? коп",
    re.IGNORECASE,
)
# What stands under a position of an estimate: wages, machines, materials, overheads, profit.
_LABOUR = re.compile(r"%|(?:чел|маш)\W{0,2}\s?-?\s?ч(?:ас)?\.?", re.IGNORECASE)
_RESOURCE = re.compile(
    r"(?:\d{1,2} )?(?:в т\. ?ч\. )?(?:О?ЗП[МТ]?|ЭММ?|МР?|ЗТР?м?|ОТм?|ФОТ|НР|СП)"
    r"(?:\s*\(ЗТм?\))?(?: (?:от|и|по) .*)?\s*$"
)
_SIGNED = re.compile(
    r"\W*(?:исполнитель|заказчик|поставщик|покупатель|получил|принял|сдал|отпустил|передал|директор"
    r"|руководитель|бухгалтер|подпись|м\W{0,2}п)\b",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\s*[(\[][^()\[\]]*[)\]]?\s*")
_NUMBERING = 5
_WORDS = re.compile(r"[^\W\d_]{3,}")
_SECTION = re.compile(r"^\W*(?:раздел|группа|глава|этап|секция|категория|section|group)\b", re.I)


class RowJudge:
    """Knows what goods of one list look like."""

    def __init__(self, rows: Sequence[RawRow], layout: Layout) -> None:
        self._columns: Mapping[str, int] = layout.columns
        step = max(1, len(rows) // _SAMPLE)
        sample = rows[::step]
        self._share = {role: self._filled(sample, at) for role, at in layout.columns.items()}
        self._strong = [at for role, at in layout.columns.items() if role in _STRONG]
        usual = {role for role in _EXPECTED if self._share.get(role, 0) >= 55}
        self._expected, self._only_stock = bool(usual), usual == {"stock"}
        self._headings = {
            at: {plain_heading(text), *(plain_heading(t) for t in text.split("\n"))}
            for at, text in layout.headings.items()
        }
        self._shapes = self._code_shapes(sample)
        self._told = self._told_columns(sample, layout.headings)
        self._continues = self._bare_share(sample) >= 8
        bold = sum(row.style & STYLE_BOLD for row in sample)
        self._bold_is_rare = 0 < bold * 3 < len(sample)

    @staticmethod
    def _filled(sample: Sequence[RawRow], column: int) -> int:
        return 100 * sum(bool(row.cell(column).strip()) for row in sample) // max(1, len(sample))

    def _code_shapes(self, sample: Sequence[RawRow]) -> frozenset[str]:
        """Shapes of articles in rows that have a price or a unit: at least one in twenty each."""
        article, telling = self._columns.get("article"), [self._columns.get(r) for r in _EXPECTED]
        goods = [r for r in sample if any(r.cell(at).strip() for at in telling)]
        shapes = Counter(_shape(text) for row in goods if (text := row.cell(article).strip()))
        return frozenset(one for one, n in shapes.items() if 20 * n >= sum(shapes.values()))

    def _told_columns(self, sample: Sequence[RawRow], headed: Collection[int]) -> list[int]:
        """Columns of words without a role that goods have and groups have not: country, brand."""
        taken = {at for role, at in self._columns.items() if role != "brand"}
        free = [at for at in headed if at not in taken and self._filled(sample, at) >= 70]
        worded = {at: sum(_is_worded(row.cell(at)) for row in sample) for at in free}
        return [at for at, count in worded.items() if 2 * count > len(sample)]

    def _bare_share(self, sample: Sequence[RawRow]) -> int:
        """Percent of rows that have a price and nothing that names goods (further sizes of it)."""
        price, labels = self._columns.get("price"), [self._columns.get(r) for r in _LABELS]
        priced = [row for row in sample if number_in(row.cell(price)) is not None]
        bare = sum(not any(row.cell(at).strip() for at in labels) for row in priced)
        return 100 * bare // len(priced) if bare > 2 else 0

    def continues(self, row: RawRow) -> bool:
        """Say whether a row without a name is a further size of the goods above it."""
        return self._continues and number_in(row.cell(self._columns.get("price"))) is not None

    def kind(self, row: RawRow, *, quantity_is_number: bool) -> str:
        """Judge a row whose codes the catalogue does not know.

        Args:
            row: the row.
            quantity_is_number: its quantity cell holds a number.
        """
        if self._numbers_columns(row) or (not quantity_is_number and self._is_header(row)):
            return HEADER
        if self._is_total(row) or self._is_resource(row):
            return TOTAL
        if self._has_no_label(row):
            return BARE
        if not quantity_is_number and (
            self._is_text(row) or self._is_beside_names(row) or _is_signed(row)
        ):
            return TEXT
        return ITEM

    def is_sum_group(self, row: RawRow, following: Sequence[RawRow]) -> bool:
        """Say whether a row with a quantity is a group that shows the sum of its goods.

        Such rows have no article where goods have one, and are bold, less indented than the next
        row, or add up exactly.
        """
        if self._share.get("article", 0) < 60 or row.cell(self._columns["article"]).strip():
            return False
        if row.cell(self._columns.get("barcode")).strip() or not following:
            return False
        if not following[0].cell(self._columns["article"]).strip():
            return False
        if self._bold_is_rare and row.style & STYLE_BOLD and not following[0].style & STYLE_BOLD:
            return True
        if row.style // STYLE_OUTLINE < following[0].style // STYLE_OUTLINE:
            return True
        return self._adds_up(row, following)

    def lacks_usual(self, row: RawRow, usual: Collection[str]) -> bool:
        """Say whether a row fills less than half of what goods above the closing total fill.

        Where those fill nothing that tells, a row without any figure is no goods.
        """
        if usual:
            filled = sum(bool(row.cell(self._columns.get(role)).strip()) for role in usual)
            return 2 * filled < len(usual)
        figures = (row.cell(self._columns.get(role)) for role in ("quantity", "price", "sum"))
        return all(number_in(text) is None for text in figures)

    def is_note(self, row: RawRow) -> bool:
        """Say whether the words of a text row are those of notes, signatures, terms."""
        return _explains(row) or any(_NOTE.search(cell) for cell in row.cells if cell.strip())

    def is_marked(self, row: RawRow) -> bool:
        """Say whether a row whose «article» is a tiny number is one of the table's own making.

        A row that numbers the columns, or wages and machines of an estimate: some article of a
        big catalogue is always like it.
        """
        return is_numbering(row) or self._is_resource(row)

    def _adds_up(self, row: RawRow, following: Sequence[RawRow]) -> bool:
        at = self._columns.get("quantity")
        wanted = number_in(row.cell(at))
        if wanted is None:
            return False
        total = wanted - wanted
        rows = 0
        for after in following[:2000]:
            if not after.cell(self._columns["article"]).strip() or self._is_total(after):
                break
            total += number_in(after.cell(at)) or 0
            rows += 1
        return rows >= 2 and total == wanted

    def _is_header(self, row: RawRow) -> bool:
        same = 0
        for at, texts in self._headings.items():
            cell = row.cell(at)
            if cell and len(cell) < 90 and plain_heading(cell) in texts:
                same += 1
        if same >= 2 and 2 * same >= sum(bool(cell.strip()) for cell in row.cells):
            return True
        if number_in(row.cell(self._columns.get("price"))) is not None and not is_numbering(row):
            return False
        return heading_like(row) or (len(self._columns) >= 3 and is_numbering(row))

    def _numbers_columns(self, row: RawRow) -> bool:
        """Say whether a row repeats the numbers of the columns below a repeated heading."""
        return sum(bool(cell.strip()) for cell in row.cells) >= _NUMBERING and is_numbering(row)

    def _is_beside_names(self, row: RawRow) -> bool:
        """Words in the column of running numbers and nothing that names goods: «Материалы»."""
        number = row.cell(self._columns.get("number")).strip()
        if not number or number_in(number) is not None or not _WORDS.search(number):
            return False
        return "name" in self._columns and not any(
            row.cell(self._columns.get(role)).strip() for role in _LABELS
        )

    def _is_resource(self, row: RawRow) -> bool:
        """Say whether a row of an estimate is labour, machines, overheads: no goods to buy."""
        unit = row.cell(self._columns.get("unit")).strip()
        name = row.cell(self._columns.get("name")).strip()
        return bool(_LABOUR.fullmatch(unit) or _RESOURCE.match(name))

    def _is_total(self, row: RawRow) -> bool:
        article = row.cell(self._columns.get("article")).strip()
        if article and not _is_total_text(article):
            return False
        filled = [cell for cell in row.cells if cell.strip()]
        if filled and _is_total_text(filled[0]):
            return True
        if article or row.cell(self._columns.get("name")).strip():
            name = row.cell(self._columns.get("name"))
            return _is_total_text(name) and not _SECTION.match(name)
        return any(_is_total_text(cell) for cell in filled)

    def _has_no_label(self, row: RawRow) -> bool:
        """Numbers alone: nothing that could name goods."""
        texts = [cell for cell in row.cells if cell.strip()]
        if not texts or any(number_in(text) is None for text in texts):
            return False
        if any(row.cell(self._columns.get(role)).strip() for role in _LABELS):
            return self._is_sum_under_codes(row)
        return True

    def _is_sum_under_codes(self, row: RawRow) -> bool:
        """Numbers with no name, unit or quantity where all goods have them: a sum, not a code."""
        usual = [r for r in ("name", "unit", "quantity") if self._share.get(r, 0) >= 65]
        blank = not any(row.cell(self._columns[role]).strip() for role in usual)
        return len(usual) >= 2 and blank

    def is_blank_line(self, row: RawRow) -> bool:
        """Say whether a row of bare numbers holds nothing but its running number and zeros."""
        number = self._columns.get("number", -1)
        return not any(number_in(c) for at, c in enumerate(row.cells) if at != number and c.strip())

    def _has_figures(self, row: RawRow) -> bool:
        """Numbers in columns nobody named (sizes, prices by volume) belong to goods."""
        known = {self._columns.get(role) for role in ("number", "article", "name")}
        cells = [cell for at, cell in enumerate(row.cells) if at not in known and cell.strip()]
        return sum(number_in(cell) is not None for cell in cells) >= 2

    def _lacks_what_goods_have(self, row: RawRow) -> bool:
        """No code, unit, price or quantity where nearly all goods have them: sums alone remain."""
        usual = [role for role in _TELLING if self._share.get(role, 0) >= 70]
        if not {"unit", "price"} & set(usual):
            return False
        if self._is_told(row):
            return False
        blank = (*usual, "barcode", "quantity", "own_code", "article")
        return not any(row.cell(self._columns.get(role)).strip() for role in blank)

    def _is_told(self, row: RawRow) -> bool:
        """A name beside a country or a maker, as all goods have them: goods without a price."""
        name = row.cell(self._columns.get("name")).strip()
        return bool(name) and any(row.cell(at).strip() for at in self._told)

    def _is_lone_text(self, row: RawRow) -> bool:
        """A few words alone in the column of barcodes, prices or units: a group, no goods."""
        filled = [at for at, cell in enumerate(row.cells) if cell.strip()]
        if len(filled) != 1 or filled[0] not in self._strong or not self._expected:
            return False
        text = row.cells[filled[0]]
        return len(_WORDS.findall(text)) >= 2 and number_in(text) is None

    def _has_usual_code(self, row: RawRow) -> bool:
        """A name beside an article of the shape that priced goods have: goods without a price."""
        article = row.cell(self._columns.get("article")).strip()
        name = row.cell(self._columns.get("name")).strip()
        return bool(article and name) and _shape(article) in self._shapes

    def _is_text(self, row: RawRow) -> bool:
        if self._lacks_what_goods_have(row) or _explains(row) or self._is_lone_text(row):
            return True
        if any(row.cell(at).strip() for at in self._strong):
            return False
        if self._expected:
            moved = self._only_stock and self._has_figures(row)  # a report: came 5, went 5
            return not (moved or self._is_told(row) or self._has_usual_code(row))
        if self._has_figures(row):
            return False
        article = row.cell(self._columns.get("article")).strip()
        name = row.cell(self._columns.get("name")).strip()
        if _SECTION.match(article or name):
            return True
        if article and looks_like_code(article):
            return False
        number = row.cell(self._columns.get("number")).strip()
        if number and number_in(number) is not None and name:
            return False
        return self._share.get("quantity", 0) >= 50 or not (article or name)


def _explains(row: RawRow) -> bool:
    """Say whether all a row holds are words in brackets: «(подпись)» below a line to sign on."""
    filled = [cell for cell in row.cells if cell.strip()]
    return bool(filled) and all(map(_BRACKETED.fullmatch, filled))


def _is_worded(text: str) -> bool:
    return _WORDS.search(text) is not None and number_in(text.strip()) is None


def _is_signed(row: RawRow) -> bool:
    """Say whether a row is where people sign: «Исполнитель:», «Заказчик:», no figure at all."""
    filled = [cell for cell in row.cells if cell.strip()]
    if not filled or any(map(str.isdigit, "".join(filled))):
        return False
    return _SIGNED.match(filled[0]) is not None


def _shape(text: str) -> str:
    """Which kinds of signs a code has: digits, latin, other letters, spaces, the rest.

    Numbers alone have their length, too: 10102 is goods where 101 is their group.
    """
    if text.isdigit():
        return f"9 {len(text)}"
    kinds = {
        "9" if c.isdigit() else "a" if c.isascii() and c.isalpha() else "я" if c.isalpha()
        else " " if c.isspace() else "-" if c in "-/._" else "*"
        for c in text
    }  # fmt: skip
    return "".join(sorted(kinds))


def _is_total_text(text: str) -> bool:
    plain = text.strip()
    if len(plain) > 200 or not plain[:1]:
        return False
    return bool(_TOTAL_RU.match(plain) or _TOTAL_EN.match(plain))
