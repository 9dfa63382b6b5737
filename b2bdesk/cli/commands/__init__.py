"""One module per subject; each adds its commands to the grammar and runs them over use cases."""
