"""Processes of a private server, as the system shows them."""

import contextlib
import os
import signal
import time
from pathlib import Path


def processes_in(data: Path, *, only: int | None = None) -> set[int]:
    """Process ids whose working folder is the data folder: PostgreSQL's processes of it."""
    processes = Path("/proc")
    candidates = processes.iterdir() if only is None else [processes / str(only)]
    found = set()
    for process in candidates:
        if process.name.isdigit():
            # Processes of other users, and those that ended meanwhile, cannot be read.
            with contextlib.suppress(OSError):
                if (process / "cwd").readlink() == data:
                    found.add(int(process.name))
    return found


def end_makers_of(data: Path) -> None:
    """End the `initdb` of a killed start, which would go on to write into the folder."""
    while makers := processes_in(data) | _processes_given(f"--pgdata={data}"):
        for pid in makers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.02)


def _processes_given(argument: str) -> set[int]:
    """Process ids of the programs that were started with an argument."""
    found = set()
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            with contextlib.suppress(OSError):
                if os.fsencode(argument) in (process / "cmdline").read_bytes().split(b"\0"):
                    found.add(int(process.name))
    return found
