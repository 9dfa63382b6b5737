"""Tests of b2bdesk.usecases."""
