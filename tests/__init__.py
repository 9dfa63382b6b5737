"""The tests mirror the package; see CONTRIBUTING.md for the other folders."""
