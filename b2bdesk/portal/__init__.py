"""The reference portal: what a supplier runs so that buyers can order with b2bdesk.

Feature folders hold rules (pure), store (SQL) and handlers (wire); `storage` holds the engine, the
tables, change counters and marks. The client knows it only as a process and an address.
"""
