"""What use cases ask of the machine: the time."""

from collections.abc import Callable
from datetime import datetime

Now = Callable[[], datetime]
"""Aware UTC time; use cases take it as an argument so that tests decide what time it is."""
