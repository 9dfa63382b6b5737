"""A supplier without 1C: the catalogue from a price list in a file, online in a minute."""
