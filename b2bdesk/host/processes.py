"""Child processes: our own console programs with a hidden verb (ARCHITECTURE, Processes).

They have no console window, talk on pipes and end with us: their standard input closes, and on
Windows a job object kills them even when we are killed. Used for the import child, the embedded
demo portal and the sync child.
"""

import ctypes
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from ctypes import wintypes
from typing import IO, Any

from b2bdesk.host.limits import MEMORY_BYTES
from b2bdesk.host.places import program_folder

CLI = "b2bdesk-cli"
PORTAL = "b2bdesk-portal"
DESKTOP = "b2bdesk"
_MODULES = {CLI: "b2bdesk.cli", PORTAL: "b2bdesk.portal", DESKTOP: "b2bdesk"}
_KILL_ON_CLOSE = 0x2000
_PROCESS_MEMORY = 0x100
_EXTENDED_LIMITS = 9
_PROCESS_ALL = 0x1F0FFF
_NO_WINDOW = 0x08000000  # CREATE_NO_WINDOW


def command(program: str, *arguments: str) -> list[str]:
    """Return how one of our console programs is started, frozen or from the checkout."""
    if _frozen():
        suffix = ".exe" if sys.platform == "win32" else ""
        return [str(program_folder() / f"{program}{suffix}"), *arguments]
    return [sys.executable, "-m", _MODULES[program], *arguments]


def start_desktop(*arguments: str) -> None:
    """Start the windowed program on its own; it does not end with us."""
    subprocess.Popen(command(DESKTOP, *arguments), stdin=subprocess.DEVNULL, close_fds=True)


class Child(subprocess.Popen[bytes]):
    """A running child process with pipes for input and output; its messages go to our stderr."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        memory: int = 0,
        messages: int | IO[bytes] | None = None,
    ) -> None:
        """Start it: our own program, never a shell.

        Args:
            argv: program and arguments.
            env: environment; None = ours.
            memory: cap in bytes, 0 = none; held by the job object on Windows, elsewhere the
                child limits itself (`host.limits`).
            messages: where its stderr goes: None = ours, STDOUT = with its output, a file.
        """
        super().__init__(
            list(argv),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=messages,
            env=dict(env) if env is not None else None,
            creationflags=_NO_WINDOW if sys.platform == "win32" else 0,
        )
        self._job = _tie(self.pid, memory) if sys.platform == "win32" else None

    def read_line(self) -> str:
        """Return one line of its output, empty at its end."""
        return (
            self.stdout.readline().decode("utf-8", "replace").rstrip("\r\n") if self.stdout else ""
        )

    def end(self, patience: int = 5) -> int:
        """Close its input, wait, and end it by force when it does not go by itself."""
        if self.stdin is not None:
            with suppress(OSError):
                self.stdin.close()
        for harder in (self.terminate, self.kill):
            try:
                self.wait(patience)
                break
            except subprocess.TimeoutExpired:
                harder()
        if self.stdout is not None:
            self.stdout.close()
        return self.wait()


def spawn(arguments: Sequence[str]) -> Child:
    """Start our command line program with a hidden verb (`--child import`)."""
    env = None if _frozen() else {**os.environ, "PYTHONPATH": str(program_folder())}
    return Child(command(CLI, *arguments), env=env, memory=MEMORY_BYTES)


def _frozen() -> bool:
    return bool(getattr(sys, "frozen", False))


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


def _tie(pid: int, memory: int) -> Any:
    """Put a process into a job that Windows ends with us; the handle must be kept."""
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - exists on Windows only
    job = kernel.CreateJobObjectW(None, None)
    limits = _ExtendedLimits()
    limits.basic.flags = _KILL_ON_CLOSE | (_PROCESS_MEMORY if memory else 0)
    limits.process_memory = memory
    kernel.SetInformationJobObject(
        job, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)
    )
    handle = kernel.OpenProcess(_PROCESS_ALL, False, pid)
    kernel.AssignProcessToJobObject(job, handle)
    kernel.CloseHandle(handle)
    return job
