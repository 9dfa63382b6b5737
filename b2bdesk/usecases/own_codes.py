"""The buyer's own dictionary (таблица соответствий): his code means our item.

The import of lists asks it before the catalogue and teaches it (`bulk_entry`); here it is searched,
edited and exchanged as a table. What clashes is told and never decided silently: a code that means
other goods keeps its meaning unless replacing was asked for. Changes are told as kind `own_codes`.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from b2bdesk.domain.own_codes import CodePair, CodeTable, find_table
from b2bdesk.trade.collector import collector_paused
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.fold import fold_article
from b2bdesk.trade.tablerows import RawBook, column_index, column_letters
from b2bdesk.usecases.changes import ChangeSet, News
from b2bdesk.usecases.ports.lists import (
    CatalogueCodes,
    CodeFiles,
    ListReader,
    OwnCode,
    OwnCodesPort,
)
from b2bdesk.usecases.ports.machine import Now
from b2bdesk.usecases.rows.offers import OfferRow
from b2bdesk.usecases.rows.own_codes import (
    ADDED,
    AMBIGUOUS,
    CLASHES,
    DIFFERS,
    GONE,
    HIDES,
    NO_CODE,
    NO_GOODS,
    NOT_FOUND,
    OUTSIDE,
    REPEATED,
    REPLACED,
    SAME,
    SHARED,
    TAKEN,
    CodeFile,
    CodeLine,
    CodeReading,
    OwnCodeRow,
    Standing,
)

MAX_CODE = 200
MANY_SHARED = 20
"""So many codes are taken from colleagues, too, only when the person says so."""


@dataclass(frozen=True, slots=True)
class OwnCodePorts:
    """What the dictionary stands on.

    Attributes:
        store: where it is kept.
        catalogue: finds goods by what the catalogue says of them.
        reader: reads tables in the child process.
        files: writes tables.
        now: the time.
        standing: how entries stand to the company's dictionary, by folded code.
    """

    store: OwnCodesPort
    catalogue: CatalogueCodes
    reader: ListReader
    files: CodeFiles
    now: Now
    standing: Callable[[Sequence[OwnCode]], Mapping[str, Standing]] = lambda _codes: {}


class OwnDictionary:
    """Searches, edits and exchanges own codes."""

    def __init__(self, ports: OwnCodePorts, news: News) -> None:
        self._ports = ports
        self._news = news

    def rows(self, text: str = "") -> tuple[OwnCodeRow, ...]:
        """Return the entries in the order of codes, with what is wrong with each.

        Args:
            text: part of a code, an article or a name; "" = all.
        """
        kept = self._ports.store.list()
        offers = self._offers([each.item_id for each in kept])
        now = [_as_now(each, offers.get(each.item_id)) for each in kept]
        shown = [each for each in now if _speaks_of(each, text)]
        hidden = self._hidden([(each.code, each.item_id) for each in shown])
        standing = self._ports.standing(shown)
        return tuple(
            replace(
                _row(each, offers.get(each.item_id), hidden),
                standing=standing.get(fold_article(each.code), Standing()),
            )
            for each in shown
        )

    def add(self, code: str, goods: str, replacing: bool = False) -> OwnCodeRow:
        """Give goods a code, or a code other goods.

        Args:
            code: the buyer's own, found in any spelling (case, spaces, signs, script).
            goods: article, barcode or id.
            replacing: the code may mean other goods until now.

        Raises:
            Expected: `own_code_empty`, `own_code_long`, `own_code_taken`, `item_not_found`,
                `item_ambiguous`.
        """
        typed = code.strip()
        if not fold_article(typed):
            raise Expected("own_code_empty")
        if len(typed) > MAX_CODE:
            raise Expected("own_code_long", limit=MAX_CODE)
        found = self._found([goods]).get(goods.strip(), ())
        if not found:
            raise Expected("item_not_found", text=goods)
        if len(found) > 1:
            raise Expected("item_ambiguous", text=goods, count=len(found))
        offer = found[0]
        before = self._by_fold().get(fold_article(typed))
        if before is not None and before.item_id != offer.id and not replacing:
            raise Expected("own_code_taken", text=before.code, article=before.article)
        at = self._ports.now()
        okei = before.okei if before is not None and before.item_id == offer.id else ""
        made = OwnCode(typed, offer.id, offer.article, offer.name, okei, at)
        self._ports.store.learn([made], at)
        self._tell([offer.id])
        return _row(made, offer, self._hidden([(typed, offer.id)]))

    def remove(self, codes: Collection[str], everywhere: bool = False) -> tuple[OwnCode, ...]:
        """Forget codes in any spelling; returns what was forgotten, for `restore`.

        Args:
            codes: as typed.
            everywhere: the person knows that colleagues lose shared ones as well.

        Raises:
            Expected: `own_code_unknown` names the first one the dictionary has not,
                `own_codes_many` tells how many shared ones colleagues would lose; nothing is
                forgotten then.
        """
        kept = self._by_fold()
        gone = {}
        for code in codes:
            fold = fold_article(code)
            if fold not in kept:
                raise Expected("own_code_unknown", text=code)
            gone[fold] = kept[fold]
        if not everywhere:
            standing = self._ports.standing(list(gone.values())).values()
            shared = sum(each.stands == SHARED for each in standing)
            if shared >= MANY_SHARED:
                raise Expected("own_codes_many", count=shared)
        self._ports.store.forget(*(each.code for each in gone.values()))
        self._tell(each.item_id for each in gone.values())
        return tuple(gone.values())

    def restore(self, codes: Sequence[OwnCode]) -> None:
        """Put back what `remove` took, except codes that were given away meanwhile."""
        kept = self._by_fold()
        back = [each for each in codes if fold_article(each.code) not in kept]
        self._ports.store.learn(back, self._ports.now())
        self._tell(each.item_id for each in back)

    def read(self, path: Path, how: CodeFile | None = None) -> CodeReading:
        """Read a table and say what would become of each row; nothing is changed yet.

        Raises:
            Expected: `file_not_found`, `list_…` codes of the reader, `list_sheet_unknown`,
                `own_code_letter`, `own_code_columns` when the columns are not to be found.
        """
        how = how or CodeFile()
        if not path.is_file():
            raise Expected("file_not_found", file=str(path))
        with collector_paused():
            table = self._table(self._ports.reader.read(path), path, how)
            found = self._found([pair.goods for pair in table.pairs])
            lines = [_line(pair, found.get(pair.goods, ())) for pair in table.pairs]
            columns = {"code": column_letters(table.code), "goods": column_letters(table.goods)}
            return self._judged(
                CodeReading(path, table.sheet, columns, lines, how.replace), how.replace
            )

    def judged_anew(self, reading: CodeReading, replacing: bool) -> CodeReading:
        """Say what would become of the same table with or without replacing."""
        return self._judged(reading, replacing)

    def take(self, reading: CodeReading) -> CodeReading:
        """Put a table into the dictionary in one step; returns what really became of each row."""
        done = self._judged(reading, reading.replace)
        before = self._by_fold()
        at = self._ports.now()
        made = []
        for line in done.lines:
            if line.status in TAKEN:
                known = before.get(fold_article(line.code))
                okei = known.okei if known is not None and known.item_id == line.item_id else ""
                made.append(OwnCode(line.code, line.item_id, line.article, line.name, okei, at))
        self._ports.store.learn(made, at)
        self._tell(each.item_id for each in made)
        return done

    def export(self, target: Path, text: str = "") -> int:
        """Write the entries as .xlsx or .csv in a form `read` takes; returns how many.

        Goods whose article leads to others, too, stand there by their id.

        Raises:
            Environment: the file could not be written.
        """
        codes = [each.code for each in self.rows(text)]
        found = self._found([each.article for each in codes])
        named = {article: {offer.id for offer in some} for article, some in found.items()}
        exact = [
            each
            if named.get(each.article.strip(), set()) <= {each.item_id}
            else replace(each, article=each.item_id)
            for each in codes
        ]
        self._ports.files.codes(target, exact)
        return len(codes)

    def _table(self, book: RawBook, path: Path, how: CodeFile) -> CodeTable:
        sheets = [each for each in book.sheets if each.rows]
        if how.sheet:
            sheets = [each for each in sheets if each.name == how.sheet]
            if not sheets:
                raise Expected("list_sheet_unknown", sheet=how.sheet, file=path.name)
        if not sheets:
            raise Expected("list_empty", file=path.name)
        code, goods = _column(how.code), _column(how.goods)
        tables = [find_table(each, self._hits, code, goods) for each in sheets]
        best = max(
            (each for each in tables if each is not None),
            key=lambda each: (each.hits > 0, len(each.pairs) * (each.hits + 1)),
            default=None,
        )
        if best is None:
            raise Expected("own_code_columns", file=path.name)
        return best

    def _judged(self, reading: CodeReading, replacing: bool) -> CodeReading:
        kept = self._by_fold()
        met: dict[str, CodeLine] = {}
        lines = []
        for line in reading.lines:
            settled = _settled(line, kept, met, replacing)
            lines.append(settled)
            if settled.item_id and settled.code:
                met.setdefault(fold_article(settled.code), settled)
        taken = [(line.code, line.item_id) for line in lines if line.status in TAKEN]
        hidden = self._hidden(taken)
        told = [
            replace(line, hidden=hidden.get(line.code, "") if line.status in TAKEN else "")
            for line in lines
        ]
        return replace(reading, lines=told, replace=replacing)

    def _by_fold(self) -> dict[str, OwnCode]:
        return {fold_article(each.code): each for each in self._ports.store.list()}

    def _hits(self, texts: Sequence[str]) -> list[bool]:
        found = self._found(texts)
        return [bool(found.get(text.strip())) for text in texts]

    def _found(self, texts: Iterable[str]) -> Mapping[str, tuple[OfferRow, ...]]:
        """Goods by article, barcode or the portal's id; keys without spaces around them."""
        asked = list(dict.fromkeys(stripped for text in texts if (stripped := text.strip())))
        matches = self._ports.catalogue.catalogued(asked)
        ids = {text: [each.item_id for each in matches.get(text, ())] or [text] for text in asked}
        offers = self._offers([item_id for some in ids.values() for item_id in some])
        there = {each.id: each for each in offers.values() if each.status != "deleted"}
        return {
            text: tuple(there[item_id] for item_id in dict.fromkeys(some) if item_id in there)
            for text, some in ids.items()
        }

    def _offers(self, item_ids: Iterable[str]) -> Mapping[str, OfferRow]:
        asked = list(dict.fromkeys(item_ids))
        return self._ports.catalogue.offers_by_ids(asked) if asked else {}

    def _hidden(self, pairs: Sequence[tuple[str, str]]) -> Mapping[str, str]:
        """Codes that are also the article of other goods, and that article."""
        matches = self._ports.catalogue.catalogued([code for code, _ in pairs]) if pairs else {}
        others = {
            code: other
            for code, item_id in pairs
            if (other := next((m.item_id for m in matches.get(code, ())), item_id)) != item_id
            and item_id not in {match.item_id for match in matches[code]}
        }
        offers = self._offers(others.values())
        return {code: offers[other].article for code, other in others.items() if other in offers}

    def _tell(self, item_ids: Iterable[str]) -> None:
        self._news.publish(ChangeSet.of("own_codes", ids=item_ids))


def _as_now(code: OwnCode, offer: OfferRow | None) -> OwnCode:
    return replace(code, article=offer.article, name=offer.name) if offer is not None else code


def _row(code: OwnCode, offer: OfferRow | None, hidden: Mapping[str, str]) -> OwnCodeRow:
    if offer is None or offer.status == "deleted":
        return OwnCodeRow(code, GONE)
    if code.code in hidden:
        return OwnCodeRow(code, HIDES, hidden[code.code])
    return OwnCodeRow(code, "" if offer.in_assortment else OUTSIDE)


def _speaks_of(code: OwnCode, text: str) -> bool:
    wanted = text.strip().casefold()
    if not wanted:
        return True
    if any(wanted in part.casefold() for part in (code.code, code.article, code.name)):
        return True
    fold = fold_article(wanted)
    return bool(fold) and (fold in fold_article(code.code) or fold in fold_article(code.article))


def _line(pair: CodePair, found: Sequence[OfferRow]) -> CodeLine:
    """A row with the goods it names; `added` until it is compared with the dictionary."""
    row, code, goods = pair
    if not goods:
        return CodeLine(row, code, goods, NO_GOODS)
    if not found:
        return CodeLine(row, code, goods, NOT_FOUND)
    if len(found) > 1:
        articles = tuple(f"{offer.article} {offer.name}".strip() for offer in found)
        return CodeLine(row, code, goods, AMBIGUOUS, candidates=articles)
    offer = found[0]
    status = ADDED if fold_article(code) and len(code) <= MAX_CODE else NO_CODE
    return CodeLine(row, code, goods, status, offer.id, offer.article, offer.name)


def _settled(
    line: CodeLine,
    kept: Mapping[str, OwnCode],
    met: Mapping[str, CodeLine],
    replacing: bool,
) -> CodeLine:
    """Compare a row with the rows above it and with the dictionary."""
    if not line.item_id or line.status == NO_CODE:
        return line
    fold = fold_article(line.code)
    if (earlier := met.get(fold)) is not None:
        if earlier.item_id == line.item_id:
            return replace(line, status=REPEATED, before="")
        return replace(line, status=CLASHES, before=earlier.article)
    known = kept.get(fold)
    if known is None:
        return replace(line, status=ADDED, before="")
    if known.item_id == line.item_id:
        return replace(line, status=SAME, before="")
    return replace(line, status=REPLACED if replacing else DIFFERS, before=known.article)


def _column(letters: str) -> int | None:
    """Column counted from 0; None = not said. Raises `own_code_letter`."""
    if not letters:
        return None
    found = column_index(letters)
    if found is None:
        raise Expected("own_code_letter", text=letters)
    return found
