"""Изменения цен: what moved since the lines of a cart were added, and the buyer's answers."""
