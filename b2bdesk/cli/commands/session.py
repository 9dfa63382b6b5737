"""`login`, `logout`, `status`: who one is to the portal and how fresh the data is."""

from b2bdesk.cli import figures
from b2bdesk.cli.commands.entities import entity_document
from b2bdesk.cli.console import Call, Result, pairs
from b2bdesk.cli.parser import Commands
from b2bdesk.host.logs import hide
from b2bdesk.texts import errors, formats, tr, trc
from b2bdesk.texts.statuses import status_text
from b2bdesk.texts.syncing import sync_text
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.usecases.whereabouts import COPIED, told


def register(commands: Commands) -> None:
    """Add the commands."""
    login = commands.add(
        "login",
        tr("Sign in; the password is read from standard input"),
        _login,
        examples=("login --portal https://portal.example --login ivanova --password-stdin",),
    )
    login.add_argument("--portal", metavar="URL", help=tr("address of the portal"))
    login.add_argument("--login", metavar=trc("cli", "NAME"), help=tr("login at the portal"))
    login.add_argument(
        "--password-stdin", action="store_true", help=tr("read the password from standard input")
    )
    login.add_argument("--totp", default="", metavar=trc("cli", "CODE"), help=tr("one-time code"))
    logout = commands.add("logout", tr("Sign out; drafts stay"), _logout)
    logout.add_argument(
        "--wipe", action="store_true", help=tr("remove the copies of the portal's data as well")
    )
    commands.add("status", tr("Who is signed in, how fresh the data is, what waits"), _status)


def _login(call: Call) -> Result:
    options = call.options
    address = options.portal or call.around.env.get("B2BDESK_PORTAL_URL", "")
    if not address or not options.login or not options.password_stdin:
        raise Expected(
            "bad_arguments", text=tr("login needs --portal, --login and --password-stdin")
        )
    lines = call.around.stdin.decode("utf-8", "replace").splitlines()
    password = lines[0] if lines else ""
    if not password:
        raise Expected("password_missing")
    if not call.services.keeps_secrets():
        raise Environment("keyring_unavailable")
    hide(password)
    call.services.session.sign_in(address, options.login, password, options.totp)
    call.services.settings.set(COPIED, None)  # whoever signs in here knows where he is
    return _status(call)


def _logout(call: Call) -> Result:
    call.services.session.sign_out(wipe=call.options.wipe)
    return Result({"signed_in": False}, tr("Signed out."))


def copied_rows(call: Call) -> list[tuple[str, str]]:
    """Say that the data folder is a copy of another one."""
    return [
        (tr("Data folder"), errors.describe(each.code, each.params).one_line())
        for each in told(call.services.settings.get(COPIED))
    ]


def _status(call: Call) -> Result:
    status = call.services.session.status()
    context = call.services.account.context()
    entities = call.services.account.entities()
    state = call.services.sync.state()
    document = {
        "signed_in": status.signed_in,
        "user": status.login,
        "user_name": status.user_name,
        "role": status.role,
        "portal": status.portal_url,
        "portal_name": status.portal_name,
        "reason": status.reason,
        "copied": call.services.settings.get(COPIED),
        "profile": call.services.profile.name,
        "entities": [entity_document(entity, context) for entity in entities],
        "entity": entity_document(context.entity, context) if context else None,
        "contract": context.contract.id if context else None,
        "freshness": {feed: figures.instant(at) for feed, at in state.freshness.items()},
        "outbox": state.outbox,
        "active_error": state.error,
    }
    why = status.reason
    out = errors.describe(why).one_line() if why else tr("not signed in")
    who = f"{status.user_name} ({status.login})" if status.user_name else status.login
    rows = [
        (trc("cli", "Portal"), f"{status.portal_name} {status.portal_url}".strip()),
        (trc("cli", "User"), who if status.signed_in else out),
        (trc("cli", "Buying as"), context.entity.name if context else ""),
        (trc("cli", "Contract"), context.contract.number if context else ""),
    ]
    rows += copied_rows(call)
    for feed, at in state.freshness.items():
        rows.append(
            (
                tr("Updated: {feed}").format(feed=sync_text(f"sync_{feed}")),
                formats.moment(at.astimezone()),
            )
        )
    for code, count in state.outbox.items():
        rows.append((tr("Outbox: {state}").format(state=status_text("outbox", code)), str(count)))
    return Result(document, pairs(rows))
