"""Настройки: looks, synchronisation, legal entities, own codes, safety, about."""
