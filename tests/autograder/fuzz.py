"""Fuzz for a long time: ``python -m tests.autograder.fuzz --minutes 60``.

Each claim in turn gets examples from a new seed until the time is over. A failing example does not end the run: it
is reported with its seed, and the exit status is 1.
"""

from __future__ import annotations

import argparse
import itertools
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.autograder.fuzzing.claims import CLAIMS, Claim

SECONDS = 30  # of computing for one example (20 times that of waiting): more counts as hanging
EXAMPLES = 200  # for one claim in one turn


class Hangs(Exception):
    """An example took too long."""


class Stop(BaseException):
    """The same while the example runs: no Exception, because what reads a student's file survives all of these."""


def timed(check: Callable, counts: Counter[str], name: str) -> Callable:
    """Return ``check`` with a limit on its time, counting its examples."""

    def stop(*_: object) -> None:
        raise Stop

    def run(example: object) -> None:
        counts[name] += 1
        signal.signal(signal.SIGPROF, stop)
        signal.signal(signal.SIGALRM, stop)
        # Again each second: an exception that meets the garbage collector is lost.
        signal.setitimer(signal.ITIMER_PROF, SECONDS, 1)
        signal.setitimer(signal.ITIMER_REAL, SECONDS * 20, 1)
        try:
            check(example)
        except Stop:
            raise Hangs(f"more than {SECONDS} s") from None
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.setitimer(signal.ITIMER_REAL, 0)

    return run


def turn(name: str, claim: Claim, number: int, counts: Counter[str], examples: int = EXAMPLES) -> str:
    """Give one claim its examples from one seed; return the report of a failure, or nothing."""
    rules = settings(
        max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )  # fmt: skip
    test = seed(number)(rules(given(claim.given)(timed(claim.check, counts, name))))
    try:
        test()
    except Exception:  # a finding, of whatever kind
        return traceback.format_exc()
    return ""


def main(arguments: list[str] | None = None) -> int:
    """Fuzz until the time is over, then say how much was tried."""
    parser = argparse.ArgumentParser(prog="python -m tests.autograder.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--only", choices=CLAIMS, nargs="*", default=list(CLAIMS))
    options = parser.parse_args(arguments)
    counts: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    start = time.monotonic()
    end = start + 60 * options.minutes
    for number, name in zip(itertools.count(options.seed), itertools.cycle(options.only), strict=False):
        if time.monotonic() > end:
            break
        if report := turn(name, CLAIMS[name], number, counts):
            failed[name] += 1
            print(f"--- {name}, seed {number}\n{report}", flush=True)
    tried = ", ".join(f"{name} {count:,}" for name, count in counts.items())
    spent = (time.monotonic() - start) / 60
    print(f"{spent:.1f} minutes, {counts.total():,} examples ({tried}); failures: {dict(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
