"""What happens at the portal's end while a schedule runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.sim.foreign import Stranger

if TYPE_CHECKING:
    from tests.sim.invariants import Watch
    from tests.sim.net import Network
    from tests.sim.portal import Portal


class PortalEvents:
    """Part of `World`: imports, restores, files, another portal at the address."""

    portal: Portal
    network: Network
    watch: Watch

    def _put(self, event: dict[str, Any]) -> None:
        self.portal.put(tuple(event["scope"]), row_of(event["scope"][0], event["n"], event["v"]))

    def _drop(self, event: dict[str, Any]) -> None:
        scope = tuple(event["scope"])
        keys = sorted(self.portal.table(scope).rows)
        if keys:
            self.portal.drop(scope, keys[event["n"] % len(keys)])

    def _import(self, event: dict[str, Any]) -> None:
        rows = (row_of(event["scope"][0], n, event["v"] + n) for n in range(event.get("rows", 14)))
        self.portal.put(tuple(event["scope"]), *rows)

    def _wipe(self, event: dict[str, Any]) -> None:
        scope = tuple(event["scope"])
        keys = sorted(self.portal.table(scope).rows)
        self.portal.drop(scope, *keys[: len(keys) * 3 // 4])

    def _backup(self, event: dict[str, Any]) -> None:
        self.portal.backup()

    def _restore(self, event: dict[str, Any]) -> bool:
        done = self.portal.restore(event["n"])
        if done:
            self.network.late.clear()
            self.watch.portal_restored()
        return done

    def _ahead(self, event: dict[str, Any]) -> bool:
        """The portal comes back as it was before it was restored."""
        done = self.portal.ahead()
        if done:
            self.network.late.clear()
            self.watch.portal_restored()
        return done

    def _their_clock(self, event: dict[str, Any]) -> None:
        self.portal.shift = event["s"]

    def _rights(self, event: dict[str, Any]) -> None:
        """One may order no more, or again."""
        self.portal.forbidden = not self.portal.forbidden

    def _bare(self, event: dict[str, Any]) -> None:
        """All contracts are taken away, or given back."""
        self.portal.bare = not self.portal.bare

    def _reboot(self, event: dict[str, Any]) -> None:
        self.network.late.clear()

    def _renew(self, event: dict[str, Any]) -> None:
        self.portal.renew(tuple(event["scope"]))

    def _narrow(self, event: dict[str, Any]) -> None:
        self.portal.narrow(tuple(event["scope"]), event["n"])

    def _purge(self, event: dict[str, Any]) -> None:
        self.portal.purge(tuple(event["scope"]))

    def _account(self, event: dict[str, Any]) -> None:
        self.portal.wide = not self.portal.wide
        if self.portal.wide:
            self.portal.put(("prices", "p2"), (event["n"], 0, event["v"]))

    def _revoke(self, event: dict[str, Any]) -> None:
        self.portal.revoked = True
        self.portal.access_until = 0.0

    def _expire(self, event: dict[str, Any]) -> None:
        self.portal.access_until = 0.0

    def _form(self, event: dict[str, Any]) -> None:
        """The portal offers whole scopes as files, or stops to; under one address or many."""
        shelf = self.portal.shelf
        shelf.offered, shelf.one_address = event["on"], event.get("one", False)

    def _pages(self, event: dict[str, Any]) -> None:
        """The portal sends row pages by columns, proves each page, or neither."""
        self.portal.columns, self.portal.proving = event["columns"], event["proving"]
        self.portal.nonces = event.get("nonces", False)

    def _kin(self, event: dict[str, Any]) -> None:
        """The portal reads which carts are the same goods (R12), or knows nothing of that."""
        self.portal.kin = event["on"]

    def _pack(self, event: dict[str, Any]) -> None:
        self.portal.shelf.pack(tuple(event["scope"]))

    def _swap(self, event: dict[str, Any]) -> None:
        """The address leads to another portal, or back to ours."""
        network = self.network
        network.stranger = Stranger(self.portal) if network.stranger is None else None
        network.behind.clear()  # its connections are others

    def _cheat(self, event: dict[str, Any]) -> None:
        self.portal.cheat = 1

    def _refuse(self, event: dict[str, Any]) -> None:
        self.portal.refuse = 1


def row_of(feed: str, n: int, v: int) -> tuple[Any, ...]:
    """Return a row of a feed without its revision."""
    if feed == "catalog":
        return (n, f"item {v}")
    return (n, 0, v * 1000) if feed == "prices" else (n, "m", v)
