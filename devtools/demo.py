"""`demo`: the program beside a demo portal, in a window, or the main job without one.

The window is the product's own `b2bdesk --demo`; the headless run is a plain client of the three
executables (devtools/headless_demo.py, which runs inside the environment).
Stdlib only.
"""

from __future__ import annotations

import argparse

from devtools import environment, system
from devtools.places import say


def run(arguments: list[str]) -> int:
    """Show the window, or do the main job headless where there is no display or it is asked for.

    Args:
        arguments: `--headless`, `--out DIR`, and for the window whatever b2bdesk takes.
    """
    parser = argparse.ArgumentParser(prog="dev.py demo")
    parser.add_argument("--headless", action="store_true", help="the main job without a screen")
    parser.add_argument("--out", metavar="DIR", default="out", help="folder of the headless run")
    chosen, passed_on = parser.parse_known_args(arguments)
    if not chosen.headless and not system.has_display():
        say(f"There is no display, so this is `demo --headless --out {chosen.out}`.")
        chosen.headless = True
    if chosen.headless:
        return environment.run("devtools.headless_demo", ["--out", chosen.out, *passed_on])
    return environment.run("b2bdesk", ["--demo", *passed_on])
