"""Texts of the portal's price-list load."""

TEXTS = {
    "price_list_bad_day": (
        "Use-by day not readable",
        "“{text}” is not a day; the item is loaded without one.",
        "Correct the cell and load the list again.",
    ),
    "price_list_bad_map": (
        "The mapping of columns cannot be read",
        "“{part}” is not of the form role=LETTER.",
        "Roles are: {roles}.",
    ),
    "price_list_bad_price": (
        "Price not readable",
        "“{text}” is not a price; the item is loaded without one.",
        "Correct the cell and load the list again.",
    ),
    "price_list_no_article": (
        "No article",
        "“{text}” has no article; the row is left out.",
        "Enter an article and load the list again.",
    ),
    "price_list_no_goods": (
        "No goods found in the file",
        "No sheet has a column with articles or names; the portal is unchanged.",
        "Name the columns yourself: --columns article=A,name=B,price=C.",
    ),
    "price_list_repeated": (
        "Article repeated",
        "“{text}” stands in the list more than once; its first row counts.",
        "Keep one row per article.",
    ),
    "price_list_unknown_unit": (
        "Unit not known",
        "“{text}” is not a known unit; the item is sold by the piece.",
        "Write the unit as шт, м, кг, уп … and load the list again.",
    ),
}
