"""Texts of the command line and of the watched folder."""

TEXTS: dict[str, tuple[str, str, str]] = {
    "catalogue_not_loaded": (
        "The catalogue is not here yet",
        "Nothing was synchronised on this computer so far, so no goods can be found.",
        "Synchronise first: b2bdesk-cli sync.",
    ),
    "folder_not_readable": (
        "The folder cannot be read",
        "{place} does not exist, or you may not look into it.",
        "Check the name and the rights.",
    ),
    "list_added_before": (
        "The order was not sent",
        "The list was in the cart “{cart}” already when the program ended; it was not added again "
        "and the order was not sent.",
        "Check the cart and send it.",
    ),
    "mapping_not_found": (
        "There is no such mapping of columns",
        "No mapping is saved under “{name}”.",
        "Import a list of this kind once and save its columns.",
    ),
    "no_lines": (
        "Nothing of the list can be ordered",
        "No row leads to goods with a quantity; no cart was made.",
        "Look into the report beside the list.",
    ),
    "offline": (
        "Work without a network is switched on",
        "B2BDESK_OFFLINE forbids to ask the portal; what is stored here was used.",
        "Remove the variable to reach the portal.",
    ),
    "password_missing": (
        "There is no password",
        "Nothing came on standard input.",
        "Pipe the password in: echo … | b2bdesk-cli login --password-stdin.",
    ),
    "rows_need_attention": (
        "The order was not sent",
        "Some rows of {file} need your decision; the cart is kept as a draft.",
        "Look into the report, correct the cart and send it.",
    ),
    "sheets_not_read": (
        "The order was not sent",
        "Other sheets of {file} ask for goods, too, and were not read: {sheets}; the cart is kept "
        "as a draft.",
        "Import these sheets, then send the cart, or lay each sheet into the folder as a file.",
    ),
}
