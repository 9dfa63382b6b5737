"""The windowed program: arguments in, exit code out; the work is in `app`.

`python -m b2bdesk` and the `b2bdesk` executable come here; the command line is `b2bdesk.cli`.
"""

import gc
import sys


def load() -> None:
    """Read the program with the collector paused.

    Nothing that modules make is garbage, yet the collector would walk all of it again and again:
    a tenth of the start.
    """
    gc.disable()
    import b2bdesk.app  # noqa: F401 - read now, used by `gui`

    gc.enable()
    gc.freeze()


def gui() -> int:
    """Run the desktop and return its exit code."""
    load()
    from b2bdesk.app import main

    return main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(gui())
