"""The windowed program: arguments in, exit code out; the work is in `app`.

`python -m b2bdesk` and the `b2bdesk` executable come here; the command line is `b2bdesk.cli`.
"""

import sys

from b2bdesk.app import main


def gui() -> int:
    """Run the desktop and return its exit code."""
    return main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(gui())
