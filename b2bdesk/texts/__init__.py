"""The translation door: catalogues, texts of error codes, formats of numbers, money and dates."""
