"""All threads of the page on one processor.

Python runs one of them at a time. Where they may run on any, they take turns on several, each time
far from what the one before has just used: with a hundred conversations at once a press then takes
up to twice as much of them. Queries run in a process of their own, on every processor.
"""

from __future__ import annotations

import os
from collections.abc import Collection

SETTING = "PAGE_PROCESSOR"
"""Its number; ``any`` leaves the choice to the system at every turn."""


def stay_on_one_processor() -> None:
    """Holds for this thread and all that it starts, where the system can do so.

    Raises ValueError where the setting names no processor that this process may use."""
    if not hasattr(os, "sched_setaffinity"):
        return
    chosen = chosen_processor(os.environ.get(SETTING, ""), os.sched_getaffinity(0), os.getpid())
    if chosen is not None:
        os.sched_setaffinity(0, {chosen})


def chosen_processor(setting: str, usable: Collection[int], process: int) -> int | None:
    """Without a setting, processes beside each other take different ones; None is any."""
    if setting == "any":
        return None
    numbers = sorted(usable)
    if not setting:
        return numbers[process % len(numbers)]
    if setting not in map(str, numbers):
        known = ", ".join(map(str, numbers))
        raise ValueError(f"{SETTING} is {setting!r}: it takes any, or one of {known}")
    return int(setting)
