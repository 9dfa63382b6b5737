"""The steps of a synchronisation run, one per file; plain functions over ports."""
