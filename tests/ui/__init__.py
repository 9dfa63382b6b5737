"""Tests of the desktop: what a person at the keyboard sees happen."""
