"""The windowed program: arguments in, exit code out; the work is in `app`.

`python -m b2bdesk` and the `b2bdesk` executable come here; the command line is `b2bdesk.cli`.
"""

import gc
import sys
from typing import NoReturn

from b2bdesk.host.leaving import leave


def gui() -> NoReturn:
    """Run the desktop and end with its exit code.

    The collector is paused till the program is read: nothing that modules make is garbage, yet it
    would walk all of it again and again (a tenth of the start).
    """
    gc.disable()
    from b2bdesk.app import main

    leave(main(sys.argv[1:]))


if __name__ == "__main__":
    gui()
