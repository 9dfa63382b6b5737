"""The same use cases without a screen, for schedulers, 1C jobs and tests."""
