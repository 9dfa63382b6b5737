"""The vocabulary and arithmetic both ends of the trade share.

Money, quantities, units, articles, VAT, requisites and prices, as immutable values and pure
functions on integers. Stdlib only, no I/O, no clock (except `ids`), no float. The buyer's desktop
and the reference portal import the same code, so that both compute the same kopeck.
"""
