"""Покупали раньше: own purchases by item and what they suggest."""
