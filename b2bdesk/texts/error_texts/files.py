"""Texts of foreign files and of documents: lists to import, papers to print."""

TEXTS: dict[str, tuple[str, str, str]] = {
    "answers_macros": (
        "The workbook has macros",
        "A copy of it under the name of a workbook without macros could not be opened.",
        "Save the answers as {file}.",
    ),
    "bad_document": (
        "The document cannot be shown",
        "The portal sent a document without a needed value ({field}).",
        "Refresh the documents or ask the supplier.",
    ),
    "cancelled": (
        "Cancelled",
        "The work was stopped at your wish; nothing was added.",
        "Start again when you like.",
    ),
    "cart_file_bad": (
        "This is not a cart",
        "{file} does not hold a cart, or is damaged; nothing was taken from it.",
        "Ask for the file again.",
    ),
    "cart_file_newer": (
        "The cart is of a newer version",
        "{file} was written by a newer program.",
        "Install the newer version to open it.",
    ),
    "document_sums_differ": (
        "The sums of the document do not add up",
        "In document {number} the lines and the totals differ, so it is not printed.",
        "Ask the supplier for the document.",
    ),
    "document_unavailable": (
        "The document is not here yet",
        "It has not been downloaded, and the portal cannot be asked now.",
        "Open it when there is a connection.",
    ),
    "list_bomb": (
        "The file looks dangerous",
        "{file} unpacks to far more than a list can be and was not read.",
        "Ask for the list in another form.",
    ),
    "list_column_unknown": (
        "There is no such column",
        "The list has no free column “{column}”; free are: {known}.",
        "Name one of them by its heading or letter.",
    ),
    "list_columns": (
        "The columns were not recognised",
        "No column of {file} looks like an article and none like a quantity.",
        "Point at the columns by hand.",
    ),
    "list_damaged": (
        "The file is damaged",
        "{file} cannot be read to its end; nothing was added.",
        "Open it in a spreadsheet, save it again and retry.",
    ),
    "list_empty": (
        "The list is empty",
        "There is not a single filled row in {file}.",
        "Choose another sheet or file.",
    ),
    "list_encoding": (
        "The encoding was not recognised",
        "The text of {file} cannot be read.",
        "Choose the encoding by hand.",
    ),
    "list_encrypted": (
        "The file has a password",
        "{file} is protected and cannot be read.",
        "Save it without a password.",
    ),
    "list_sheet_unknown": (
        "There is no such sheet",
        "{file} has no sheet “{sheet}”.",
        "Choose one of its sheets.",
    ),
    "list_stopped": (
        "Reading the file was stopped",
        "It took more time or memory than allowed; nothing was added.",
        "Split the list or save it as CSV.",
    ),
    "list_too_big": (
        "The file is too big",
        "{file} is larger than {megabytes} MB.",
        "Split the list or save it as CSV.",
    ),
    "list_too_hard": (
        "The file is too hard to read",
        "{file} takes more time or memory than allowed; nothing was added.",
        "Split the list or save it as CSV.",
    ),
    "list_too_long": (
        "Too many rows for paper",
        "The list has {count} rows; at most {most} are printed.",
        "Narrow the list, or save it for Excel.",
    ),
    "list_too_many_rows": (
        "Too many rows",
        "{file} has more rows than a list may have.",
        "Split the list.",
    ),
    "list_unreadable": (
        "The file cannot be opened",
        "{file} is missing or may not be read.",
        "Check the file and try again.",
    ),
    "list_unsupported": (
        "This is not a list",
        "{file} is not a kind of file that is read ({kind}).",
        "Save it as XLSX or CSV.",
    ),
    "no_display": (
        "There is no screen",
        "The window needs a display.",
        "Use the command line: b2bdesk-cli.",
    ),
    "nothing_to_add": (
        "No row can go into a cart",
        "None of the rows of the list has goods and a quantity that are known.",
        "Look at the rows that wait and choose the goods.",
    ),
    "nothing_to_fill": (
        "There is no file to write into",
        "The list was pasted, so there is no workbook of yours to put the answers in.",
        "Save the report instead.",
    ),
}
