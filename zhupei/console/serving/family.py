"""Child processes that share what their parent has loaded: forked, looked after, ended together."""

import os
import signal
import sys
import time
from collections.abc import Callable

PAUSE = 0.5  # seconds before what died at once is started again
LONGEST_PAUSE = 15.0
STABLE_SECONDS = 30.0


class Family:
    """Keeps `count` children running `work` until SIGTERM or SIGINT; they get `stop_seconds` to finish."""

    def __init__(self, work: Callable[[], None], count: int, *, stop_seconds: float) -> None:
        self.work, self.count, self.stop_seconds = work, count, stop_seconds
        self.born: dict[int, float] = {}
        self.pause = PAUSE
        self.due = 0.0
        self.ending = False

    def run(self) -> int:
        """Returns 0 after the signal."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._end)
        while not self.ending:
            while len(self.born) < self.count and time.monotonic() >= self.due:
                self._start()
            time.sleep(0.2)
            self._collect()
        self._stop()
        return 0

    def _end(self, number: int, frame: object) -> None:
        self.ending = True

    def _start(self) -> None:
        pid = os.fork()
        if pid:
            self.born[pid] = time.monotonic()
            return
        code = 1
        try:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, signal.SIG_DFL)
            if not self.ending:  # the signal may have come between
                self.work()
            code = 0
        except BaseException as error:  # whatever it is, a child must never return into its parent's work
            print(f"web process {os.getpid()}: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def _collect(self) -> None:
        for pid, born in list(self.born.items()):
            if os.waitpid(pid, os.WNOHANG)[0]:
                del self.born[pid]
                if self.ending:
                    continue
                now = time.monotonic()
                self.pause = PAUSE if now - born > STABLE_SECONDS else min(LONGEST_PAUSE, self.pause * 2)
                self.due = now + self.pause
                print(f"web process {pid} ended; starting another one", file=sys.stderr, flush=True)

    def _stop(self) -> None:
        for pid in self.born:
            os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + self.stop_seconds
        while self.born and time.monotonic() < deadline:
            time.sleep(0.05)
            self._collect()
        for pid in self.born:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
