"""`network`: which way to the portal requests go, and whose certificates are trusted."""

from typing import Any

from b2bdesk.cli.console import Call, Result, pairs
from b2bdesk.cli.parser import Commands
from b2bdesk.texts import tr, trc
from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.network import STRAIGHT, SYSTEM, with_password

_SYSTEM = "system"


def register(commands: Commands) -> None:
    """Add the command."""
    network = commands.add(
        "network",
        tr("Proxy and certificates on the way to the portal: show them or set them"),
        _network,
        examples=(
            "network",
            "network --proxy proxy.firm.ru:3128",
            "network --proxy anna@proxy.firm.ru:3128 --password-stdin",
            "network --proxy system --certificates firm.pem",
        ),
    )
    network.add_argument(
        "--proxy",
        metavar=trc("cli", "ADDRESS"),
        help=tr("an HTTP proxy; system: what the computer says; none: straight"),
    )
    network.add_argument(
        "--password-stdin",
        action="store_true",
        help=tr("the password of the proxy is read from standard input"),
    )
    network.add_argument(
        "--certificates",
        metavar=trc("cli", "FILE"),
        help=tr("a PEM file to be trusted, too; system: only what the computer trusts"),
    )


def _network(call: Call) -> Result:
    options, network = call.options, call.services.network
    if options.password_stdin and not options.proxy:
        raise Expected("bad_arguments", text="--password-stdin")
    if options.certificates is not None:
        name = options.certificates
        network.set_certificates("" if name == _SYSTEM else str(call.path(name)))
    if options.proxy is not None:
        typed = SYSTEM if options.proxy == _SYSTEM else options.proxy
        if options.password_stdin:
            login, at, place = typed.removeprefix("http://").rpartition("@")
            password = call.around.stdin.decode("utf-8", "replace").splitlines()[:1]
            typed = with_password(f"http://{login}{at}{place}", "".join(password))
        network.set_proxy(typed)
    return Result(_document(call), _text(call))


def _document(call: Call) -> dict[str, Any]:
    network = call.services.network
    return {
        "proxy": network.proxy() or _SYSTEM,
        "proxy_in_use": network.proxy_in_use() or None,
        "certificates": network.certificates() or _SYSTEM,
    }


def _text(call: Call) -> str:
    network = call.services.network
    names = {SYSTEM: tr("as the computer says"), STRAIGHT: tr("none, straight to the portal")}
    proxy = network.proxy()
    return pairs(
        [
            (tr("Proxy"), names.get(proxy, proxy)),
            (tr("In use now"), network.proxy_in_use() or tr("none, straight to the portal")),
            (tr("Certificates"), network.certificates() or tr("those of the computer")),
        ]
    )
