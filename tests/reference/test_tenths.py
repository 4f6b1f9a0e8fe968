"""Tenths of the areas are asked of published figures and of countries wide enough to have them."""

from random import Random

from semantic.question import read_question
from tests.reference import nasty
from tests.reference.differential import Place, Tally, differs, made, stored
from tests.support import demo_home, facts

QUESTIONS = (
    {"areas": {"level": "kommun"}},
    {"areas": {"level": "lan"}, "by": ["age"], "type_basis": {"mode": "fixed", "year": 2015}},
    {"areas": {"codes": ["0180", "1280"]}, "by": ["sex"], "periods": {"mode": "top", "n": 4}},
    {"areas": {"level": "riket"}, "periods": {"mode": "top", "n": 3}},
)


def test_example_figures():
    with stored(facts(demo_home()), "demo") as place:
        for parts in QUESTIONS:
            figure = "sysselsatta_andel" if "sex" in parts.get("by", ()) else LOW
            document = {"shape": "gap", "measure": "tenths", "indicators": [figure], **parts}
            read_question(document)
            assert differs(document, place, Tally()) == ""


LOW = "lag_ekonomisk_standard_andel"


def test_wide_countries(monkeypatch):
    """The figures and the index of each are whole or full of holes, as they come."""
    monkeypatch.setattr(nasty, "WIDE", 1.0)
    tally = Tally()
    wide = [f"wide {number}" for number in range(40) if has_index(f"wide {number}")]
    for name in wide[:6]:
        with made(name) as place:
            for number in range(25):
                document = tenths_of(place, number)
                assert differs(document, place, tally) == "", f"{name}:{number} {document}"
    assert tally.answers["gap"] >= 20


def has_index(name: str) -> bool:
    return "socioekonomiskt_index" in nasty.country(name).indicators


def tenths_of(place: Place, number: int) -> dict[str, object]:
    """A random question about a gap, made one about tenths."""
    rng = Random(f"{place.name}:{number}")
    document: dict[str, object] = {}
    while document.get("shape") != "gap":
        document = place.asker.document(rng)
    areas = {"areas": {"level": rng.choice(("riket", "lan", "kommun"))}}
    return (
        {key: each for key, each in document.items() if key != "types"}
        | areas
        | {"measure": "tenths"}
    )
