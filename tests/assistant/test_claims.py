"""Claims: what the sentence says beyond its figures, shape by shape, and when that is another."""

import json
import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.claims import CODES, claims_of, what_changed
from assistant.claims.facts import FEW
from assistant.language import speech_for
from assistant.sentences import sentence
from semantic.answer import Answer
from semantic.ask import ask
from semantic.question import SHAPES
from semantic.version import Version, open_version
from tests.assistant import factory
from tests.assistant.every_shape import answerable
from tests.assistant.spoken import (
    CASES,
    FIVE,
    IN_MALMO,
    INCOME,
    INDEX,
    KNOWN,
    PEOPLE,
    SHARE,
    areas,
    cell,
    change,
    gap,
    listed,
    moved,
    profile,
    rank,
    shares,
    threshold,
    trend,
    types,
    value,
)
from tests.support import demo_home, facts

EN = speech_for("en")
M, L = "1280", "1281"
figures = st.floats(0, 100).map(lambda each: round(each, 3))


@pytest.fixture(scope="module")
def demo() -> Iterator[Version]:
    version = open_version(facts(demo_home()).parent)
    yield version
    version.close()


def said(answer: Answer) -> dict[str, object]:
    """The claims that are made."""
    return {code: claim for code, claim in claims_of(answer).items() if claim is not None}


EXPECTED: dict[str, dict[str, object]] = {
    "value": {"comparison": {M: "above"}, "place": "between"},
    "value, lower": {"comparison": {M: "below"}},
    "value, the same as riket at the precision shown": {"comparison": {M: "same"}},
    "value, missing": {"missing": {M: "missing"}},
    "value, suppressed": {"missing": {M: "suppressed"}},
    "value, highest of all": {"place": "highest"},
    "value, count": {},
    "value by sex": {
        "order": [["1280/men"], ["1280/women"]],
        "highest": ["1280/men"],
        "lowest": ["1280/women"],
    },
    "trend up": {"direction": {M: "up"}, "comparison": {M: "above"}},
    "trend down": {"direction": {M: "down"}},
    "trend, unchanged": {"direction": {M: "same"}},
    "trend, hardly changed": {"direction": {M: "same"}},
    "trend, one year": {},
    "trend, first and last missing": {"direction": {M: "up"}},
    "trend across a break": {"direction": {M: "up"}},
    "trend, break in the last year": {},
    "compare two areas": {"order": [[M], [L]], "highest": [M], "lowest": [L]},
    "compare areas in a county, ties": {
        "order": [[M, "1290"], ["0980"], [L], ["1262"]],
        "highest": [M, "1290"],
        "lowest": ["1262"],
    },
    "compare areas, none has a figure": {"missing": {M: "missing", L: "missing"}},
    "rank": {"order": [[M], ["1290"], [L], ["1262"]], "highest": [M]},
    "rank, ties and missing": {"order": [[M, "1290"], [L]], "highest": [M, "1290"]},
    "rank, lowest count": {"order": [["1262"]], "lowest": ["1262"]},
    "threshold": {
        "members": {"count": 2, "areas": [M, "1290"]},
        "highest": [M],
        "order": [[M], ["1290"]],
    },
    "threshold, one": {
        "members": {"count": 1, "areas": ["1262"]},
        "lowest": ["1262"],
        "order": [["1262"]],
    },
    "threshold, none": {"members": {"count": 0, "areas": []}},
    "change of one": {"direction": {M: "up"}},
    "change of many": {
        "direction": {"1262": "same", M: "up", L: "down"},
        "highest": [M],
        "lowest": [L],
        "order": [[M], ["1262"], [L]],
        "missing": {"1290": "missing"},
    },
    "change of many, all up": {
        "direction": {M: "up", L: "up"},
        "highest": [M],
        "order": [[M], [L]],
    },
    "types, two absent": {
        "order": [["1280/type 3"], ["1280/type 4"], ["1280/type 5"]],
        "highest": ["1280/type 3"],
        "lowest": ["1280/type 5"],
        "missing": {"1280/type 1": "not_applicable", "1280/type 2": "not_applicable"},
    },
    "gap": {"side": {"00": "first"}},
    "gap grows": {"side": {"00": "first"}, "direction": {"00": "up"}},
    "gap shrinks, type 5 higher": {"side": {"00": "second"}, "direction": {"00": "down"}},
    "gap unchanged": {"side": {"00": "second"}, "direction": {"00": "same"}},
    "gap changes sides": {"side": {"00": "first"}, "direction": {"00": "sides"}},
    "slope": {"side": {"00": "first"}},
    "slope that rises": {"side": {"00": "second"}},
    "slope turned": {"side": {"00": "second"}, "direction": {"00": "sides"}},
    "gap of tenths": {"side": {"00": "first"}, "verdict": {"00": "large"}},
    "gap of tenths grows": {"side": {"00": "first"}, "direction": {"00": "up"}},
    "gap without a type": {"missing": {"00": "not_applicable"}},
    "split": {
        "direction": {M: "down"},
        "largest": {M: "rate"},
    },
    "split by areas that changed type": {
        "direction": {f"1280/type {kind}": "down" for kind in range(1, 5)},
        "largest": {f"1280/type {kind}": "within" for kind in range(1, 5)},
        "missing": {"1280/type 5": "not_applicable"},
    },
    "split of nothing": {
        "missing": dict.fromkeys([*(f"1280/type {kind}" for kind in range(1, 6)), M], "missing")
    },
    "population by type": {"largest": {M: ["1280/type 3"]}},
    "areas of a type, one": {"members": {"1": ["1280R001"]}},
    "changed type": {
        "members": {"up": ["1280R001", "1280R002"], "down": ["1280R003"]},
        "direction": ["up", "down"],
    },
    "changed type, none": {"members": {"up": [], "down": []}},
    "profile": {
        "comparison": {INCOME: "below", SHARE: "above", "sjukfall_per_1000": "same"},
    },
    "definition of a figure": {},
    "value beside similar areas": {},
    "value below similar areas together": {"comparison": {M: "below"}, "verdict": {M: "none"}},
    "value about the same as similar areas together": {"comparison": {M: "same"}},
    "trend beside similar areas": {"direction": {M: "up"}, "comparison": {M: "above"}},
    "trend beside similar areas, one by one": {"direction": {M: "up"}},
    "profile beside similar areas": {"comparison": {SHARE: "above"}},
    "profile beside similar areas, one by one": {},
    "segregation beside similar places": {},
}


@pytest.mark.parametrize("name", EXPECTED)
def test_what_is_claimed(name: str) -> None:
    assert said(CASES[name]()) == EXPECTED[name]


def check(answer: Answer) -> None:
    """Every kind is there, and JSON gives back the same claims."""
    claims = claims_of(answer)
    assert tuple(claims) == CODES
    assert json.loads(json.dumps(claims)) == claims
    assert what_changed(claims, json.loads(json.dumps(claims))) == ()


@pytest.mark.parametrize("name", CASES)
def test_claims_survive_being_kept(name: str) -> None:
    check(CASES[name]())


@pytest.mark.parametrize("kind", factory.every_kind())
def test_so_do_those_of_every_picture(kind: str) -> None:
    check(factory.every_kind()[kind])


@pytest.mark.parametrize("shape", SHAPES)
def test_so_do_those_of_example_data(demo: Version, shape: str) -> None:
    luck = random.Random(shape)
    for _ in range(8):
        check(ask(answerable(shape, luck, demo), demo))  # type: ignore[arg-type]


def test_the_words_of_verdicts_and_trends_are_claims() -> None:
    assert said(CASES["value, a large difference"]())["verdict"] == {"1280": "large"}
    assert said(CASES["trend, rising"]())["trend"] == {"1280": "rising"}
    close, within = (CASES[f"value, {name}"]() for name in ("close to chance", "within chance"))
    assert what_changed(claims_of(close), claims_of(within)) == ("verdict",)


def test_of_a_long_list_only_the_ends_are_claimed() -> None:
    many = factory.of_areas("compare_areas", factory.kommuner(60))
    assert set(said(many)) == {"highest", "lowest"}
    ranked = said(factory.of_areas("rank", factory.kommuner(60)))
    assert [len(ranked[code]) for code in ("order", "highest")] == [3, 1]  # type: ignore[arg-type]
    assert len(json.dumps(claims_of(many))) < 1_000
    short = factory.of_areas("compare_areas", factory.kommuner(FEW))
    assert len(said(short)["order"]) == FEW  # type: ignore[arg-type]


def test_of_many_series_the_commonest_way_is_claimed() -> None:
    answer = factory.trend(factory.kommuner(30), range(2019, 2023))
    assert said(answer)["direction"] == {"all": ["up"], "most": ["up"]}


WORDS = {
    "up": (" rose by ", " grew from "),
    "down": (" fell by ", " shrank from "),
    "same": (" hardly changed", " in both "),
}


@given(figures, figures)
def test_a_trend_goes_the_way_that_the_sentence_says(first: float, last: float) -> None:
    answer = trend({2020: first, 2024: last})
    way = claims_of(answer)["direction"][M]
    assert any(word in sentence(answer, KNOWN, EN) for word in WORDS[way])


@given(st.floats(10, 90), st.floats(-0.3, 0.3))
def test_so_it_does_where_the_figures_lie_close(first: float, step: float) -> None:
    test_a_trend_goes_the_way_that_the_sentence_says.hypothesis.inner_test(first, first + step)


@given(st.lists(figures, min_size=4, max_size=4))
def test_a_gap_grows_when_the_sentence_says_so(values: list[float]) -> None:
    a, b, c, d = values
    answer = gap({2022: (a, b), 2023: (c, d)})
    text, way = sentence(answer, KNOWN, EN), claims_of(answer)["direction"]["00"]
    words = WORDS.get(way, (" changed sides",))
    assert any(word in text for word in words)


@given(figures, figures, st.lists(figures, min_size=5, max_size=9))
def test_a_value_lies_where_the_sentence_says(
    mine: float, riket: float, peers: list[float]
) -> None:
    answer = value(cell(M, mine), comparison=[cell("00", riket)], peers=len(peers))
    answer.peers["value"] = peers
    text, claims = sentence(answer, KNOWN, EN), claims_of(answer)
    words = {"above": " higher than ", "below": " lower than ", "same": "the same as "}
    assert words[claims["comparison"][M]] in text
    places = {
        "highest": "the highest figure among",
        "lowest": "the lowest figure among",
        "between": "have a higher one and",
        "same": "have the same",
    }
    assert places[claims["place"]] in text


@given(st.lists(figures, min_size=2, max_size=6))
def test_who_is_highest_is_who_the_sentence_names(values: list[float]) -> None:
    codes = ["1280", "1281", "1262", "1290", "0980", "12"][: len(values)]
    answer = areas("compare_areas", dict(zip(codes, values, strict=True)))
    claims, text = claims_of(answer), sentence(answer, KNOWN, EN)
    names = [KNOWN.directory.name(code) for code in claims["highest"]]
    if len(names) == len(codes):
        assert "everywhere" in text or "both" in text
    elif len(values) > 2 and len(names) <= 3:
        assert all(name in text.split("highest ")[1].split(" at ")[0] for name in names)


# What has changed

CHANGED = [
    (trend({2020: 15.0, 2024: 16.0}), trend({2020: 15.0, 2024: 14.0}), ("direction",)),
    (trend({2020: 15.0, 2024: 16.0}), trend({2020: 15.5, 2024: 16.2}), ()),
    (trend({2020: 15.0, 2023: 16.0}), trend({2020: 15.0, 2024: 17.0}), ()),
    (areas("compare_areas", FIVE), areas("compare_areas", FIVE | {"1290": 18.3}),
     ("order", "highest")),
    (areas("compare_areas", FIVE), areas("compare_areas", FIVE | {"1262": 12.0}),
     ("order", "lowest")),
    (areas("compare_areas", {"1280": 18.21, "1290": 18.19, "0980": 9.0}),
     areas("compare_areas", {"1290": 18.21, "1280": 18.19, "0980": 9.0}), ()),
    (areas("map", FIVE), areas("map", FIVE | {"1281": 11.8}), ()),
    (rank({"1280": 3.0, "1281": 2.0}), rank({"1281": 2.0, "1280": 1.0}), ("order", "highest")),
    (rank({"1280R001": 3.0}, where=IN_MALMO), rank({"1280R001": 2.0}, where=IN_MALMO), ()),
    (value(cell(M, 15.0), comparison=[cell("00", 14.0)]),
     value(cell(M, 13.0), comparison=[cell("00", 14.0)]), ("comparison",)),
    (value(cell(M, 99.0), peers=40), value(cell(M, 20.0), peers=40), ("place",)),
    (value(cell(M, 15.0)), value(cell(M, None)), ("missing",)),
    (threshold({"1280": 18.2, "1290": 17.0}), threshold({"1280": 18.3}), ("order", "members")),
    (gap({2022: (60.0, 10.0)}), gap({2022: (9.0, 10.0)}), ("side",)),
    (gap({2022: (60.0, 10.0), 2023: (61.0, 10.0)}), gap({2022: (60.0, 10.0), 2023: (59.0, 10.0)}),
     ("direction",)),
    (change({"1280": (15.0, 18.0), "1281": (12.0, 11.0)}),
     change({"1280": (15.0, 18.0), "1281": (12.0, 19.0)}),
     ("direction", "order", "highest", "lowest")),
    (types({1: 60.0, 5: 9.0}), types({1: 8.0, 5: 9.0}), ("order", "highest", "lowest")),
    (shares({1: (60.0, 600), 2: (40.0, 400)}), shares({1: (40.0, 400), 2: (60.0, 600)}),
     ("largest",)),
    (listed([1, 1, 2]), listed([1, 2, 2]), ("members",)),
    (moved([1, 1]), moved([1, -1]), ("direction", "members")),
    (profile({INDEX: 15.0}, {INDEX: 14.0}), profile({INDEX: 13.0}, {INDEX: 14.0}),
     ("comparison",)),
    (profile({PEOPLE: 15}, {PEOPLE: 14}), profile({PEOPLE: 13}, {PEOPLE: 14}), ()),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "codes"), CHANGED)
def test_what_has_changed_is_told_by_kind(before, after, codes):
    assert what_changed(claims_of(before), claims_of(after)) == codes


def test_a_kind_that_an_older_release_did_not_know_is_no_change() -> None:
    now = claims_of(CASES["trend up"]())
    kept = {code: claim for code, claim in now.items() if code != "comparison"}
    assert what_changed(kept, now) == ()
    assert what_changed(now | {"direction": None}, now) == ("direction",)
