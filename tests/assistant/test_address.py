"""Question → address → question is the identity, and a hostile address is refused by name."""

import json
from pathlib import Path
from urllib.parse import parse_qsl, quote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from assistant.address import (
    CELL_ID,
    MAX_LENGTH,
    MAX_QUERY,
    NOT_OURS,
    PARAMETERS,
    VERSION_ID,
    Extras,
    query_string,
    read,
    read_extras,
    read_query,
    version_address,
    write,
)
from assistant.cells import cells_of
from assistant.differences import pinned
from assistant.language import speech_for
from assistant.wording import refusal
from data.manifest import VersionId
from semantic.errors import QuestionError
from semantic.question import MAX_CODES, SHAPES, Periods, Question, read_question
from semantic.upgrades import newest_of
from tests.assistant import factory
from tests.assistant.spoken import KNOWN

OLD_LINKS = Path(__file__).with_name("old_links")

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
        "division_basis": st.sampled_from([{"mode": "as_published"}, {"mode": "one"}]),
        "comparator": st.sampled_from(["auto", "none", "riket", "lan", "kommun"]),
        "standard": st.sampled_from(["none", "esp2013", "sweden"]),
        "pooled": st.sampled_from([1, 3, 5]),
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


# The address of one figure

VERSION, CELL = "demo-0123456789", "abcdefg7"


def test_the_address_of_a_figure_leads_back_to_question_version_and_cell() -> None:
    answer = factory.trend(("1280",), range(2012, 2024))
    cell = cells_of(answer)[0]
    address = version_address(
        "https://x.example/a", answer.question, answer.years, VERSION, cell.id
    )
    base, _, query = address.partition("?")
    params = dict(parse_qsl(query))
    assert base == "https://x.example/a"
    assert read(params) == read_query(query) == pinned(answer.question, answer.years)
    assert read_extras(params) == Extras(VERSION, cell.id)
    assert "p=2012..2023" in query


def test_what_the_base_asked_is_left_out() -> None:
    question = read_question({"shape": "definition", "concept": "omradestyp"})
    address = version_address("https://x.example/?lang=en&s=map", question, (), VERSION, CELL)
    assert address == f"https://x.example/?s=definition&k=omradestyp&dv={VERSION}&c8={CELL}"


def test_the_longest_address_of_a_figure_stays_short_enough() -> None:
    many = tuple(f"{1000 + n // 100}C{n % 100:04d}" for n in range(MAX_CODES))
    question = Question(shape="trend", indicators=("x" * 60,), areas={"codes": many})  # type: ignore[arg-type]
    every_year = range(1968, 2031)
    address = version_address("", question, every_year, "import-0123456789", CELL)
    extras = len(f"?&dv=import-0123456789&c8={CELL}")
    assert len(address) < MAX_LENGTH + extras
    assert read_query(address[1:]) == pinned(question, every_year)


@given(st.lists(st.integers(1900, 2100), min_size=1, max_size=60))
def test_years_in_a_row_are_written_short_and_read_back(years: list[int]) -> None:
    question = Question(shape="trend", periods=Periods(mode="list", years=tuple(years)))
    assert read(write(question)) == question


@pytest.mark.parametrize(
    ("years", "text"),
    [
        ((2023,), "2023"),
        ((2020, 2021, 2022, 2023), "2020,2021,2022,2023"),
        ((2019, 2020, 2021, 2022, 2023), "2019..2023"),
        ((2010, 2012, 2015, 2016, 2017, 2018, 2019, 2024), "2010,2012,2015..2019,2024"),
    ],
)
def test_only_a_long_row_of_years_is_shortened(years: tuple[int, ...], text: str) -> None:
    question = Question(shape="trend", periods=Periods(mode="list", years=years))
    assert write(question)["p"] == text


@pytest.mark.parametrize(
    "text", ["2024..2020", "0..99999999", "1899..2000", "2000..2101", "0000..9999", "2020..", ".."]
)
def test_a_row_of_years_that_is_none_is_refused(text: str) -> None:
    """As it stands: the years of an absurd row are not even made."""
    with pytest.raises(QuestionError) as refused:
        read({"s": "trend", "p": text})
    assert refused.value.details["key"].startswith("periods")
    assert refused.value.details["given"] == text


@pytest.mark.parametrize("name", ["lang", "embed", "embed_options", "r", "page", "dv", "c8"])
def test_what_is_no_part_of_a_question_changes_none(name: str) -> None:
    assert read({name: "x"}) is None
    params = {"s": "rank", "i": "a_b"}
    assert read({**params, name: "x"}) == read(params)


def test_every_name_is_used_once() -> None:
    names = [parameter.name for parameter in PARAMETERS]
    assert len({*names, *NOT_OURS}) == len(names) + len(NOT_OURS)


@pytest.mark.parametrize(
    ("params", "key"),
    [
        ({"dv": ""}, "dv"),
        ({"dv": "demo-0123456789\n"}, "dv"),
        ({"dv": "demo-01234567890"}, "dv"),
        ({"dv": "demo-012345678G"}, "dv"),
        ({"dv": "../../etc"}, "dv"),
        ({"dv": VERSION, "c8": ""}, "c8"),
        ({"c8": "ABCDEFG7"}, "c8"),
        ({"c8": "abcdefg1"}, "c8"),
        ({"c8": "abcdefg7\n"}, "c8"),
        ({"c8": "abcdefg"}, "c8"),
        ({"c8": "a" * 9}, "c8"),
        ({"c8": "\ud800"}, "c8"),
    ],
)
def test_a_version_or_a_cell_that_can_be_none_is_refused(params: dict[str, str], key: str) -> None:
    with pytest.raises(QuestionError) as refused:
        read_extras(params)
    assert (refused.value.code, refused.value.details["key"]) == ("bad_value", key)
    with pytest.raises(QuestionError):
        read_query("&".join(f"{name}={quote(text, errors='replace')}" for name, text in
                            params.items()))  # fmt: skip


def test_no_extras_are_no_error() -> None:
    assert read_extras({"s": "rank"}) == Extras()


@given(st.text(max_size=20) | st.from_regex(r"(demo|import)-[0-9a-f]{9,11}\n?", fullmatch=True))
def test_a_version_is_spelled_as_its_manifest_spells_it(text: str) -> None:
    try:
        TypeAdapter(VersionId).validate_python(text)
        known = True
    except ValidationError:
        known = False
    assert bool(VERSION_ID.fullmatch(text)) is (known and not text.endswith("\n"))


def test_a_cell_is_spelled_as_cells_are() -> None:
    ids = [cell.id for answer in factory.every_kind().values() for cell in cells_of(answer)]
    assert all(CELL_ID.fullmatch(each) for each in ids)


# Whatever comes as an address

NAMES = [parameter.name for parameter in PARAMETERS] + sorted(NOT_OURS)
anything = st.text(st.characters(exclude_categories=()), max_size=40)
hostile = st.one_of(
    anything,
    st.sampled_from(
        ["%2525", "%00", "%ED%A0%80", "%", "%zz", "\ud800", "\x00", "9" * 5_000, "-" * 400,
         "1e999", "nan", "[" * 900, "{" * 900, "top." + "9" * 400, "ge." + "1" * 39,
         "0..9999999999", "1900..2100", ",".join(map(str, range(900))), "٣", "１２８０", "1_0"]
    ),
)  # fmt: skip
pairs = st.lists(st.tuples(st.sampled_from(NAMES) | anything, hostile), max_size=8)


def is_settled(found: Question | None) -> None:
    assert found is None or read(write(found)) == found


def refused_politely(error: QuestionError) -> None:
    """In words that can be written anywhere, with suggestions that can be made."""
    for language in ("sv", "en"):
        assert refusal(error, KNOWN, speech_for(language)).encode()
    assert json.dumps([each.value for each in error.suggestions])


@given(st.binary(max_size=300))
@settings(max_examples=400)
@example(b"s=rank&s=rank")
@example(b"s=\xff\xfe&%s=%")
@example(b"\x00=\x00")
@example(b";;;&&&===")
def test_any_bytes_are_a_question_or_a_polite_refusal(query: bytes) -> None:
    try:
        is_settled(read_query(query))
    except QuestionError as error:
        refused_politely(error)


@given(pairs)
@settings(max_examples=600)
@example([("\ud800", "x")])
@example([("s", "\ud800"), ("\x00", "%")])
def test_any_parameters_are_a_question_or_a_polite_refusal(found: list[tuple[str, str]]) -> None:
    for query in (
        "&".join(f"{quote(name, errors='replace')}={text}" for name, text in found),
        "&".join(f"{name}={quote(text, errors='surrogatepass')}" for name, text in found),
    ):
        try:
            is_settled(read_query(query))
        except QuestionError as error:
            refused_politely(error)
    for act in (read, read_extras):
        try:
            act(dict(found))
        except QuestionError as error:
            refused_politely(error)


@given(documents, st.lists(st.integers(0, 400), max_size=3), st.binary(max_size=3))
@settings(max_examples=300)
def test_a_damaged_link_is_a_question_or_a_polite_refusal(document, places, noise):
    query = query_string(read_question(document)).encode()
    for place in places:
        query = query[:place] + noise + query[place + 1 :]
    try:
        is_settled(read_query(query))
    except QuestionError as error:
        refused_politely(error)


def test_a_part_that_is_there_twice_is_refused_and_not_chosen_from() -> None:
    with pytest.raises(QuestionError) as refused:
        read_query("s=rank&i=a_b&s=map")
    assert (refused.value.code, refused.value.details["key"]) == ("bad_value", "s")
    assert read_query("lang=sv&lang=en") is None


def test_an_endless_address_is_not_even_taken_apart() -> None:
    with pytest.raises(QuestionError, match="too_long"):
        read_query("s=" + "x" * MAX_QUERY)


def test_within_is_narrowed_to_the_outermost() -> None:
    given_ = "12,1280,1281R001,0180,13,1380"
    question = read({"s": "rank", "l": "regso", "w": given_})
    assert question is not None
    assert question.areas.within == ("0180", "12", "13")


@given(st.lists(st.from_regex(r"[0-2]{0,4}", fullmatch=True), max_size=12))
def test_an_area_inside_another_goes_without_saying(codes: list[str]) -> None:
    """By comparing each with all others, which the code need not do."""
    found = read_question({"shape": "rank", "areas": {"level": "regso", "within": codes}})
    inner = {code for code in codes if any(code.startswith(each) for each in {*codes} - {code})}
    if "00" not in codes:
        assert set(found.areas.within) == {*codes} - inner


# Links of every version that there ever was


def old_links() -> list[tuple[str, str, str, str]]:
    """(version, address, question, hash): three lines each, an empty line between."""
    return [
        (path.parent.name, *block.split("\n"))  # type: ignore[misc]
        for path in sorted(OLD_LINKS.glob("v*/*.txt"))
        for block in path.read_text(encoding="utf-8").strip().split("\n\n")
    ]


LINKS = old_links()


@pytest.mark.parametrize(("version", "link", "document", "digest"), LINKS)
def test_an_old_link_is_read_for_ever(version: str, link: str, document: str, digest: str) -> None:
    question = read_query(link)
    assert question is not None
    assert question == read(dict(parse_qsl(link)))
    assert (question.canonical_json(), question.hash) == (document, digest)
    assert read_question(document) == question


def test_there_are_old_links_of_every_version_shape_and_parameter() -> None:
    versions = {version for version, *_ in LINKS}
    assert versions == {f"v{number}" for number in range(1, newest_of() + 1)}
    for version in versions:
        asked = [dict(parse_qsl(link)) for number, link, *_ in LINKS if number == version]
        assert {params["s"] for params in asked} == set(SHAPES)
        assert {name for params in asked for name in params} == {each.name for each in PARAMETERS}


NOT_DEFAULT = {
    "sex": {"women", "men"},
    "comparator": {"none", "riket", "lan", "kommun", "similar"},
    "standard": {"esp2013", "sweden"},
    "pooled": {3, 5},
    "measure": {"percent", "ratio", "persons", "retyped"},
    "order": {"asc"},
    "view": {"table", "chart", "map"},
}


def test_the_links_of_the_first_version_try_every_closed_value() -> None:
    asked = [json.loads(document) for version, _, document, _ in LINKS if version == "v1"]
    for name, values in NOT_DEFAULT.items():
        assert {document[name] for document in asked if name in document} == values
    operators = {each["threshold"]["op"] for each in asked if "threshold" in each}
    assert operators == {"lt", "le", "gt", "ge"}
    assert {each["periods"]["mode"] for each in asked if "periods" in each} == {
        "top", "range", "list",
    }  # fmt: skip
    groupings = {each for document in asked for each in document.get("by", ())}
    assert groupings == {"area_type", "period", "sex", "age"}
    assert any(".." in link for _, link, *_ in LINKS)
