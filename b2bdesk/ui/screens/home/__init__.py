"""Главная: what waits for the buyer, what was bought, what to repeat."""
