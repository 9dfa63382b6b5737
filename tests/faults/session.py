"""The canonical session in its steps, and what must hold after one of them was cut short.

Each step begins from a home of its own: a first synchronisation, reading a list, an edit, sending,
a further synchronisation. Whatever happens in it, the next commands finish the job.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults.mother import Done, Mother
from tests.support.buyer import Buyer, Shop
from tests.support.orderable import goods_in_stock, write_list
from tests.support.originals import copy_home

LINES = 3
STEPS = ("first", "import", "edit", "send", "pull")


@dataclass
class Ground:
    """Homes to begin with, the portal, and one process that runs the commands of a worker."""

    folder: Path
    shop: Shop
    goods: list[dict[str, Any]]
    carts: int

    @staticmethod
    def made(folder: Path, shop: Shop, carts: int) -> Ground:
        """Prepare a home that is synchronised, and one that has so many carts besides."""
        first = Buyer(folder / "synced", shop.url, shop.token)
        first.json("sync")
        goods = goods_in_stock(first, LINES)
        source = write_list(folder / "list.xlsx", goods)
        second = first.copy(folder / "carts")
        second.json("import", str(source), "--cart", "L0")
        for number in range(1, carts):
            second.json("cart", "copy", "L0", "--name", f"L{number}")
        return Ground(folder, shop, goods, carts)

    def buyer(self, step: str, home: Path) -> Buyer:
        """A buyer whose home is where the step begins."""
        buyer = Buyer(home, self.shop.url, self.shop.token)
        if step != "first":
            copy_home(self.folder / ("synced" if step == "import" else "carts"), home)
        return buyer

    def words(self, step: str, number: int) -> tuple[str, ...]:
        """The command of a step on the cart of that number."""
        cart = f"L{number}"
        return {
            "first": ("sync",),
            "import": ("import", str(self.folder / "list.xlsx"), "--cart", cart),
            "edit": ("cart", "comment", cart, "1", "срочно"),
            "send": ("cart", "send", cart, "--yes"),
            "pull": ("sync",),
        }[step]


def finish(ground: Ground, mother: Mother, buyer: Buyer, step: str, number: int) -> list[str]:
    """Go on as a buyer would after the fault; returns what is wrong."""
    cart, wrong = f"L{number}", []

    def run(*words: str) -> Done:
        return mother.run(buyer.env(), *words, "--json")

    state = run("db", "check").json()
    if not state["sound"]:
        wrong.append(f"a store is damaged: {state['stores']}")
    carts = {row["name"] for row in run("cart", "list").json()}
    kept = {row["cart"] for row in run("outbox", "list").json()} | carts
    if step not in ("first", "import"):
        lost = {f"L{each}" for each in range(ground.carts)} - kept
        wrong += [f"carts are lost: {sorted(lost)}"] if lost else []
    run("sync").json()
    if not all(run("db", "check").json()["checks"].values()):
        wrong.append("the data differ from the portal after the next sync")
    if step in ("first", "pull"):
        return wrong
    # an import that was cut off may have made its cart; it has all of its lines or none
    if step == "import" and (cart not in kept or not run("cart", "show", cart).json()["lines"]):
        run(*ground.words("import", number)).json()
    shown = run("cart", "list").json()
    if any(row["name"] == cart and row["state"] == "draft" for row in shown):
        lines = run("cart", "show", cart).json()["lines"]
        wrong += [] if len(lines) == LINES else [f"{len(lines)} lines of {LINES}"]
        run("cart", "send", cart, "--yes").json()
    run("sync").json()
    rows = run("outbox", "list").json()
    ordered = ground.shop.orders()
    mine = [row["id"] for row in rows]
    if [row["state"] for row in rows] != ["settled"] or [ordered.count(key) for key in mine] != [1]:
        wrong.append(f"not exactly one order: {rows}")
    return wrong
