"""Own codes shared inside the company: how the dictionary stands, and where people disagreed.

The exchange itself runs with synchronisation (`synchronise`); here it is shown, switched on and
off, and what a colleague replaced is accepted or given back.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from b2bdesk.domain.shared_codes import MINE
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.fold import fold_article
from b2bdesk.usecases.changes import ChangeSet, News
from b2bdesk.usecases.ports.account import AccountBook
from b2bdesk.usecases.ports.lists import OwnCode, OwnCodesPort
from b2bdesk.usecases.ports.machine import Now
from b2bdesk.usecases.ports.sharing import CodeSharingPort, KnownCode, SharedCodesPort
from b2bdesk.usecases.rows.own_codes import (
    ALONE,
    APART,
    REFUSED,
    SHARED,
    WAITING,
    CodeClash,
    Sharing,
    SharingRow,
    Standing,
)

RIGHT = "own_codes"


@dataclass(frozen=True, slots=True)
class SharingPorts:
    """What sharing stands on.

    Attributes:
        exchange: speaks with the portal.
        store: what the portal said.
        codes: the dictionary.
        accounts: companies and rights.
        now: the time.
    """

    exchange: CodeSharingPort
    store: SharedCodesPort
    codes: OwnCodesPort
    accounts: AccountBook
    now: Now


class CodeSharing:
    """How own codes are shared."""

    def __init__(self, ports: SharingPorts, news: News) -> None:
        self._ports = ports
        self._news = news

    @property
    def exchange(self) -> CodeSharingPort:
        """What synchronising calls."""
        return self._ports.exchange

    def offered(self) -> bool:
        """Say whether the portal keeps codes of companies, as far as is known."""
        return self._ports.exchange.offered()

    def status(self) -> SharingRow:
        """Return how sharing stands."""
        sharing = self._ports.store.sharing()
        standing = self._standing(self._ports.codes.list(), sharing)
        counts = dict.fromkeys((SHARED, WAITING, REFUSED), 0)
        for each in standing.values():
            if each.stands in counts:
                counts[each.stands] += 1
        removed = self._removed(sharing) if self._may_write() else 0
        return SharingRow(
            offered=self.offered(),
            on=self._on(sharing),
            company=self._company(sharing),
            may_write=self._may_write(),
            shared=counts[SHARED],
            waiting=counts[WAITING] + removed,
            refused=counts[REFUSED],
            pulled_at=sharing.pulled_at,
            clashes=tuple(self._ports.store.clashes()),
        )

    def standing(self, codes: Sequence[OwnCode]) -> Mapping[str, Standing]:
        """Return how entries stand to the company's dictionary, by folded code."""
        return self._standing(codes, self._ports.store.sharing())

    def switch(self, on: bool) -> None:
        """Share own codes with colleagues, or keep them on this computer from now on.

        Raises:
            Expected: `own_codes_not_shared`: the portal keeps none.
        """
        if on and not self.offered():
            raise Expected("own_codes_not_shared")
        self._ports.store.want(on)
        self._news.publish(ChangeSet.of("own_codes"))

    def accept(self, ids: Collection[int]) -> None:
        """Note that clashes were looked at; what holds, holds."""
        self._ports.store.see(list(ids))
        self._news.publish(ChangeSet.of("own_codes"))

    def give_back(self, ids: Collection[int]) -> int:
        """Let codes mean again what this person meant; colleagues get it at the next exchange.

        Returns:
            How many codes changed; those that hold as he meant are left alone.
        """
        wanted = [each for each in self._ports.store.clashes() if each.id in set(ids)]
        lost = {fold_article(each.code): each for each in reversed(wanted) if each.won != MINE}
        at = self._ports.now()
        back = [
            OwnCode(each.code, each.mine_id, *each.mine, learned_at=at)
            for each in lost.values()
            if each.mine_id
        ]
        self._ports.codes.learn(back, at)
        self._ports.codes.forget(*(each.code for each in lost.values() if not each.mine_id))
        self._ports.store.see([each.id for each in wanted])
        self._news.publish(ChangeSet.of("own_codes", ids=_items(lost.values())))
        return len(lost)

    def _on(self, sharing: Sharing) -> bool:
        return self.offered() and sharing.wanted and bool(self._ports.accounts.load())

    def _may_write(self) -> bool:
        account = self._ports.accounts.load()
        return account is not None and RIGHT in account.rights

    def _company(self, sharing: Sharing) -> str:
        account = self._ports.accounts.load()
        if account is None:
            return ""
        named = [e.name for e in account.entities if e.company_id == sharing.company_id]
        return ", ".join(named)

    def _removed(self, sharing: Sharing) -> int:
        """How many removals wait to be sent."""
        if not self._on(sharing):
            return 0
        kept = {fold_article(each.code) for each in self._ports.codes.list()}
        known = self._ports.store.known()
        return sum(1 for fold, each in known.items() if each.shared and fold not in kept)

    def _standing(self, codes: Sequence[OwnCode], sharing: Sharing) -> dict[str, Standing]:
        if not self._on(sharing):
            return {}
        known = self._ports.store.known()
        judge: Callable[[OwnCode, KnownCode | None], Standing] = (
            _writes if self._may_write() else _reads
        )
        folds = {fold_article(each.code): each for each in codes}
        return {fold: judge(each, known.get(fold)) for fold, each in folds.items()}


def _items(clashes: Collection[CodeClash]) -> list[str]:
    return [item for each in clashes for item in (each.mine_id, each.theirs_id) if item]


def _agrees(code: OwnCode, known: KnownCode | None) -> bool:
    shared = known.shared if known else None
    return shared is not None and (shared.meaning.item_id, shared.meaning.okei) == (
        code.item_id,
        code.okei,
    )


def _writes(code: OwnCode, known: KnownCode | None) -> Standing:
    if known is not None and _agrees(code, known) and known.shared is not None:
        return Standing(SHARED, known.shared.author_name)
    if known is not None and known.refused_item == f"{code.item_id}/{code.okei}":
        return Standing(REFUSED, theirs=_article(known))
    return Standing(WAITING, theirs=_article(known))


def _reads(code: OwnCode, known: KnownCode | None) -> Standing:
    if known is not None and _agrees(code, known) and known.shared is not None:
        return Standing(SHARED, known.shared.author_name)
    if known is not None and known.shared is not None:
        return Standing(APART, theirs=_article(known))
    return Standing(ALONE)


def _article(known: KnownCode | None) -> str:
    return known.shared.meaning.article if known and known.shared else ""
