"""Orders: placed exactly once, priced here, moved by the supplier, commanded by the buyer."""
