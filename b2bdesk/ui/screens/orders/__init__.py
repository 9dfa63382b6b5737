"""Заказы: the queue, the history, one order with its lines."""
