"""What stands behind `dev.py`: the environment, the checks and the generators.

`places`, `system`, `environment`, `checks`, `locks` and `msgids` are stdlib only, because they run
before the project's environment exists; the others run inside it.
"""
