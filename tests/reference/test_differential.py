"""The app and a second evaluator, made from the definitions, answer random questions alike.

As many as fit in two minutes, however fast the machine; every country and question is told by its
name, so that a mismatch can be asked again (``python -m tests.reference --again NAME``).
"""

import os
import time
from collections import Counter

import pytest

from semantic.question import SHAPES
from tests.reference.differential import ask_all, ask_country, made, stored
from tests.reference.evaluator import ROWS
from tests.reference.rules import OWN_GROUPS, RULES
from tests.support import demo_home, facts, real_home

SECONDS = float(os.environ.get("DIFFERENTIAL_SECONDS", "120"))
SEED = os.environ.get("DIFFERENTIAL_SEED", "1")
LEAST = 200


def test_every_shape_has_a_second_way():
    assert set(RULES) == set(OWN_GROUPS) == set(SHAPES)
    assert set(ROWS) == set(SHAPES) - {"definition"}


def test_small_nasty_countries():
    until = time.monotonic() + SECONDS * 0.7
    shapes: Counter[str] = Counter()
    mismatches: list[str] = []
    country = asked = 0
    while (time.monotonic() < until or asked < LEAST) and not mismatches:
        tally = ask_country(f"{SEED}.{country}", LEAST)
        shapes += tally.answers
        mismatches += tally.mismatches
        asked += tally.asked
        country += 1
    print(f"{asked} questions of {country} countries")
    assert not mismatches, "\n".join(mismatches)
    assert set(shapes) == set(RULES) or asked < 5 * LEAST


@pytest.mark.parametrize("kind", ["demo", "real"])
def test_published_figures(kind, request):
    home = demo_home() if kind == "demo" else real_home(request.getfixturevalue("real_dir"))
    until = time.monotonic() + SECONDS * 0.15
    with stored(facts(home), f"{kind} {SEED}") as place:
        tally = ask_all(place, range(LEAST // 10))
        if not tally.mismatches:
            tally.add(ask_all(place, range(LEAST // 10, 1_000_000), until))
    print(f"{tally.asked} questions of {kind}")
    assert not tally.mismatches, "\n".join(tally.mismatches)


def test_a_country_is_told_by_its_name():
    """The same name gives the same facts, so that a mismatch can be asked again."""
    with made("7.3") as one, made("7.3") as other:
        assert one.world.areas == other.world.areas
        assert one.world.types == other.world.types
        assert one.world.told == other.world.told
        for (indicator, level), slices in one.world.told.items():
            for year in {each.year for each in slices}:
                cells = one.world.cells_of(indicator, level, year)
                assert cells == other.world.cells_of(indicator, level, year)
