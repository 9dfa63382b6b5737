"""Sets the stage of one combination: portal, profile, a cart with every kind of line, a list."""

from __future__ import annotations

import argparse
import os
import sys

from b2bdesk.bootstrap import open_services
from b2bdesk.host.embedded import LOGIN, PASSWORD, EmbeddedPortal
from b2bdesk.texts import set_language
from b2bdesk.ui.startup import make_application
from b2bdesk.ui.theme import look
from b2bdesk.usecases.rows.carts import NewLine
from b2bdesk.usecases.rows.offers import Query
from b2bdesk.usecases.services import Services
from devtools.sample_list import write_sample
from devtools.shots.manifest import README, STATES
from devtools.shots.theatre import Theatre

TODAY = "2026-11-21"
_CART_LINES = 24


def photograph(chosen: argparse.Namespace) -> int:
    """Take the pictures of one theme and language; 1 when one is missing."""
    set_language(chosen.lang)
    app = make_application(chosen.theme)
    look.set_reduced_motion(True)
    names = [name for name in chosen.only.split(",") if name] or list(STATES)
    if chosen.readme:
        names = list(README)
    chosen.folder.mkdir(parents=True, exist_ok=True)
    portal = EmbeddedPortal(chosen.stage / "portal")
    address = portal.start(("--today", TODAY, "--size", str(chosen.goods)))
    services = open_services(chosen.stage / "home", "shots", {**os.environ, "B2BDESK_OFFLINE": ""})
    try:
        services.session.sign_in(address, LOGIN, PASSWORD)
        services.sync.run()
        sample = chosen.stage / _sample_name(chosen.lang)
        write_sample(sample, chosen.goods)
        theatre = Theatre(services, _cart(services, chosen.lang), sample)
        width, height = (int(part) for part in chosen.size.split("x"))
        theatre.play(chosen.folder, names, (width, height))
        missing = [name for name in names if not (chosen.folder / f"{name}.png").is_file()]
        if missing or theatre.trouble:
            print(f"not made: {', '.join(missing)} {theatre.trouble}", file=sys.stderr)
        del theatre, app
        return 1 if missing else 0
    finally:
        services.close()
        portal.stop()


def _sample_name(lang: str) -> str:
    return ("Заявка ноябрь" if lang == "ru" else "Request November") + ".xlsx"


def _cart(services: Services, lang: str) -> str:
    """Return the cart of the pictures, made at the first run: good lines and every trouble."""
    name = "Ноябрь" if lang == "ru" else "November"
    known = services.carts.find(name)
    if known is not None:
        return known.id
    found = services.search.find(Query(text="М8", limit=200))
    offers = services.search.offers(found.ns[:_CART_LINES])
    rows = []
    for number, offer in enumerate(offers):
        lots = 1 + number * 7 % 9
        pieces = offer.multiple_e3 // 1000 * lots or lots
        if number in (2, 11):
            pieces += 5
        if number in (5, 14) and offer.stock_e3:
            pieces = offer.stock_e3 // 1000 + offer.multiple_e3 // 1000
        rows.append(f"{offer.article}\t{pieces}")
    cart = services.carts.create(name)
    preview = services.bulk_entry.paste("\n".join(rows))
    services.bulk_entry.add(preview, cart.id)
    unknown = [NewLine("", 40_000, typed="00-77"), NewLine("", 200_000, typed="болт 8х35 оц")]
    services.carts.add_lines(cart.id, unknown, "paste")
    return cart.id
