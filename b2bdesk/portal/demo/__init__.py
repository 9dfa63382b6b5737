"""The demo supplier: believable data, made from a seed, and answers by fixed rules.

Nothing here is read by the desktop; it fills an ordinary portal through the ordinary stores.
"""
