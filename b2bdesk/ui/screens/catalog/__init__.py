"""Каталог: tree, facets, grid, product card."""
