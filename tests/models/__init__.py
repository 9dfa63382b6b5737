"""Tests of b2bdesk.models."""
