"""Table definitions by owner; `Table.info["owner"]` is server, client or outbox and a test holds it."""
