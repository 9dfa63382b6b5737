"""Judging lists and what the buyer says to their rows; `bulk_entry` reads lists and adds them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from b2bdesk.domain import bulk_plan
from b2bdesk.domain.bulk import Known
from b2bdesk.domain.bulk_plan import BulkPlan
from b2bdesk.domain.bulk_rows import BulkOptions, Candidate, Match
from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.bulk_alone import judged_alone
from b2bdesk.usecases.bulk_called import called_as_listed
from b2bdesk.usecases.bulk_preview import (
    States,
    addresses_of,
    alike,
    code_of,
    corrected,
    gross_of,
    mark_of,
    preview_of,
    state_of,
    with_answers,
)
from b2bdesk.usecases.ports.carts import FactsPort, Situation
from b2bdesk.usecases.ports.lists import (
    ListFiles,
    ListReader,
    OwnCode,
    OwnCodesPort,
    TemplatesPort,
)
from b2bdesk.usecases.ports.machine import Now
from b2bdesk.usecases.ports.resolve import ResolvePort
from b2bdesk.usecases.rows.account import Context
from b2bdesk.usecases.rows.bulk import Answered, ListPreview

MAX_NAMES, PROPOSALS = 300, 5


@dataclass(frozen=True, slots=True)
class BulkPorts:
    """What entering lists needs.

    Attributes:
        reader: reads files in the child process.
        resolve: finds items behind codes.
        facts: prices, stock and units of the items found.
        codes: the buyer's own codes.
        templates: remembered layouts.
        context: who one buys as.
        now: the time.
        files: writes reports and answers.
    """

    reader: ListReader
    resolve: ResolvePort
    facts: FactsPort
    codes: OwnCodesPort
    templates: TemplatesPort
    context: Callable[[], Context | None]
    now: Now
    files: ListFiles


class BulkJudge:
    """Every row of a list judged, as a whole or one by one after an answer."""

    def __init__(self, ports: BulkPorts) -> None:
        self._ports = ports
        self._states = States()

    def choose(
        self, preview: ListPreview, row: int, item_id: str, *, instead: bool = False
    ) -> ListPreview:
        """Say which item a row means; kept as an own code, used for every row of that code.

        `instead`: goods taken in place of what the row means; nothing is remembered.

        Raises:
            Expected: `item_not_found`.
        """
        offer = self._ports.resolve.offers_by_ids([item_id]).get(item_id)
        if offer is None:
            raise Expected("item_not_found", text=item_id)
        places = preview.rows.places((row,))
        code = code_of(preview.rows[places[0]]) if places and not instead else ""
        if code:
            self._ports.codes.learn(
                [OwnCode(code, item_id, offer.article, offer.name)], self._ports.now()
            )
        same = dict.fromkeys(preview.rows.called(code, code_of), item_id) if code else {}
        answered = replace(
            preview.answered,
            chosen={**preview.answered.chosen, **same, row: item_id},
            instead=preview.answered.instead - {row} - set(same) | ({row} if instead else set()),
        )
        return self._answered(preview, answered, {row, *same})

    def correct(self, preview: ListPreview, row: int, text: str) -> ListPreview:
        """Judge a row anew with another quantity: "5", "2 кор", "" = do not order it."""
        return self._answered(preview, corrected(preview, row, text), {row})

    def _answered(
        self, preview: ListPreview, answered: Answered, rows: Collection[int]
    ) -> ListPreview:
        """Judge some rows anew; the whole list where they do not stand for themselves."""
        alone = judged_alone(preview, answered, rows, partial(self._look, answered))
        return alone or self._judged(preview.plan, preview.path, preview.options, answered)

    def _look(
        self, answered: Answered, texts: Sequence[str], item_ids: Collection[str]
    ) -> tuple[Known, Situation]:
        """What is known of some texts and goods now."""
        chosen = {item for item in answered.chosen.values() if mark_of(item) in texts}
        resolved = self._resolved(texts, chosen)
        ids = {match.item_id for found in resolved.values() for match in found} | set(item_ids)
        situation = self._ports.facts.of_items(sorted(ids), self._contract().contract.id)
        states = {item_id: state_of(item_id, each) for item_id, each in situation.facts.items()}
        return Known(resolved, states), situation

    def _resolved(
        self, texts: Sequence[str], chosen: Collection[str]
    ) -> dict[str, Sequence[Match]]:
        """Hits of texts, and the marks of goods that were chosen."""
        marks = {mark_of(item): item for item in chosen}
        asked = [text for text in texts if text not in marks] if marks else texts
        found = dict(self._ports.resolve.matches(asked))
        found.update((mark, [Match(item, "own_code")]) for mark, item in marks.items())
        return found

    def _judged(
        self, plan: BulkPlan, path: Path | None, options: BulkOptions, answered: Answered
    ) -> ListPreview:
        addresses = addresses_of(self._ports.context())
        plan = bulk_plan.with_branches(plan, addresses, options.branches_apart)
        patched = with_answers(plan, answered)
        resolved = self._resolved(plan.wanted, set(answered.chosen.values()))
        ids = {match.item_id: match.n for found in resolved.values() for match in found}
        numbers = [] if 0 in ids.values() else list(ids.values())
        contract = self._contract()
        situation = self._ports.facts.of_items(list(ids), contract.contract.id, numbers)
        states = self._states.of(situation.facts)
        known = Known(resolved, states, self._propose)
        result = bulk_plan.finish(patched, known, options)
        called_as_listed(plan, answered.chosen, result.rows)
        return preview_of(plan, path, options, answered, result, gross_of(result.lines, situation))

    def _hits(self, texts: Sequence[str]) -> list[bool]:
        found = self._ports.resolve.matches(texts)
        return [bool(found.get(text)) for text in texts]

    def _propose(self, texts: Sequence[str]) -> list[Sequence[Candidate]]:
        """Names to candidates; only the first few hundred, as each is a search of its own."""
        proposals: list[Sequence[Candidate]] = []
        for at, text in enumerate(texts):
            offers = self._ports.resolve.similar(text, PROPOSALS) if at < MAX_NAMES else ()
            found = [
                Candidate(offer.id, offer.article, offer.name, alike(text, offer.name))
                for offer in offers
            ]
            proposals.append(sorted(found, key=lambda each: -each.score))
        return proposals

    def _contract(self) -> Context:
        context = self._ports.context()
        if context is None:
            raise Expected("no_contract")
        return context
