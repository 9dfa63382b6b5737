"""Sheets over the window: questions that must be answered, the key sheet, the error report."""
