"""Buyers of the supplier: companies, users, legal entities, contracts and what they name."""
