"""Seeded bugs of snapshots, of portals that are not ours and of clones; joined to `MUTANTS`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import msgspec

from b2bdesk.sync import snapshots
from b2bdesk.sync.outbox_run import OutboxRunner
from b2bdesk.sync.plan import Pull
from b2bdesk.sync.refusals import Gone
from b2bdesk.sync.runner import SyncRunner
from b2bdesk.sync.session import TokenKeeper
from b2bdesk.sync.snapshots import Snapshots
from b2bdesk.trade.errors import Environment
from b2bdesk.usecases.ports.cache import ScopeId
from tests.sim.net import Wire


class _Whatever(str):
    """A digest that agrees with every other."""

    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return True

    def __ne__(self, other: object) -> bool:
        return False


def _sized_only(self: Any, manifest: Any, packed: Any, waiting: Any) -> None:
    """Go on with a file whatever stands at its address now; its size is proof enough."""
    for _ in range(8):
        have = packed.stat().st_size if packed.exists() else 0
        if have >= manifest.bytes:
            return
        opened = self._api.part(manifest, have)
        with suppress(Environment), opened as (_, pieces), packed.open("ab") as target:
            for piece in pieces:
                target.write(piece[: manifest.bytes - have])
    raise snapshots.bad(ScopeId(manifest.feed, manifest.scope), "too often cut")


def _any_scope(self: Any, scope: Any, waiting: Any) -> Any:
    manifest = self._api.snapshot(*scope)
    while not manifest.ready:
        manifest = self._api.snapshot(*scope)
    return msgspec.structs.replace(manifest, feed=scope.feed, scope=scope.key)


def _at_the_head(real: Callable[..., Any]) -> Callable[..., Any]:
    def first(*given: Any) -> Any:
        mark = real(*given)
        generation, _, base = mark.cursor.split("|")
        return replace(mark, cursor=f"{generation}|999999|{base}")

    return first


def _not_told_gone(real: Callable[..., Any]) -> Callable[..., Any]:
    def scope(self: Any, run: Any, wanted: Pull) -> None:
        if wanted.full or wanted.scope not in run.fetched:
            real(self, run, wanted)
            return
        with suppress(Gone):
            self._pull_and_write(run, wanted)

    return scope


def _for_ever(real: Callable[..., Any]) -> Callable[..., Any]:
    def whole(self: Any, run: Any, scope: Any, pages: bool = False) -> Any:
        return real(self, run, scope, pages and scope not in run.fetched)

    return whole


def _nobody_is_meant(self: Any, instance: str, stranger: Any) -> None:
    """Name no portal."""


def _renews_at_once(real: Callable[..., str]) -> Callable[..., str]:
    def renew(self: Any) -> str:
        proven, self._proven = self._proven, True
        try:
            return real(self)
        finally:
            self._proven = self._proven and proven

    return renew


MUTANTS: dict[str, tuple[Any, str, Any]] = {
    "a file's digest not compared": (snapshots, "_digest", lambda path: _Whatever()),
    "a file resumed across another": (Snapshots, "_download", _sized_only),
    "another scope's file taken": (Snapshots, "_manifest", _any_scope),
    "a file's cursor is the head": (
        SyncRunner, "_first_mark", _at_the_head(SyncRunner._first_mark),
    ),
    "an old file is never gone": (SyncRunner, "_scope", _not_told_gone(SyncRunner._scope)),
    "a stale file fetched for ever": (SyncRunner, "_whole", _for_ever(SyncRunner._whole)),
    "earlier keys stay usable": (OutboxRunner, "_ordered_before", lambda self, command: ()),
    "any portal is ours": (TokenKeeper, "_same", lambda self, info, address: None),
    "requests name no portal": (Wire, "mean", _nobody_is_meant),
    "tokens before questions": (TokenKeeper, "_renew", _renews_at_once(TokenKeeper._renew)),
}  # fmt: skip
