"""Row pages of a scope, whole or since a cursor (PROTOCOL R6, R7, R9)."""
