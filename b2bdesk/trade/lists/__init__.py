"""How lists of goods are laid out: words of headings, features of columns, layouts.

Shared by both ends: the buyer's import (`domain.bulk_layout`) and the portal's price-list load.
"""
