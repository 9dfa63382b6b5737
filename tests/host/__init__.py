"""Tests of b2bdesk.host."""
