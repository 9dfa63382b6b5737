"""Any list becomes a cart: files, clipboard blocks, typed lines (PRODUCT O1, O2; CLI `import`).

The file is read in the child process, layout and statuses are decided by `domain.bulk*`, texts are
resolved against the cache in one go, and `add` makes one undo step. Every answer of the buyer is
kept: a chosen item as an own code, a confirmed layout under the fingerprint of its heading.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from b2bdesk.domain import bulk_plan
from b2bdesk.domain.bulk_layout import ListMapping
from b2bdesk.domain.bulk_rows import SHORT, BulkOptions
from b2bdesk.domain.paste import book_from_clipboard
from b2bdesk.trade.collector import collector_paused
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.fold import fold_article
from b2bdesk.trade.tablerows import RawBook
from b2bdesk.usecases.bulk_judge import BulkJudge, BulkPorts
from b2bdesk.usecases.bulk_preview import (
    answer_sources,
    carried_letters,
    mapping_kept,
    new_line,
    options_of,
    text_line,
    unknown_rows,
)
from b2bdesk.usecases.carts import Carts
from b2bdesk.usecases.ports.lists import OwnCode
from b2bdesk.usecases.rows.bulk import UNKNOWN, Answered, CartAdded, ListPreview
from b2bdesk.usecases.rows.carts import AddResult, NewLine

_LONGEST_NAME = 120
Progress = Callable[[int], None]


class BulkEntry(BulkJudge):
    """Lists in, carts out."""

    def __init__(self, ports: BulkPorts, carts: Carts) -> None:
        super().__init__(ports)
        self._carts = carts

    def prepare(self) -> None:
        """Start the reading child; called when the import screen opens."""
        self._ports.reader.start()

    def cancel(self) -> None:
        """Stop the reading under way; `open` raises `cancelled`."""
        self._ports.reader.cancel()

    def open(
        self,
        path: Path,
        sheet: str = "",
        mapping: ListMapping | None = None,
        options: BulkOptions | None = None,
        progress: Progress | None = None,
    ) -> ListPreview:
        """Read a file and say what each row would become; nothing is in a cart yet.

        Args:
            path: the list.
            sheet: name of the sheet a person chose, "" = find the order.
            mapping: columns a person chose.
            options: summing and rounding, both on by default.
            progress: called with the number of rows read so far.

        Raises:
            Expected: `list_…` codes of the reader, `no_contract`, `cancelled`.
        """
        with collector_paused():
            book = self._ports.reader.read(path, None, None, progress)
            return self._preview(book, path, sheet, mapping, options)

    def reread(
        self, preview: ListPreview, encoding: str | None, delimiter: str | None
    ) -> ListPreview:
        """Read a text file again with another encoding or delimiter chosen by hand."""
        if preview.path is None:
            return preview
        book = self._ports.reader.read(preview.path, encoding, delimiter)
        return self._preview(book, preview.path, "", None, preview.options)

    def paste(self, text: str, options: BulkOptions | None = None) -> ListPreview:
        """Take a clipboard block as a list."""
        with collector_paused():
            return self._preview(book_from_clipboard(text), None, "", None, options)

    def remap(
        self,
        preview: ListPreview,
        mapping: ListMapping | None = None,
        sheet: str = "",
        options: BulkOptions | None = None,
    ) -> ListPreview:
        """Judge the same list anew with other columns, another sheet or other options."""
        if sheet and sheet != preview.sheet:
            return self._preview(
                preview.plan.book, preview.path, sheet, mapping, options or preview.options
            )
        plan = bulk_plan.remap(preview.plan, mapping) if mapping else preview.plan
        return self._judged(plan, preview.path, options or preview.options, preview.answered)

    def with_sheets(self, preview: ListPreview, names: Sequence[str]) -> ListPreview:
        """Read further sheets of the same file together with the shown one; none = that alone."""
        plan = bulk_plan.with_sheets(preview.plan, names, self._hits)
        return self._judged(plan, preview.path, preview.options, preview.answered)

    def carry(self, preview: ListPreview, columns: Sequence[str]) -> ListPreview:
        """Carry further columns of the list into the comments of its lines.

        Args:
            preview: what was shown.
            columns: letters or headings of columns, see `preview.plan.free_columns`.

        Raises:
            Expected: `list_column_unknown`.
        """
        letters = carried_letters(preview, columns)
        plan = bulk_plan.carried(preview.plan, letters)
        return self._judged(plan, preview.path, preview.options, preview.answered)

    def add(
        self, preview: ListPreview, cart_id: str, keep_unknown: bool = False, label: str = ""
    ) -> AddResult:
        """Put the list into a cart as one undo step and remember its layout.

        Args:
            preview: what was shown.
            cart_id: a draft.
            keep_unknown: rows nothing was found for become lines that wait for the buyer.
            label: name of the step, `import` or `paste` by default.
        """
        with collector_paused():
            kinds = preview.rows.kinds()
            lines = [new_line(line, kinds) for line in preview.result.lines]
            if keep_unknown:
                lines += map(text_line, unknown_rows(preview))
            result = self._put(preview, cart_id, lines, label)
        self._remember(preview)
        return result

    def add_by_address(
        self, preview: ListPreview, name: str, keep_unknown: bool = False
    ) -> tuple[CartAdded, ...]:
        """Put a list with a column of addresses into new drafts, one for each address.

        Args:
            preview: what was shown.
            name: what the names of the drafts begin with, "" = the name of the file.

        Returns:
            The drafts in the order of the list; lines without an address make one of their own.

        Raises:
            Expected: `nothing_to_add` when no row would go into a cart.
        """
        kinds = preview.rows.kinds()
        lines: dict[str, list[NewLine]] = {}
        for line in preview.result.lines:
            lines.setdefault(line.address.strip(), []).append(new_line(line, kinds))
        for row in unknown_rows(preview) if keep_unknown else ():
            lines.setdefault(row.cells.get("address", "").strip(), []).append(text_line(row))
        if not lines:
            raise Expected("nothing_to_add")
        begun = name or (preview.path.stem if preview.path else "")
        made = []
        for address, mine in lines.items():
            cart = self._carts.create(" – ".join(filter(None, (begun, address)))[:_LONGEST_NAME])
            made.append(CartAdded(address, cart, self._put(preview, cart.id, mine, "")))
        self._remember(preview)
        return tuple(made)

    def _put(
        self, preview: ListPreview, cart_id: str, lines: Sequence[NewLine], label: str
    ) -> AddResult:
        step = label or ("import" if preview.path else "paste")
        options = preview.options
        mode = "sum" if options.sum_duplicates else "keep"
        return self._carts.add_lines(cart_id, lines, step, mode, options.round_up)

    def report(self, preview: ListPreview, target: Path, unknown_only: bool = False) -> Path:
        """Write what became of every row as .xlsx, or only what was not recognised.

        Raises:
            Environment: the file could not be written.
        """
        only = UNKNOWN if unknown_only else None
        self._ports.files.report(target, preview.rows, preview.file, only)
        return target

    def fill_back(self, preview: ListPreview, target: Path) -> str:
        """Write the answers into a copy of the buyer's own file, in new columns.

        Returns:
            `same` (all of his workbook is kept), `text`, or `copy` (a plain .xlsx).

        Raises:
            Expected: `nothing_to_fill` for a paste, `list_…` codes.
            Environment: the file could not be written.
        """
        if preview.path is None:
            raise Expected("nothing_to_fill")
        ids = [row.item_id for row in preview.rows if row.status == SHORT]
        contract_id = self._contract().contract.id
        facts = self._ports.facts.of_items(ids, contract_id).facts if ids else {}
        arrivals = {
            item_id: each.incoming_date
            for item_id, each in facts.items()
            if each.incoming_date is not None
        }
        how = "same"
        for source, rows in answer_sources(preview, preview.path, target):
            done = self._ports.files.answers(source, target, rows, arrivals)
            how = done if source.path == preview.path else how
        return how

    def save_mapping(self, preview: ListPreview, name: str) -> None:
        """Keep the layout of a list under a name, for the command line's `--map`."""
        mapping = mapping_kept(preview, name)
        self._ports.templates.save(mapping.fingerprint, name, mapping.to_json(), self._ports.now())

    def mapping(self, name: str) -> ListMapping:
        """Return the mapping of a name.

        Raises:
            Expected: `mapping_not_found`.
        """
        found = self._ports.templates.named(name)
        if found is None:
            raise Expected("mapping_not_found", name=name)
        return ListMapping.from_json(found)

    def mappings(self) -> tuple[str, ...]:
        """Return the names of kept mappings."""
        return self._ports.templates.names()

    def own_codes(self) -> tuple[OwnCode, ...]:
        """Return the buyer's own dictionary."""
        return self._ports.codes.list()

    def unlearn(self, before: Sequence[OwnCode], after: Sequence[OwnCode]) -> None:
        """Take back what answers have taught; a code that was changed since then stays.

        Args:
            before: the dictionary as it was when they were given.
            after: as it was after them.
        """
        then = {fold_article(each.code): each for each in before}
        now = {fold_article(each.code): each for each in self._ports.codes.list()}
        taught = [
            (code, then.get(code))
            for code, each in ((fold_article(each.code), each) for each in after)
            if then.get(code) != each and now.get(code) == each
        ]
        self._ports.codes.forget(*(code for code, known in taught if known is None))
        self._ports.codes.learn([known for _, known in taught if known], self._ports.now())

    def _preview(
        self,
        book: RawBook,
        path: Path | None,
        sheet: str,
        mapping: ListMapping | None,
        options: BulkOptions | None,
    ) -> ListPreview:
        self._contract()
        plan = bulk_plan.begin(book, self._hits, sheet, mapping, self._remembered)
        known = plan.chosen.mapping
        wanted = options or (options_of(known) if known else BulkOptions())
        if known is not None and known.carried:
            still = [each for each in known.carried if each in plan.free_columns]
            plan = bulk_plan.carried(plan, still)
        return self._judged(plan, path, wanted, Answered())

    def _remembered(self, fingerprint: str) -> ListMapping | None:
        found = self._ports.templates.find(fingerprint)
        return ListMapping.from_json(found) if found else None

    def _remember(self, preview: ListPreview) -> None:
        """Keep columns, options and carried columns for the next list of this sender."""
        mapping = mapping_kept(preview)
        if mapping.fingerprint:
            self._ports.templates.save(
                mapping.fingerprint, "", mapping.to_json(), self._ports.now()
            )
