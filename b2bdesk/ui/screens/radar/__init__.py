"""Что изменилось: the price radar."""
