"""Title, sentence and next step per error code, a file per area; `texts.errors` reads them.

English msgids, sorted by code; the Russian of all of them is in resources/i18n/ru/errors.po.
Placeholders are the parameters of the error (`texts.errors` says how they are printed).
"""
