"""What sharing own codes inside the company needs: the desk's side and the portal's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from b2bdesk.domain.shared_codes import Meaning, Shared
from b2bdesk.usecases.ports.portal import Cancel
from b2bdesk.usecases.rows.own_codes import CodeClash, Sharing
from b2bdesk.usecases.rows.sync import FeedReceipt


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the portal says of the company's codes: all of them, or what moved.

    Attributes:
        full: codes it does not name are gone; with another incarnation they are only lost there,
            and are sent again.
        put: codes as they stand.
        gone: keys of codes that are gone.
        cursor: how far the delivery is; with the marks of PROTOCOL R7.
        generation: of the scope.
        incarnation: of the portal.
        may_write: this person's codes go there; otherwise his own word replaces nobody's.
        me: his id there, "" = not known.
    """

    full: bool
    put: Sequence[Shared]
    gone: Sequence[str]
    cursor: str
    generation: str
    incarnation: str
    may_write: bool = True
    me: str = ""


@dataclass(frozen=True, slots=True)
class WaitingCode:
    """A code to be sent; `meaning` None = it was removed here. `known_rev` 0 = new there."""

    code: str
    meaning: Meaning | None
    known_rev: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a code that was sent.

    Attributes:
        sent: as it was sent.
        now: as it stands at the portal, None = not there.
        replaced: a colleague's word that it replaced, None = none, or one that was known.
        refused: why the portal does not take it, "" = it did.
    """

    sent: WaitingCode
    now: Shared | None
    replaced: Shared | None = None
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """What a delivery or an answer changed here: items by id, codes put and taken, clashes."""

    item_ids: frozenset[str] = frozenset()
    put: int = 0
    taken: int = 0
    clashes: int = 0

    def __or__(self, other: "Moved") -> "Moved":
        return Moved(
            self.item_ids | other.item_ids,
            self.put + other.put,
            self.taken + other.taken,
            self.clashes + other.clashes,
        )


class SharedCodesPort(Protocol):
    """The desk's memory of what the company shares."""

    def sharing(self) -> Sharing:
        """Return whose codes are shared here and how far they are known."""
        ...

    def share_with(self, company_id: str) -> None:
        """Share with a company from now on; what another one said is forgotten, the codes stay."""
        ...

    def want(self, wanted: bool) -> None:
        """Switch sharing on or off; what is known stays."""
        ...

    def moved(self) -> bool:
        """Say whether codes may wait to be sent."""
        ...

    def take(self, delivery: Delivery) -> Moved:
        """Take what the portal says, in one transaction."""
        ...

    def waiting(self, limit: int) -> Sequence[WaitingCode]:
        """Return codes that differ from what the portal said, without those it refused."""
        ...

    def settle(self, outcomes: Sequence[Outcome]) -> Moved:
        """Take the portal's answers."""
        ...

    def revisions(self) -> Sequence[tuple[str, int]]:
        """Return key and revision of every code known to be at the portal."""
        ...

    def known(self) -> Mapping[str, "KnownCode"]:
        """Return by folded code what the portal said."""
        ...

    def clashes(self) -> Sequence[CodeClash]:
        """Return clashes nobody has looked at yet, the latest first."""
        ...

    def see(self, ids: Sequence[int]) -> None:
        """Note that clashes were looked at."""
        ...


@dataclass(frozen=True, slots=True)
class KnownCode:
    """What the portal said of a code; `shared` is None when it only refused one."""

    shared: Shared | None
    refused: str = ""
    refused_item: str = ""


@dataclass(frozen=True, slots=True)
class ShareReceipt:
    """What one exchange of codes did: sums for the receipt, what changed, remarks by code."""

    receipt: FeedReceipt
    moved: Moved
    checked: bool | None = None
    notes: tuple[Mapping[str, object], ...] = ()


class CodeSharingPort(Protocol):
    """Exchanges own codes with the portal; implemented by sync."""

    def offered(self) -> bool:
        """Say whether the portal keeps codes of companies, as far as is known."""
        ...

    def share(self, cancel: Cancel, asked: bool) -> ShareReceipt | None:
        """Fetch what colleagues changed and send what was changed here.

        Args:
            cancel: set to stop.
            asked: False = only if something waits here.

        Returns:
            None when there was nothing to do.

        Raises:
            Environment: not reached; what waits goes next time.
            Expected: a refusal of the portal.
        """
        ...
