"""Child processes: our own console programs with a hidden verb (ARCHITECTURE, Processes).

They have no console window, talk on pipes and end with us: their standard input closes, and on
Windows a job object kills them even when we are killed. Used for the import child, the embedded
demo portal and the sync child.
"""

import ctypes
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from ctypes import wintypes
from pathlib import Path
from typing import Any

from b2bdesk.host.places import program_folder

CLI = "b2bdesk-cli"
PORTAL = "b2bdesk-portal"
_MODULES = {CLI: "b2bdesk.cli", PORTAL: "b2bdesk.portal"}
_KILL_ON_CLOSE = 0x2000
_EXTENDED_LIMITS = 9
_PROCESS_ALL = 0x1F0FFF
_NO_WINDOW = 0x08000000  # CREATE_NO_WINDOW


def command(program: str, *arguments: str) -> list[str]:
    """Return how one of our console programs is started, frozen or from the checkout."""
    if getattr(sys, "frozen", False):
        suffix = ".exe" if sys.platform == "win32" else ""
        return [str(program_folder() / f"{program}{suffix}"), *arguments]
    return [sys.executable, "-m", _MODULES[program], *arguments]


class Child:
    """A running child process."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> None:
        """Start it with pipes for input and output; its messages go to our standard error."""
        self.process = subprocess.Popen(  # argv is ours, never a shell
            list(argv),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=dict(env) if env is not None else None,
            cwd=folder,
            creationflags=_NO_WINDOW if sys.platform == "win32" else 0,
        )
        self._job = _tie(self.process) if sys.platform == "win32" else None

    def read_line(self) -> str:
        """Return one line of its output, empty at its end."""
        stdout = self.process.stdout
        return stdout.readline().decode("utf-8", "replace").rstrip("\r\n") if stdout else ""

    def end(self, patience: int = 5) -> int:
        """Close its input, wait, and kill it when it does not end by itself."""
        process = self.process
        if process.stdin is not None:
            with suppress(OSError):
                process.stdin.close()
        try:
            process.wait(1 if patience > 1 else patience)
        except subprocess.TimeoutExpired:
            process.terminate()
            try:
                process.wait(patience)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if process.stdout is not None:
            process.stdout.close()
        return process.returncode


class _BasicLimits(ctypes.Structure):
    _fields_ = (
        ("process_time", wintypes.LARGE_INTEGER),
        ("job_time", wintypes.LARGE_INTEGER),
        ("flags", wintypes.DWORD),
        ("minimum", ctypes.c_size_t),
        ("maximum", ctypes.c_size_t),
        ("processes", wintypes.DWORD),
        ("affinity", ctypes.c_size_t),
        ("priority", wintypes.DWORD),
        ("scheduling", wintypes.DWORD),
    )


class _ExtendedLimits(ctypes.Structure):
    _fields_ = (
        ("basic", _BasicLimits),
        ("io", ctypes.c_ulonglong * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process", ctypes.c_size_t),
        ("peak_job", ctypes.c_size_t),
    )


def _tie(process: "subprocess.Popen[bytes]") -> Any:
    """Put a process into a job that Windows ends with us; the handle must be kept."""
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - exists on Windows only
    job = kernel.CreateJobObjectW(None, None)
    limits = _ExtendedLimits()
    limits.basic.flags = _KILL_ON_CLOSE
    kernel.SetInformationJobObject(
        job, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)
    )
    handle = kernel.OpenProcess(_PROCESS_ALL, False, process.pid)
    kernel.AssignProcessToJobObject(job, handle)
    kernel.CloseHandle(handle)
    return job
