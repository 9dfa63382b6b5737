"""Texts of what was typed wrong: requisites, numbers, dates."""

TEXTS: dict[str, tuple[str, str, str]] = {
    "account_checksum": (
        "Check the account",
        "Its control digit does not fit the BIK.",
        "Compare it with the bank's letter.",
    ),
    "account_format": (
        "The account must have 20 digits",
        "It cannot be saved like this.",
        "Correct the account.",
    ),
    "bad_arguments": (
        "The command was not understood",
        "{text}",
        "See --help.",
    ),
    "bad_date": (
        "This is not a date",
        "“{text}” cannot be read as a date.",
        "Enter a date such as 21.11.2026.",
    ),
    "bad_quantity": (
        "This is not a quantity",
        "“{text}” cannot be read as a quantity.",
        "Enter a number.",
    ),
    "bik_format": (
        "The BIK must have 9 digits",
        "It cannot be saved like this.",
        "Correct the BIK.",
    ),
    "bik_prefix": (
        "Check the BIK",
        "A bank's BIK begins with 04.",
        "Compare it with the bank's letter.",
    ),
    "corr_account_checksum": (
        "Check the correspondent account",
        "Its control digit does not fit the BIK.",
        "Compare it with the bank's letter.",
    ),
    "corr_account_format": (
        "The correspondent account must have 20 digits",
        "It cannot be saved like this.",
        "Correct the account.",
    ),
    "ean_checksum": (
        "Check the barcode",
        "Its last digit does not fit.",
        "Scan it again.",
    ),
    "ean_format": (
        "This is not a barcode",
        "A barcode has 8, 12, 13 or 14 digits.",
        "Scan it again.",
    ),
    "inn_checksum": (
        "Check the INN",
        "Its control digit does not fit.",
        "Compare it with the registration certificate.",
    ),
    "inn_format": (
        "The INN must have 10 or 12 digits",
        "It cannot be saved like this.",
        "Correct the INN.",
    ),
    "kpp_format": (
        "The KPP is not right",
        "It has nine characters: digits, letters only in the fifth and sixth place.",
        "Correct the KPP.",
    ),
    "kpp_not_expected": (
        "A sole trader has no KPP",
        "A KPP does not go with an INN of 12 digits.",
        "Clear the KPP.",
    ),
    "kpp_required": (
        "The KPP is missing",
        "A company with an INN of 10 digits has one.",
        "Enter the KPP.",
    ),
    "note_too_long": (
        "The note is too long",
        "A note holds up to {count} characters; it was not saved.",
        "Shorten it.",
    ),
    "ogrn_checksum": (
        "Check the OGRN",
        "Its control digit does not fit.",
        "Compare it with the register.",
    ),
    "ogrn_format": (
        "The OGRN must have 13 or 15 digits",
        "It cannot be saved like this.",
        "Correct the OGRN.",
    ),
    "own_code_columns": (
        "The columns were not recognised",
        "No column of {file} names goods of the catalogue, or none is left for your codes.",
        "Name the columns by their letters.",
    ),
    "own_code_empty": (
        "The code is empty",
        "A code of your own needs a letter or a digit.",
        "Enter the code.",
    ),
    "own_code_letter": (
        "There is no such column",
        "“{text}” is not the letter of a column.",
        "Name a column by its letter, such as A or C.",
    ),
    "own_code_long": (
        "The code is too long",
        "A code of your own has at most {limit} characters.",
        "Shorten the code.",
    ),
    "own_code_taken": (
        "The code means other goods",
        "“{text}” stands for {article}; this was left so.",
        "Choose another code, or replace what it means.",
    ),
    "own_code_unknown": (
        "There is no such code",
        "“{text}” is not among your own codes; nothing was forgotten.",
        "Look at the list of your codes.",
    ),
    "own_codes_many": (
        "Colleagues would lose these codes, too",
        "{count} of them are shared with the company; nothing was removed.",
        "Remove them for everybody, or stop sharing first.",
    ),
    "own_codes_not_shared": (
        "The portal keeps no own codes",
        "This portal cannot share own codes; yours stay on this computer.",
        "Give them to colleagues as a table.",
    ),
    "payee_incomplete": (
        "The payee is incomplete",
        "Without name and bank no payment code is printed.",
        "Ask the supplier for the requisites.",
    ),
    "payment_sum": (
        "The sum cannot be paid by code",
        "It must be above zero.",
        "Check the document.",
    ),
    "search_empty": (
        "There is nothing to save",
        "The search field is empty.",
        "Type what to search for, then save it.",
    ),
    "search_name_taken": (
        "There is such a search already",
        "A saved search is called “{name}”.",
        "Choose another name.",
    ),
    "search_not_saved": (
        "There is no such saved search",
        "Nothing is saved as “{name}”.",
        "Look at the list of saved searches.",
    ),
    "watch_price_unknown": (
        "There is no price to fall from",
        "The item has no price now, so a fall in percent cannot be counted.",
        "Set a price to wait for instead.",
    ),
    "watch_value_missing": (
        "Say what to wait for",
        "This condition needs a price, or a percent from 1 to 99.",
        "Enter the value.",
    ),
}
