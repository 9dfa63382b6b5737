"""Компания: legal entities, contracts, addresses, the manager; which of them one buys by."""
