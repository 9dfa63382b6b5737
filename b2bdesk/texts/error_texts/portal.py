"""Texts of what the commands of the portal refuse: companies, people, roles."""

TEXTS: dict[str, tuple[str, str, str]] = {
    "company_known": (
        "The company is there already",
        "A company with INN {text} and this KPP has been added before; nothing was changed.",
        "Add users to it, or check the INN.",
    ),
    "company_unknown": (
        "There is no such company",
        "No company has the INN “{text}”; a buyer needs one.",
        "Add the company first: b2bdesk-portal company add.",
    ),
    "login_taken": (
        "The login is taken",
        "Somebody signs in as “{text}” already; nothing was changed.",
        "Choose another login.",
    ),
    "login_unknown": (
        "There is no such login",
        "Nobody signs in as “{text}”.",
        "Check the login.",
    ),
    "role_unknown": (
        "There is no such role",
        "“{text}” is not a role of the portal.",
        "Choose one of the list in --help.",
    ),
}
