"""Foreign workbooks, tables and texts become plain rows (`trade.tablerows`).

Everything here runs in the limited reading child (`files.child`), never in the window's process:
a two-cell workbook can make a reader ask for 549 GB (RELIABILITY §0, 7).
"""
