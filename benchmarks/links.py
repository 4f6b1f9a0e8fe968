"""The decoder of addresses at its worst: whatever a stranger writes, refused or read at once."""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.address import MAX_LENGTH, MAX_QUERY, read_query
from assistant.language import speech_for
from assistant.wording import refusal
from benchmarks.rows import Measured, Row
from semantic.areas import Directory
from semantic.errors import QuestionError
from semantic.model import Catalogue, load_catalogue

MOST_MS = 50
RUNS = 20
ROOM = 2 * MAX_LENGTH - 80

MANY = ",".join(chr(0x4E00 + number) for number in range(ROOM // 2))
KOMMUNER = ",".join(f"{number:04d}" for number in range(ROOM // 5))
NESTED = ",".join("9" * length for length in range(1, 80))

WORST: Mapping[str, str] = {
    "nothing": "",
    "an ordinary link": "s=rank&i=lag_ekonomisk_standard_andel&l=regso&w=1280&p=top.5",
    "many areas": f"s=compare_areas&i=a_b&a={KOMMUNER}",
    "areas within many others": f"s=rank&i=a_b&l=regso&w={KOMMUNER}",
    "areas within many letters": f"s=rank&i=a_b&l=regso&w={MANY}",
    "areas each within the one before": f"s=rank&i=a_b&l=regso&w={NESTED}",
    "many indicators": f"s=profile&i={MANY}",
    "many types": f"s=gap&i=a_b&t={MANY}",
    "many groupings": f"s=value&i=a_b&b={MANY}",
    "many years": f"s=trend&i=a_b&p={','.join(['1900..2100'] * (ROOM // 12))}",
    "many wrong years": f"s=trend&i=a_b&p={MANY}",
    "a huge number": f"s=rank&i=a_b&n={'9' * ROOM}",
    "a huge limit": f"s=threshold&i=a_b&th=ge.{'1' * ROOM}",
    "deep brackets": f"s={'[' * ROOM}",
    "deep braces in a limit": f"s=threshold&i=a_b&th={'{' * ROOM}",
    "an age without end": f"s=value&i=a_b&ag={'1' * ROOM}-",
    "a long unknown shape": f"s={'rank' * (ROOM // 4)}",
    "a long unknown part": f"{'x' * ROOM}=1",
    "many unknown parts": "&".join(f"x{number}=1" for number in range(ROOM // 8)),
    "one part many times": "&".join(["s=rank"] * (MAX_QUERY // 7)),
    "only separators": "&;=" * (MAX_QUERY // 3),
    "percent signs": "%" * MAX_QUERY,
    "escapes of escapes": "s=" + "%25" * ((MAX_QUERY - 2) // 3),
    "half characters": "s=" + "%ED%A0%80" * ((MAX_QUERY - 2) // 9),
    "zero bytes": "%00=" * (MAX_QUERY // 4),
    "too long to be looked at": "s=" + "x" * 10 * MAX_QUERY,
}


@dataclass(frozen=True)
class _Known:
    """What a refusal is put in words with, without a published version."""

    catalogue: Catalogue
    directory: Directory


class Links:
    """Reading a question from an address, and saying why there is none."""

    def rows(self) -> list[Row]:
        return [Row("link decoder, slowest of the worst links", MOST_MS, self.slowest, "ms")]

    def slowest(self) -> Measured:
        known = _Known(load_catalogue(), Directory([]))
        taken = {name: _milliseconds(query, known) for name, query in WORST.items()}
        name = max(taken, key=taken.__getitem__)
        usual = taken["an ordinary link"]
        return Measured(taken[name], f"{name}, of {len(WORST)}; an ordinary link {usual:.2f} ms")


def _milliseconds(query: str, known: _Known) -> float:
    """Median of some runs, the words of a refusal and its suggestions included."""
    times = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        try:
            read_query(query)
        except QuestionError as error:
            refusal(error, known, speech_for("sv"))
        times.append(time.perf_counter() - begun)
    return 1000 * statistics.median(times)
