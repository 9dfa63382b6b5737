"""The stores: engines, tables by owner, repositories, queries, server batches, migrations."""
