"""State machines against models of plain dicts (RELIABILITY S6)."""
