"""The portal against its own published description (RELIABILITY S8)."""
