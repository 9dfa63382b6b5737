"""Tests of the reference portal."""
