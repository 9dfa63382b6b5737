"""Read queries over desk.db with the active cache attached; they build row dataclasses."""
