"""``python -m tests.reference --runs 1000000``: as many random questions as told, asked twice.

Prints the count and every mismatch as JSON, and ends with 1 if there is any. A mismatch is told
with the name of its country and question: ``--again 7.31:208`` asks it once more.
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed

from tests.reference.differential import Tally, ask_country, ask_one, shown

PER_COUNTRY = 1000
"""Questions asked of a country before the next one is made."""
SUGGESTING = 5
"""Of every fifth refusal the suggestions are tried."""
AT_ONCE = 8
"""Countries that wait for a process, so that a run that is stopped stops soon."""


def main() -> int:
    told = _arguments()
    if told.again:
        print(ask_one(told.again) or "no difference")
        return 0
    until = time.monotonic() + told.minutes * 60 if told.minutes else math.inf
    tally, start = Tally(), time.monotonic()
    for each in _tallies(told.seed, told.runs, told.jobs, until):
        tally.add(each)
        for mismatch in each.mismatches:
            print(f"\n{mismatch}", flush=True)
        speed = tally.asked / (time.monotonic() - start)
        print(
            f"\r{tally.asked} of {told.runs}, {len(tally.mismatches)} mismatches, {speed:.0f}/s",
            end="", file=sys.stderr, flush=True,
        )  # fmt: skip
        if len(tally.mismatches) >= told.most:
            break
    print(file=sys.stderr)
    print(json.dumps(shown(tally), ensure_ascii=False))
    return 1 if tally.mismatches else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.reference")
    parser.add_argument("--runs", type=int, default=10_000, help="how many questions")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, help="stop after so long")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("--most", type=int, default=20, help="stop after so many mismatches")
    parser.add_argument("--again", metavar="COUNTRY:QUESTION", help="ask one question again")
    return parser.parse_args()


def _tallies(seed: int, runs: int, jobs: int, until: float) -> Iterator[Tally]:
    """One tally a country, as they are done."""
    countries = _countries(seed, runs)
    if jobs == 1:
        for country, most in countries:
            if time.monotonic() < until:
                yield _tally(country, most, until)
        return
    with ProcessPoolExecutor(jobs, initializer=gc.disable) as pool:
        waiting = set()
        try:
            for country, most in countries:
                waiting.add(pool.submit(_tally, country, most, until))
                if len(waiting) >= AT_ONCE:
                    done = next(as_completed(waiting))
                    waiting.remove(done)
                    yield done.result()
                if time.monotonic() >= until:
                    break
            for done in as_completed(waiting):
                yield done.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _tally(country: str, most: int, until: float) -> Tally:
    """Garbage is collected once a country, for most of what there is stays."""
    try:
        return ask_country(country, most, until, SUGGESTING)
    finally:
        gc.collect()


def _countries(seed: int, runs: int) -> Iterator[tuple[str, int]]:
    for number in range(math.ceil(runs / PER_COUNTRY)):
        yield f"{seed}.{number}", min(PER_COUNTRY, runs - number * PER_COUNTRY)


if __name__ == "__main__":
    sys.exit(main())
