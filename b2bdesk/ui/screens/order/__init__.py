"""Бланк заказа: the spreadsheet in which orders are made."""
