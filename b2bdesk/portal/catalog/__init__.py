"""Goods, groups and assortments; matching of typed codes; pictures."""
