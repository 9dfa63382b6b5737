"""Документы: the list, the preview, printing and saving one or many."""
