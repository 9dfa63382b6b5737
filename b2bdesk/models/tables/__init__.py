"""Table definitions by owner.

`Table.info["owner"]` is server, client or outbox; a test holds that only its owner writes it.
"""
