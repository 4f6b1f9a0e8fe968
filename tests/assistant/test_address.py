"""Question → address → question is the identity, and a hostile address is refused by name."""

import json
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.address import MAX_LENGTH, query_string, read, write
from semantic.errors import QuestionError
from semantic.question import MAX_CODES, SHAPES, Question, read_question

codes = st.one_of(
    st.just("00"),
    st.from_regex(r"[0-2][0-9]", fullmatch=True),
    st.from_regex(r"[0-2][0-9]{3}", fullmatch=True),
    st.from_regex(r"[0-2][0-9]{3}R[0-9]{3}", fullmatch=True),
    st.from_regex(r"[0-2][0-9]{3}[ABC][0-9]{4}", fullmatch=True),
)
years = st.integers(1990, 2030)
periods = st.one_of(
    st.just({"mode": "latest"}),
    st.builds(lambda n: {"mode": "top", "n": n}, st.integers(1, 60)),
    st.builds(lambda a, b: {"mode": "range", "from": min(a, b), "to": max(a, b)}, years, years),
    st.builds(lambda y: {"mode": "list", "years": y}, st.lists(years, min_size=1, max_size=6)),
)
documents = st.fixed_dictionaries(
    {"shape": st.sampled_from(sorted(SHAPES))},
    optional={
        "v": st.just(1),
        "indicators": st.lists(st.from_regex(r"[a-z][a-z0-9_]{1,20}", fullmatch=True), max_size=3),
        "concept": st.from_regex(r"[a-z][a-z_]{1,20}", fullmatch=True),
        "areas": st.fixed_dictionaries(
            {},
            optional={
                "level": st.sampled_from(["riket", "lan", "kommun", "regso", "deso"]),
                "codes": st.lists(codes, max_size=5),
                "within": st.lists(codes, max_size=3),
            },
        ),
        "types": st.lists(st.integers(1, 5), max_size=5),
        "by": st.lists(st.sampled_from(["area", "area_type", "period", "sex", "age"]), max_size=4),
        "sex": st.sampled_from(["total", "women", "men"]),
        "age": st.sampled_from(["total", "0-19", "80+", "20-64"]),
        "periods": periods,
        "type_basis": st.one_of(
            st.just({"mode": "each_year"}), st.builds(lambda y: {"mode": "fixed", "year": y}, years)
        ),
        "division_basis": st.just({"mode": "as_published"}),
        "comparator": st.sampled_from(["auto", "none", "riket", "lan", "kommun"]),
        "measure": st.sampled_from(["value", "difference", "percent", "ratio"]),
        "threshold": st.builds(
            lambda op, value: {"op": op, "value": value},
            st.sampled_from(["lt", "le", "gt", "ge"]),
            st.floats(-1e9, 1e9, allow_nan=False),
        ),
        "order": st.sampled_from(["asc", "desc"]),
        "limit": st.integers(1, 10_000),
        "view": st.sampled_from(["auto", "table", "chart", "map"]),
    },
)


@given(documents)
@settings(max_examples=400)
def test_the_address_leads_back_to_the_same_question(document):
    question = read_question(document)
    assert read(write(question)) == question
    assert read(dict(parse_qsl(query_string(question)))) == question
    assert read(write(question)).hash == question.hash  # type: ignore[union-attr]


def test_the_longest_list_of_areas_stays_short_enough():
    many = tuple(f"{1000 + n // 100}C{n % 100:04d}" for n in range(MAX_CODES))
    question = Question(shape="compare_areas", indicators=("x" * 30,), areas={"codes": many})  # type: ignore[arg-type]
    assert len(query_string(question)) < MAX_LENGTH


def test_defaults_are_left_out():
    question = read_question({"shape": "rank", "indicators": ["a_b"], "limit": 10, "order": "desc"})
    assert query_string(question) == "s=rank&i=a_b"


def test_parameters_are_readable():
    text = (
        '{"shape":"rank","indicators":["hyresratt_andel"],"areas":{"level":"regso",'
        '"within":["1280"]},"periods":{"mode":"range","from":2020,"to":2023},"order":"asc"}'
    )
    assert query_string(read_question(text)) == (
        "s=rank&i=hyresratt_andel&l=regso&w=1280&p=2020-2023&o=asc"
    )


@pytest.mark.parametrize("params", [{}, {"lang": "en"}, {"embed": "true"}])
def test_no_question_in_the_address(params):
    assert read(params) is None


@pytest.mark.parametrize(
    ("params", "code", "named"),
    [
        ({"q": "x"}, "unknown_key", "q"),
        ({"s": "rnk"}, "unknown_shape", "rnk"),
        ({"i": "folkmangd"}, "missing_key", "shape"),
        ({"s": "rank", "n": "-1"}, "bad_value", "limit"),
        ({"s": "rank", "n": "1e9"}, "bad_value", "limit"),
        ({"s": "rank", "p": "sometime"}, "bad_value", "periods"),
        ({"s": "rank", "p": "2020-"}, "bad_value", "periods"),
        ({"s": "rank", "p": "top.-1"}, "bad_value", "periods"),
        ({"s": "gap", "t": "1,9"}, "bad_value", "types"),
        ({"s": "gap", "tb": "fixed"}, "bad_value", "type_basis"),
        ({"s": "threshold", "th": "ge.nan"}, "bad_value", "threshold"),
        ({"s": "threshold", "th": "10"}, "bad_value", "threshold"),
        ({"s": "rank", "l": "regsoo"}, "bad_value", "areas.level"),
        ({"s": "rank", "v": "2"}, "unknown_version", "2"),
        ({"s": "x" * 10_000}, "too_long", ""),
        ({"s": "'; DROP TABLE cell; --"}, "unknown_shape", "DROP"),
    ],
)
def test_a_hostile_address_is_refused_by_name(params, code, named):
    with pytest.raises(QuestionError) as refused:
        read(params)
    assert refused.value.code == code
    assert named in json.dumps(refused.value.details)


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=40), max_size=6))
@settings(max_examples=300)
def test_any_address_is_a_question_or_a_refusal(params):
    try:
        question = read(params)
    except QuestionError:
        return
    assert question is None or read(write(question)) == question
