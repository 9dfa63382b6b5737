"""The portal API as data: message structs, the table of routes, the codec.

Both ends of the wire import this package and nothing else of each other. Structs are frozen and
tolerate unknown fields, so that an older client reads a newer portal (PROTOCOL §1).
"""
