"""Years put together, worked out a second time: random questions about nothing else.

In countries that have every year, since where years are lacking nothing can be put together.
"""

from collections import Counter
from random import Random

import pytest

from semantic.ask import ask
from semantic.errors import QuestionError
from semantic.question import read_question
from tests.reference.differential import Place, Tally, differs, made, stored
from tests.reference.nasty import YEARS
from tests.reference.questions import Document
from tests.reference.rules import RULES
from tests.support import demo_home, facts, real_home

SHAPES = sorted(shape for shape, rule in RULES.items() if "pooled" in rule.takes.split())
MOST = 150


def pooled_question(place: Place, luck: Random) -> Document:
    """A random question in which years are put together, mostly of a share."""
    document: Document = {}
    while document.get("shape") not in SHAPES:
        document = place.asker.document(luck)
    shares = [each for each in place.indicators if place.world.indicators[each].kind == "ratio"]
    if luck.random() < 0.85:
        document["indicators"] = [luck.choice(shares)]
    if luck.random() < 0.5:
        document.pop("periods", None)
    return document | {"pooled": luck.choice((3, 3, 3, 5))}


def asked_of(place: Place, number: int) -> tuple[Tally, Counter[str]]:
    """What was answered, and how often what can go wrong went wrong."""
    tally, seen = Tally(), Counter[str]()
    for place_in_row in range(number):
        document = pooled_question(place, Random(f"{place.name}:{place_in_row}"))
        told = differs(document, place, tally)
        assert not told, f"{place.name}:{place_in_row} {document}\n  {told}"
        try:
            answer = ask(read_question(document), place.version)
        except QuestionError:
            continue
        seen.update(answer.rows["status"].tolist())
        seen["crosses"] += answer.resolved.crosses_divisions
    return tally, seen


@pytest.mark.parametrize("name", ["pool.0", "pool.1", "pool.2", "pool.7"])
def test_small_nasty_countries(name: str) -> None:
    with made(name, YEARS) as place:
        tally, _ = asked_of(place, MOST)
    assert tally.answers.total() > 10


def test_everything_goes_wrong_somewhere() -> None:
    every, shapes = Counter[str](), Counter[str]()
    for name in ("pool.3", "pool.4", "pool.5", "pool.6"):
        with made(name, YEARS) as place:
            tally, seen = asked_of(place, MOST)
        every, shapes = every + seen, shapes + tally.answers
    assert set(shapes) == set(SHAPES)
    assert {"value", "missing", "suppressed", "not_applicable", "preliminary", "crosses"} <= {
        each for each, count in every.items() if count
    }


@pytest.mark.parametrize("kind", ["demo", "real"])
def test_published_figures(kind: str, request: pytest.FixtureRequest) -> None:
    home = demo_home() if kind == "demo" else real_home(request.getfixturevalue("real_dir"))
    with stored(facts(home), f"pool {kind}") as place:
        tally, _ = asked_of(place, 40)
    assert tally.answers.total() > 2
