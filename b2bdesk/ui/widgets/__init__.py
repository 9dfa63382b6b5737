"""Painted controls of the visual language; each names itself to screen readers.

Screens import from the modules directly (`widgets.button`, `widgets.grid`, …). Nothing in
here knows a use case or formats a number.
"""
