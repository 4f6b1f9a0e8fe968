"""Reading a question: what is refused, what is the same question, and hashes that never change."""

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semantic.errors import QuestionError
from semantic.mend import mended
from semantic.question import MAX_JSON, SHAPES, Question, read_question

GAP = {
    "v": 1,
    "shape": "gap",
    "indicators": ["fodda_utomlands_andel"],
    "areas": {"level": "riket"},
    "types": [1, 5],
    "periods": {"mode": "range", "from": 2022, "to": 2023},
    "type_basis": {"mode": "fixed", "year": 2022},
}
RANK = {
    "v": 1,
    "shape": "rank",
    "indicators": ["lag_ekonomisk_standard_andel"],
    "areas": {"level": "regso", "within": ["1280"]},
    "periods": {"mode": "latest"},
    "order": "desc",
    "limit": 10,
}
SHARE = {
    "v": 1,
    "shape": "population_share",
    "areas": {"level": "kommun", "codes": ["1280"]},
    "by": ["area_type"],
    "periods": {"mode": "list", "years": [2023]},
    "type_basis": {"mode": "each_year"},
}

PINNED = {
    "share": SHARE,
    "rank": RANK,
    "gap": GAP,
    "trend": {"shape": "trend", "indicators": ["folkmangd"], "areas": {"codes": ["1280", "0180"]}},
    "threshold": {
        "shape": "threshold",
        "indicators": ["arbetslosa_andel"],
        "areas": {"level": "kommun"},
        "threshold": {"op": "ge", "value": 10},
    },
    "definition": {"shape": "definition", "concept": "omradestyp"},
}
HASHES = {
    "share": "srtjtawtqt",
    "rank": "kwowgilikd",
    "gap": "hhaicnnndu",
    "trend": "poddofinpf",
    "threshold": "zsvq742r5h",
    "definition": "77htolnsy6",
}


@pytest.mark.parametrize("name", PINNED)
def test_hashes_never_change(name):
    """Links and favourites hold them: a change here needs a new version of the question."""
    assert read_question(PINNED[name]).hash == HASHES[name]


SAME = [
    (SHARE, SHARE | {"by": []}),
    (SHARE, {key: value for key, value in SHARE.items() if key not in ("by", "type_basis", "v")}),
    (SHARE, SHARE | {"areas": {"codes": ["1280", "1280"]}}),
    (RANK, RANK | {"limit": 10, "comparator": "none", "view": "auto"}),
    (RANK, {key: value for key, value in RANK.items() if key not in ("limit", "order", "periods")}),
    (RANK, RANK | {"areas": {"level": "regso", "within": ["1280", "1280"]}}),
    (GAP, {key: value for key, value in GAP.items() if key not in ("types", "areas")}),
    (GAP, GAP | {"areas": {"codes": ["00"]}, "measure": "difference", "types": [5, 1]}),
    (GAP, GAP | {"by": ["period"], "sex": "total", "age": "total"}),
    (
        {"shape": "map", "indicators": ["folkmangd"], "areas": {"level": "regso"}},
        {
            "shape": "map",
            "indicators": ["folkmangd"],
            "areas": {"level": "regso", "within": ["00"]},
        },
    ),
    (
        {"shape": "map", "indicators": ["x1"], "areas": {"level": "regso", "within": ["12"]}},
        {
            "shape": "map",
            "indicators": ["x1"],
            "areas": {"level": "regso", "within": ["1280", "12"]},
        },
    ),
    (
        PINNED["threshold"],
        PINNED["threshold"] | {"threshold": {"op": "ge", "value": 10.0}},
    ),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_means_the_same_is_the_same_question(one, other):
    assert read_question(one) == read_question(other)
    assert read_question(one).hash == read_question(other).hash


DIFFERENT = [
    (RANK, RANK | {"order": "asc"}),
    (RANK, RANK | {"limit": 11}),
    (RANK, RANK | {"areas": {"level": "regso", "codes": ["1280R001"]}}),
    (GAP, GAP | {"types": [1, 4]}),
    (GAP, GAP | {"type_basis": {"mode": "fixed", "year": 2023}}),
    (GAP, GAP | {"measure": "ratio"}),
    (SHARE, SHARE | {"periods": {"mode": "latest"}}),
    (PINNED["threshold"], PINNED["threshold"] | {"threshold": {"op": "gt", "value": 10}}),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_means_something_else_has_another_hash(one, other):
    assert read_question(one).hash != read_question(other).hash


def test_minus_zero_is_zero():
    questions = [
        read_question(PINNED["threshold"] | {"threshold": {"op": "ge", "value": value}})
        for value in (0, 0.0, -0.0)
    ]
    assert len({question.canonical_json() for question in questions}) == 1


CODES = st.lists(
    st.sampled_from(["1280", "0180", "2584", "1280R001", "12", "01", "00"]), max_size=4
)
DOCUMENTS = st.fixed_dictionaries(
    {"shape": st.sampled_from(sorted(SHAPES))},
    optional={
        "indicators": st.lists(st.sampled_from(["folkmangd", "hyresratt_andel"]), max_size=2),
        "areas": st.fixed_dictionaries(
            {},
            optional={
                "level": st.sampled_from(["riket", "lan", "kommun", "regso", "deso"]),
                "codes": CODES,
                "within": CODES,
            },
        ),
        "types": st.lists(st.integers(1, 5), max_size=5),
        "by": st.lists(st.sampled_from(["sex", "age", "period", "area_type"]), max_size=3),
        "sex": st.sampled_from(["total", "women"]),
        "periods": st.sampled_from(
            [{"mode": "latest"}, {"mode": "top", "n": 3}, {"mode": "list", "years": [2023, 2020]}]
        ),
        "limit": st.integers(1, 20),
        "order": st.sampled_from(["asc", "desc"]),
        "threshold": st.fixed_dictionaries(
            {"op": st.sampled_from(["lt", "ge"]), "value": st.integers(-5, 5)}
        ),
    },
)


@given(document=DOCUMENTS, seed=st.integers(0, 1000))
def test_order_and_repetition_never_matter(document, seed):
    luck = random.Random(seed)

    def shuffled(value):
        if isinstance(value, dict):
            items = [(key, shuffled(each)) for key, each in value.items()]
            return dict(luck.sample(items, len(items)))
        if isinstance(value, list) and value:
            return luck.sample([*value, value[0]], len(value) + 1)
        return value

    assert read_question(shuffled(document)).hash == read_question(document).hash


@given(document=DOCUMENTS)
def test_canonical_json_reads_as_the_same_question(document):
    question = read_question(document)
    again = read_question(question.canonical_json())
    assert again == question
    assert again.canonical_json() == question.canonical_json()


REFUSED = [
    ("{", "not_json", None),
    ("[]", "not_json", None),
    ("", "not_json", None),
    (b"\xff\xfe", "not_json", None),
    ('{"shape": "rank", "limit": NaN}', "not_json", None),
    ('{"shape": "rank", "shape": "gap"}', "not_json", None),
    ("[" * 5000, "not_json", None),
    ('{"shape": "rank", "types": ' + "[" * 900 + "]" * 900 + "}", None, None),
    ('{"a": "' + "x" * 1_000_000 + '"}', "too_long", None),
    ('{"limit": ' + "9" * 5000 + "}", "not_json", None),
    ("{}", "missing_key", "shape"),
    ({"shape": "rnak"}, "unknown_shape", None),
    ({"shape": ["rank"]}, "unknown_shape", None),
    ({"shape": "rank", "v": 2}, "unknown_version", None),
    ({"shape": "rank", "v": True}, "unknown_version", None),
    ({"shape": "rank", "v": 1.0}, "unknown_version", None),
    ({"shape": "rank", "indicator": ["x"]}, "unknown_key", "indicator"),
    ({"shape": "rank", "areas": {"levels": "regso"}}, "unknown_key", "areas.levels"),
    ({"shape": "rank", "areas": {"level": "stad"}}, "bad_value", "areas.level"),
    ({"shape": "rank", "areas": {"codes": "1280"}}, "bad_value", "areas.codes"),
    ({"shape": "rank", "areas": {"codes": [1280]}}, "bad_value", "areas.codes.0"),
    ({"shape": "rank", "limit": True}, "bad_value", "limit"),
    ({"shape": "rank", "limit": 0}, "bad_value", "limit"),
    ({"shape": "rank", "limit": 10**6}, "bad_value", "limit"),
    ({"shape": "rank", "limit": "10"}, "bad_value", "limit"),
    ({"shape": "rank", "types": [0]}, "bad_value", "types"),
    ({"shape": "rank", "types": [True]}, "bad_value", "types.0"),
    ({"shape": "rank", "sex": "female"}, "bad_value", "sex"),
    ({"shape": "rank", "age": "20-24\n"}, "bad_value", "age"),
    ({"shape": "rank", "age": "'; DROP TABLE cell"}, "bad_value", "age"),
    ({"shape": "rank", "order": "DESC"}, "bad_value", "order"),
    ({"shape": "rank", "periods": {"mode": "newest"}}, "bad_value", "periods.mode"),
    ({"shape": "rank", "periods": {"mode": "list", "years": []}}, "bad_value", "periods"),
    ({"shape": "rank", "periods": {"mode": "list", "years": [20235]}}, "bad_value",
     "periods.years"),
    ({"shape": "rank", "periods": {"mode": "top"}}, "bad_value", "periods"),
    ({"shape": "rank", "periods": {"mode": "range", "from": 2024, "to": 2020}}, "bad_value",
     "periods"),
    ({"shape": "rank", "periods": {"mode": "latest", "n": 3}}, "bad_value", "periods"),
    ({"shape": "gap", "type_basis": {"mode": "fixed"}}, "bad_value", "type_basis"),
    ({"shape": "gap", "type_basis": {"year": 2020}}, "bad_value", "type_basis"),
    ({"shape": "threshold", "threshold": {"op": "gte", "value": 1}}, "bad_value", "threshold.op"),
    ({"shape": "threshold", "threshold": {"op": "ge", "value": 10**400}}, "bad_value",
     "threshold.value"),
    ({"shape": "threshold", "threshold": {"op": "ge", "value": float("nan")}}, "bad_value",
     "threshold.value"),
    ({"shape": "threshold", "threshold": {"op": "ge", "value": True}}, "bad_value",
     "threshold.value"),
    ({"shape": "definition", "concept": "\ud800"}, "bad_value", "concept"),
    ({"shape": "definition", "\ud800": 1}, None, None),
    ({"shape": "rank", "indicators": ["x" * 81]}, "bad_value", "indicators.0"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "code", "key"), REFUSED)
def test_refusals_name_the_key(raw, code, key):
    with pytest.raises(QuestionError) as caught:
        read_question(raw)
    error = caught.value
    assert code in (None, error.code)
    if key is not None:
        assert error.details["key"] == key
    assert all(len(str(value)) <= 200 for value in error.details.values())
    json.dumps({"code": error.code, "given": error.details}, default=str).encode()


MENDED = [
    ({"shape": "rnak", "indicators": ["x1"], "areas": {"level": "kommun"}}, "rank"),
    ({"shape": "rank", "indicator": ["x1"]}, "indicators"),
    ({"shape": "rank", "areas": {"levl": "regso"}}, "level"),
    ({"shape": "rank", "areas": {"level": "komun"}}, "kommun"),
    ({"shape": "rank", "order": "descending"}, "desc"),
    ({"shape": "rank", "v": 3}, 1),
    ({"indicators": ["x1"]}, "value"),
]


@pytest.mark.parametrize(("document", "nearest"), MENDED)
def test_the_first_suggestion_mends_the_document(document, nearest):
    with pytest.raises(QuestionError) as caught:
        read_question(document)
    first = caught.value.suggestions[0]
    assert first.value == nearest
    assert isinstance(read_question(mended(document, caught.value, first)), Question)


@given(raw=st.one_of(st.text(max_size=80), st.binary(max_size=80)))
def test_foreign_text_is_a_question_or_a_refusal(raw):
    with pytest.raises(QuestionError):
        read_question(raw)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(
    document=st.dictionaries(st.sampled_from([*Question.model_fields, "x"]), JSON, max_size=4),
    shape=st.sampled_from(sorted(SHAPES)),
)
def test_foreign_values_are_a_question_or_a_refusal(document, shape):
    try:
        question = read_question({"shape": shape, **document})
    except QuestionError:
        return
    assert read_question(question.canonical_json()) == question


def test_one_mega_byte_of_codes_is_too_long():
    raw = json.dumps({"shape": "map", "areas": {"codes": ["1280R001"] * 100_000}})
    assert len(raw) > MAX_JSON
    with pytest.raises(QuestionError, match="too_long"):
        read_question(raw)
