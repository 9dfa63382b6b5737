"""`python -m tests.conformance [EXAMPLES] [SEED]`: every operation so often (`dev.py sim`)."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from pathlib import Path

from tests.conformance.ground import served
from tests.conformance.walking import walk

EXAMPLES, SHOWN = 50, 20


def main(arguments: list[str]) -> int:
    """Walk and say in the last line what was found."""
    examples = int(arguments[0]) if arguments else EXAMPLES
    first = int(arguments[1]) if len(arguments) > 1 else 0
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["B2BDESK_PORTAL_STATE"] = folder
        with served(Path(folder)) as ground:
            told = walk(ground, examples, first)
    for what, how in list(told.wrong.items())[:SHOWN]:
        print(f"{what}\n  {how}")
    missing = told.missing()
    asked = {name for name, _ in told.answers}
    print(
        f"{told.answers.total()} requests to {len(asked)} operations, {len(told.wrong)} kinds of "
        f"wrong answers, never done: {', '.join(missing) or 'none'}"
    )
    return int(bool(told.wrong or missing))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
