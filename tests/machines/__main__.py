"""`python -m tests.machines [FACTOR]`: every machine, so many times its usual number of walks.

A suite of `dev.py sim`; with a factor above 1 the walks are drawn anew.
"""

from __future__ import annotations

import logging
import sys
import time
import traceback

from tests.machines.running import MACHINES, STEPS, walk


def main(arguments: list[str]) -> int:
    """Walk and say in the last line what was found."""
    factor = float(arguments[0]) if arguments else 1.0
    logging.disable(logging.CRITICAL)
    told, failed = [], []
    for name, (_, usual) in MACHINES.items():
        examples, started = max(int(usual * factor), 1), time.process_time()
        try:
            walk(name, examples, anew=factor > 1)
        except Exception:  # noqa: BLE001 - told with its walk, the others go on
            traceback.print_exc()
            failed.append(name)
        told.append(f"{name} {examples} in {time.process_time() - started:.0f} s")
    print(f"walks of {STEPS} steps: {', '.join(told)}; failed: {', '.join(failed) or 'none'}")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
