"""Repositories of desk.db: each writes the tables of one owner, one transaction a call."""
