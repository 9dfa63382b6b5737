"""Корзины: the shelf of carts and the checkout."""
