"""The life around the screens."""
