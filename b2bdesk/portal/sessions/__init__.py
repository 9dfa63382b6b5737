"""Signing in, rotating tokens with grace, API tokens of robots (PROTOCOL R11, RELIABILITY T6)."""
