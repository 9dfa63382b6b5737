"""What a synchronisation is asked for, and running one as a job that tells how far it is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from b2bdesk.texts.syncing import sync_text
from b2bdesk.ui.tasks import JobControl
from b2bdesk.usecases.rows.sync import Progress, Receipt
from b2bdesk.usecases.services import Services


@dataclass(frozen=True, slots=True)
class Ask:
    """What a run is asked for; `by_hand`: a person waits for it."""

    only: Collection[str] | None = None
    full: bool = False
    accept_deletions: bool = False
    by_hand: bool = True


def synchronise(services: Services, ask: Ask, control: JobControl) -> Receipt:
    """Synchronise as a job: its progress is told by the names of the parts, it can be stopped."""

    def tell(progress: Progress) -> None:
        control.progress(sync_text(progress.code), progress.done, progress.total)

    return services.sync.run(
        only=ask.only, full=ask.full, progress=tell, cancel=control.switch,
        accept_deletions=ask.accept_deletions,
    )  # fmt: skip
