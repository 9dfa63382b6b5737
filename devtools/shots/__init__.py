"""Pictures of every screen and state, made by the real program over seeded demo data."""
