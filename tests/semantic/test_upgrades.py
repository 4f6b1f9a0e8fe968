"""Questions of older versions become today's, step by step; newer ones are refused."""

import copy
from collections.abc import Mapping
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semantic.errors import QuestionError
from semantic.question import Question, read_question
from semantic.upgrades import FIRST, UPGRADES, newest_of, upgraded


def step(name: str) -> Any:
    """A made-up upgrade that leaves its mark."""

    def upgrade(document: Mapping[str, Any]) -> Mapping[str, Any]:
        return {**document, "trail": [*document.get("trail", []), name]}

    return upgrade


CHAIN = (step("1→2"), step("2→3"), step("3→4"))


@pytest.mark.parametrize(
    ("version", "trail"),
    [(1, ["1→2", "2→3", "3→4"]), (2, ["2→3", "3→4"]), (3, ["3→4"]), (4, None)],
)
def test_each_step_is_taken_once_and_in_order(version: int, trail: list[str] | None) -> None:
    found = upgraded({"v": version, "shape": "rank"}, CHAIN)
    assert found.get("trail") == trail
    assert found["v"] == 4
    assert found["shape"] == "rank"


def test_what_tells_no_version_is_of_the_first_one_for_ever() -> None:
    """Addresses leave it out, whatever version is the newest when they are opened."""
    assert upgraded({"shape": "rank"}, CHAIN)["trail"] == ["1→2", "2→3", "3→4"]


def test_the_newest_is_left_as_it_is() -> None:
    document = {"v": 4, "shape": "rank"}
    assert upgraded(document, CHAIN) is document
    unsaid = {"shape": "rank"}
    assert upgraded(unsaid, ()) is unsaid


def test_the_document_given_is_not_changed() -> None:
    document = {"v": 1, "areas": {"codes": ["1280"]}}
    before = copy.deepcopy(document)
    upgraded(document, CHAIN)
    assert document == before


@pytest.mark.parametrize(
    "version",
    [5, 99, 0, -1, True, False, 1.0, "1", "x" * 500, None, [], {}, 10**5000, "\ud800"],
    ids=lambda version: type(version).__name__,
)
def test_a_version_that_is_not_known_is_refused(version: object) -> None:
    with pytest.raises(QuestionError) as refused:
        upgraded({"v": version, "shape": "rank"}, CHAIN)
    assert refused.value.code == "unknown_version"
    assert [each.value for each in refused.value.suggestions] == [4]
    given_ = refused.value.details["given"]
    assert len(given_) <= 60
    assert given_.encode()


@given(st.dictionaries(st.text(), st.integers() | st.text() | st.none()))
def test_whatever_a_document_holds(document: dict[str, Any]) -> None:
    try:
        found = upgraded(document, CHAIN)
    except QuestionError:
        assert document.get("v", FIRST) not in range(1, 5) or type(document["v"]) is not int
    else:
        assert found["v"] == 4


def test_a_question_is_read_through_the_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    """The chain comes first: an old question is checked as what it has become."""

    def as_today(document: Mapping[str, Any], upgrades: Any = None) -> Mapping[str, Any]:
        return {**document, "v": 1, "shape": "rank"}

    monkeypatch.setattr("semantic.question.upgraded", as_today)
    assert read_question({"v": 0, "shape": "ranking"}).shape == "rank"


def test_the_question_is_of_the_newest_version() -> None:
    (newest,) = get_args(Question.model_fields["v"].annotation)
    assert newest == newest_of(UPGRADES) == Question(shape="definition").v
