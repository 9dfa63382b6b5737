"""Colours, type, icons and the few painting helpers every painted control shares.

`tokens` is the only table of colours; `look` holds the current theme; `icons` recolours
the bundled outline icons; `paint` knows hairlines, rounded boxes and text.
"""
