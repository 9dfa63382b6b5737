"""`company add`, `user add`, `token add` and `token revoke`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import Any, TypeVar

from b2bdesk.portal import audit
from b2bdesk.portal.accounts.enrol import ROLES, NewUser, add_company, add_user
from b2bdesk.portal.accounts.store import find_user
from b2bdesk.portal.options import DONE, db_option, say, say_json
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.sessions.rules import issue_api_token
from b2bdesk.portal.sessions.store import revoke_api_tokens
from b2bdesk.portal.storage.work import Storage, Work, open_storage
from b2bdesk.texts import tr, trn
from b2bdesk.trade.errors import Expected
from b2bdesk.wire.account import Party

TOKEN_DAYS = 365
T = TypeVar("T")


def register(subparsers: Any) -> None:
    """Add `company`, `user` and `token`."""
    company = _verbs(subparsers, "company", tr("Companies of buyers"))
    parser = company.add_parser("add", parents=[db_option()], help=tr("Add a company"))
    parser.add_argument("--name", required=True)
    parser.add_argument("--inn", required=True)
    parser.add_argument("--kpp", default="")
    parser.add_argument("--address", default="")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_company_add)
    user = _verbs(subparsers, "user", tr("People and programs that sign in"))
    parser = user.add_parser("add", parents=[db_option()], help=tr("Add a user"))
    parser.add_argument("--login", required=True)
    parser.add_argument("--name", default="")
    parser.add_argument("--password-stdin", action="store_true", required=True)
    parser.add_argument("--role", required=True, choices=ROLES)
    parser.add_argument("--company", action="append", default=[], metavar="INN")
    parser.set_defaults(run=_user_add)
    token = _verbs(subparsers, "token", tr("API tokens of robots"))
    parser = token.add_parser("add", parents=[db_option()], help=tr("Issue a token"))
    parser.add_argument("--user", required=True, metavar="LOGIN")
    parser.add_argument("--days", type=int, default=TOKEN_DAYS)
    parser.add_argument("--name", default="")
    parser.set_defaults(run=_token_add)
    parser = token.add_parser("revoke", parents=[db_option()], help=tr("Withdraw tokens"))
    parser.add_argument("--user", required=True, metavar="LOGIN")
    parser.add_argument("--name", default="", help=tr("Only tokens of this name"))
    parser.set_defaults(run=_token_revoke)


def _verbs(subparsers: Any, noun: str, text: str) -> Any:
    return subparsers.add_parser(noun, help=text).add_subparsers(dest="verb", required=True)


def _company_add(arguments: argparse.Namespace) -> int:
    party = Party(
        name=arguments.name,
        inn=arguments.inn.strip(),
        kpp=arguments.kpp.strip(),
        address=arguments.address,
    )
    entity = _closing(open_storage(arguments.db), lambda work: add_company(SYSTEM, work, party))
    if arguments.json:
        say_json({"company": entity.company_id, "entity": entity.id, "inn": entity.party.inn})
    else:
        say(tr("Added: {name}, INN {inn}").format(name=party.name, inn=party.inn))
    return DONE


def _user_add(arguments: argparse.Namespace) -> int:
    password = sys.stdin.readline().rstrip("\r\n")
    new = NewUser(
        login=arguments.login,
        password=password,
        role=arguments.role,
        name=arguments.name,
        companies=tuple(arguments.company),
    )
    user = _closing(open_storage(arguments.db), lambda work: add_user(SYSTEM, work, new))
    say(tr("Added: {name}").format(name=user.login))
    return DONE


def _token_add(arguments: argparse.Namespace) -> int:
    """Print the token: this is the only time it can be read."""
    if arguments.days < 1:
        raise Expected("bad_arguments", text=tr("--days must be at least 1."))

    def issue(work: Work) -> str:
        user = find_user(SYSTEM, work.connection, login=arguments.user)
        if user is None:
            raise Expected("login_unknown", text=arguments.user)
        return issue_api_token(SYSTEM, work, user, arguments.days, arguments.name)

    say(_closing(open_storage(arguments.db), issue))
    return DONE


def _token_revoke(arguments: argparse.Namespace) -> int:
    def revoke(work: Work) -> int:
        user = find_user(SYSTEM, work.connection, login=arguments.user)
        if user is None:
            raise Expected("login_unknown", text=arguments.user)
        audit.record(SYSTEM, work, "token_revoke", user.id)
        return revoke_api_tokens(SYSTEM, work, user.id, arguments.name)

    count = _closing(open_storage(arguments.db), revoke)
    say(trn("{n} token withdrawn", "{n} tokens withdrawn", count).format(n=count))
    return DONE


def _closing(storage: Storage, action: Callable[[Work], T]) -> T:
    try:
        return storage.write(action)
    finally:
        storage.close()
