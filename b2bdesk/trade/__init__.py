"""The vocabulary and arithmetic both ends share: immutable, stdlib only, never a float."""
