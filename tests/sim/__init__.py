"""The fault simulator: the real sync core against a model portal (RELIABILITY §3, §4)."""
