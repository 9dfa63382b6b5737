"""The commands of `b2bdesk-portal`, one module per noun; each adds its parser and runs it."""
