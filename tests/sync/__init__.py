"""Tests of b2bdesk.sync."""
