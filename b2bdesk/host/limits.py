"""Limits of this very process, for children that open foreign files (RELIABILITY T10).

POSIX has resource limits; on Windows the parent's job object does the same. Called first thing by
the reading child, before any parser sees a byte.
"""

from __future__ import annotations

import sys

if sys.platform != "win32":
    import resource

MEMORY_BYTES = 1 << 30
CPU_SECONDS = 120


def limit_this_process(memory_bytes: int = MEMORY_BYTES, cpu_seconds: int = CPU_SECONDS) -> None:
    """Cap address space and forbid core files; without POSIX limits this does nothing.

    The CPU cap is per file many times over (a warm child reads many files); the parent's clock is
    what ends a single slow one.
    """
    if sys.platform == "win32":
        return
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    cap = memory_bytes if hard == resource.RLIM_INFINITY else min(memory_bytes, hard)
    resource.setrlimit(resource.RLIMIT_AS, (cap, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if hard == resource.RLIM_INFINITY:
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds * 10, hard))
