"""The contracts of docs/ARCHITECTURE.md that a linter cannot see."""
