"""Invoices and waybills as posted, and their printed files."""
