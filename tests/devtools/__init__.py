"""Tests of the developers' door."""
