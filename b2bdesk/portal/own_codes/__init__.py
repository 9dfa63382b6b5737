"""Own codes of companies: the dictionary that colleagues share."""
