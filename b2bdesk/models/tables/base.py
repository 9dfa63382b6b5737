"""The two schemas of the client and how a table names its owner.

`desk_metadata` lives in desk.db (precious, migrated), `cache_metadata` in cache-A/B.db (rebuilt,
never migrated). Readers attach the active cache to desk.db, so names are unique across both and
queries write them without a schema.
"""

from sqlalchemy import MetaData

desk_metadata = MetaData()
cache_metadata = MetaData()

SERVER = {"owner": "server"}
CLIENT = {"owner": "client"}
OUTBOX = {"owner": "outbox"}
