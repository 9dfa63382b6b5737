"""`db check`, `db backup`, `db reset-cache`, `doctor`: the data on this computer."""

import platform
import sys
from typing import Any

from b2bdesk import __version__
from b2bdesk.cli import exits, figures
from b2bdesk.cli.commands.session import copied_rows
from b2bdesk.cli.console import Call, Result, pairs
from b2bdesk.cli.parser import Commands
from b2bdesk.texts import errors, formats, tr, trc
from b2bdesk.trade.errors import CodedError
from b2bdesk.usecases.rows.upkeep import Health
from b2bdesk.usecases.whereabouts import COPIED


def register(commands: Commands) -> None:
    """Add the commands."""
    store = commands.group("db", tr("The data on this computer"))
    store.add("check", tr("Check the stores and the self-checks of all cached data"), _check)
    store.add("backup", tr("Make a verified copy of carts, outbox and settings"), _backup)
    store.add(
        "reset-cache",
        tr("Throw the copies of the portal's data away; drafts and orders on their way stay"),
        _reset,
    )
    commands.add("doctor", tr("Say what is wrong here: folders, stores, sign-in, portal"), _doctor)


def _check(call: Call) -> Result:
    health = call.services.upkeep.health(thorough=True)
    code = exits.DONE if health.sound else exits.MACHINE
    return Result(_health_document(health), pairs(_health_rows(health)), code)


def _backup(call: Call) -> Result:
    made = call.services.upkeep.back_up()
    text = str(made) if made else tr("There is nothing to copy yet.")
    return Result({"file": str(made) if made else None}, text)


def _reset(call: Call) -> Result:
    call.services.upkeep.reset_cache()
    return Result({"reset": True}, tr("The cache is empty; the next sync loads everything anew."))


def _doctor(call: Call) -> Result:
    services = call.services
    status = services.session.status()
    health = services.upkeep.health(thorough=False)
    portal, trouble = _ask_portal(call)
    state = services.sync.state()
    document: dict[str, Any] = {
        "version": __version__,
        "python": platform.python_version(),
        "system": platform.platform(),
        "frozen": bool(getattr(sys, "frozen", False)),
        "profile": services.profile.name,
        "home": str(services.profile.home),
        "keyring": services.keeps_secrets(),
        "portal": status.portal_url,
        "signed_in": status.signed_in,
        "reason": status.reason,
        "copied": services.settings.get(COPIED),
        "portal_reachable": portal,
        "trouble": trouble or None,
        "freshness": {feed: figures.instant(at) for feed, at in state.freshness.items()},
        "outbox": state.outbox,
        **_health_document(health),
    }
    rows = [
        (trc("cli", "Version"), f"{__version__} (Python {platform.python_version()})"),
        (trc("cli", "System"), platform.platform()),
        (tr("Data folder"), str(services.profile.home)),
        *copied_rows(call),
        (tr("Key store"), trc("cli", "yes") if services.keeps_secrets() else trc("cli", "none")),
        (trc("cli", "Portal"), status.portal_url or tr("not signed in")),
        (
            trc("cli", "Connection"),
            trouble or (trc("cli", "in order") if portal else trc("cli", "not tried")),
        ),
    ]
    code = exits.DONE if health.sound else exits.MACHINE
    if code == exits.DONE and trouble:
        code = exits.OFFLINE
    return Result(document, pairs(rows + _health_rows(health)), code)


def _ask_portal(call: Call) -> tuple[bool, str]:
    """Whether the portal answers, and the trouble when it was asked and does not."""
    status = call.services.session.status()
    ended = errors.describe(status.reason).one_line() if status.reason else ""
    if call.offline or not (status.signed_in or ended):
        return False, ended
    try:
        call.services.session.refresh()  # the token of a robot may be another one by now
    except CodedError as error:
        return False, ended or errors.describe(error.code, error.params).one_line()
    return True, ""


def _health_document(health: Health) -> dict[str, Any]:
    return {
        "sound": health.sound,
        "stores": [
            {
                "name": each.name,
                "file": str(each.path),
                "bytes": each.size,
                "trouble": each.trouble or None,
            }
            for each in health.stores
        ],
        "checks": health.checks,
        "backup": str(health.backup) if health.backup else None,
        "free_bytes": health.free_bytes,
    }


def _health_rows(health: Health) -> list[tuple[str, str]]:
    rows = [
        (each.path.name, f"{formats.file_size(each.size)}, {each.trouble or tr('in order')}")
        for each in health.stores
    ]
    rows += [
        (scope, trc("cli", "matches") if good else trc("cli", "does not agree"))
        for scope, good in health.checks.items()
    ]
    rows.append((tr("Last backup"), health.backup.name if health.backup else trc("cli", "none")))
    rows.append((tr("Free space"), formats.file_size(health.free_bytes)))
    return rows
