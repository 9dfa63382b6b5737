"""Tests that hold the wire description and both ends to the same contract."""
