"""What the portal keeps: engine, tables, units of work, change counters, marks of R7.

Feature stores (`accounts.store`, `catalog.store` …) write through a `Work` opened here; nothing
else of the portal speaks SQL. SQLite now, PostgreSQL by another address.
"""
