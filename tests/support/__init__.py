"""What tests of every layer share: shared data, real key events, the log guard."""
