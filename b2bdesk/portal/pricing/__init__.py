"""Price types, price rows, and server-side prices of order lines."""
