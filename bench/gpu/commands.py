"""Commands that end when their time is over, with everything that they started."""
import contextlib
import ctypes
import os
import pathlib
import signal
import subprocess
import time

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)
POLL_SECONDS = 0.02


class Failed(Exception):
    """What an item demands is not so; in words."""


class Skipped(Exception):
    """There is nothing here to do it with."""


class TimeIsOver(Exception):
    pass


def _die_with_parent():
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def start(command, output, environment=None, errors=subprocess.STDOUT):
    """A command in a session of its own, which does not outlive us, however we end."""
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors, env=environment,
                            start_new_session=True, preexec_fn=_die_with_parent)


def end(process):
    """Kills a command and all of its session: its group, and the groups that others have made in it."""
    for _ in range(100):
        members = _members(process.pid)
        if not members:
            break
        for pid in members:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.poll()
        time.sleep(POLL_SECONDS)
    # One that is stuck in a driver dies when it comes back, which nobody can wait for.
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=1)


def _members(session):
    found = []
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            # The name, in brackets, may hold anything.
            state, _, _, its_session = stat.read_text(errors="replace").rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(its_session) == session and state != "Z":
            found.append(int(stat.parent.name))
    return found


class Runner:
    """Runs the commands of one item until its time is over. What they print goes to the log."""

    def __init__(self, log, seconds):
        self.log, self.end = log, time.monotonic() + seconds

    def run(self, *command, to=None, environment=None, codes=(0,)):
        """
        The exit code of a command.

        to: a file for its output alone, which is added to the log when it is done
        codes: those that are no failure
        """
        command = [str(part) for part in command]
        self.log.write(f"$ {' '.join(command)}\n")
        begin = self.log.end()
        with open(self.log.path, "ab") as printed, open(to or os.devnull, "wb") as output:
            process = start(command, output if to else printed, environment, printed)
        try:
            code = process.wait(timeout=max(0.0, self.end - time.monotonic()))
        except subprocess.TimeoutExpired:
            raise TimeIsOver() from None
        finally:
            end(process)
            if to:
                self.log.write(pathlib.Path(to).read_text(errors="replace"))
        if code not in codes:
            raise Failed(self.log.last_line(begin) or f"{pathlib.Path(command[0]).name} ended with {code}")
        return code

    def last_line(self, *command, **options):
        """Runs a command and gives the last line that it printed."""
        begin = self.log.end()
        self.run(*command, **options)
        return self.log.last_line(begin)
