"""The executable `b2bdesk-cli`: a buyer's command, or the hidden child that reads foreign files.

The child must start fast and know neither stores nor network, so everything else is imported only
when a command is to be run.
"""

import sys
from collections.abc import Sequence

from b2bdesk.host.limits import limit_this_process

CHILD = "--child"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == [CHILD]:
        return _child(arguments[1:])
    return _command(arguments)


def _command(arguments: Sequence[str]) -> int:
    from b2bdesk.bootstrap import ask_running, open_services
    from b2bdesk.bootstrap.rescue import Rescue
    from b2bdesk.cli.entry import Doors, run_program

    return run_program(Doors(open_services, ask_running, rescue=Rescue), arguments)


def _child(arguments: Sequence[str]) -> int:
    from b2bdesk.files.child import serve

    if list(arguments) != ["import"]:
        print("unknown child", file=sys.stderr)
        return 5
    return serve(limit=limit_this_process)


if __name__ == "__main__":
    sys.exit(main())
