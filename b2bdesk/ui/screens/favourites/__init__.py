"""Избранное: goods at hand and what is waited for."""
