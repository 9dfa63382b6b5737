"""What became of rows of a table of own codes, and what is wrong with an entry, in words."""

from b2bdesk.texts.door import mark, tr, trc

_STATUSES = {
    "added": mark("new", "code row"),
    "replaced": mark("means other goods now", "code row"),
    "same": mark("known already", "code row"),
    "repeated": mark("repeats a row above", "code row"),
    "differs": mark("means other goods, left so", "code row"),
    "clashes": mark("a row above gives the code to other goods", "code row"),
    "not_found": mark("no such goods", "code row"),
    "ambiguous": mark("several goods fit", "code row"),
    "no_code": mark("no usable code", "code row"),
    "no_goods": mark("no article", "code row"),
}


def code_status(status: str) -> str:
    """Return the words of a row's status (`usecases.rows.own_codes`)."""
    return trc("code row", _STATUSES.get(status, status))


def code_trouble(trouble: str, hidden: str = "") -> str:
    """Return what is wrong with an entry, "" when nothing is.

    Args:
        trouble: `gone`, `outside`, `hides` or "".
        hidden: the article of goods that the code hides.
    """
    if trouble == "hides":
        return tr("hides the article {article} of other goods").format(article=hidden)
    return {
        "gone": tr("no longer in the catalogue"),
        "outside": tr("not in this contract's assortment"),
    }.get(trouble, "")
