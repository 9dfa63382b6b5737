"""The buyer's rules: pure functions over frozen dataclasses, no I/O, no clock, no prose."""
