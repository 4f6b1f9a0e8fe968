"""What a log-in says about a person, what it does not say, and when it is too old."""

import math
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from assistant.access import (
    AccessError,
    AccessSettings,
    LogIn,
    Reason,
    Refusal,
    access_settings,
    judge,
)

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
SETTINGS = AccessSettings()
CLAIMS: dict[str, Any] = {
    "iss": "https://provider.example.org",
    "sub": "anna",
    "iat": NOW.timestamp(),
    "nonce": "n1",
    "name": "Anna Alm",
    "email": " Anna.Alm@Example.org ",
    "groups": ["Analys", "  LEDNING "],
}


def ago(**by: float) -> float:
    return (NOW - timedelta(**by)).timestamp()


def log_in(settings: AccessSettings = SETTINGS, **claims: Any) -> LogIn:
    found = judge({**CLAIMS, **claims}, settings, NOW)
    assert isinstance(found, LogIn)
    return found


def without(*names: str) -> dict[str, Any]:
    return {name: claim for name, claim in CLAIMS.items() if name not in names}


def test_a_log_in_says_who_it_is() -> None:
    person = log_in().person
    assert len(person.id) == 32
    assert person.name == "Anna Alm"
    assert person.email == "anna.alm@example.org"
    assert person.groups == {"analys", "ledning"}


def test_the_person_is_the_issuer_and_the_subject_and_nothing_else() -> None:
    same = log_in(name="Någon annan", email="x@example.org", iat=ago(hours=1), nonce="n2")
    assert same.person.id == log_in().person.id
    assert log_in(sub="Anna").person.id != log_in().person.id
    assert log_in(iss="https://other.example.org").person.id != log_in().person.id


def test_a_log_in_is_the_same_in_all_its_tabs_and_the_next_one_another() -> None:
    assert log_in().id == log_in(name="Annat").id
    ids = {log_in().id, log_in(iat=ago(seconds=1)).id, log_in(nonce="n2").id, log_in(sid="s").id}
    assert len(ids) == 4


@pytest.mark.parametrize(
    "claims",
    [
        without("iss"),
        without("sub"),
        {**CLAIMS, "sub": ""},
        {**CLAIMS, "iss": ""},
        {**CLAIMS, "sub": 7},
        {**CLAIMS, "sub": "anna\nbo"},
        {**CLAIMS, "sub": "\ud800"},
        {**CLAIMS, "iss": ["https://provider.example.org"]},
        {},
    ],
)
def test_without_issuer_and_subject_there_is_nobody(claims: dict[str, Any]) -> None:
    assert judge(claims, SETTINGS, NOW) == Refusal(Reason.NO_IDENTITY)


@pytest.mark.parametrize(
    "times",
    [
        {},
        {"iat": None},
        {"iat": "1773489600"},
        {"iat": True},
        {"iat": math.nan},
        {"iat": math.inf},
        {"iat": 10**400},
        {"iat": -1},
        {"iat": ago(minutes=-6)},
        {"iat": ago(), "auth_time": "yesterday"},
        {"iat": ago(), "auth_time": None},
    ],
)
def test_without_a_usable_time_it_does_not_count(times: dict[str, Any]) -> None:
    assert judge({**without("iat"), **times}, SETTINGS, NOW) == Refusal(Reason.NO_TIME)


def test_the_age_counts_from_when_the_person_showed_who_she_is() -> None:
    old = judge({**CLAIMS, "auth_time": ago(hours=10)}, SETTINGS, NOW)
    assert isinstance(old, Refusal)
    assert old.reason is Reason.TOO_OLD
    assert old.log_in is not None
    assert old.log_in.person == log_in().person
    assert log_in(auth_time=ago(hours=9, minutes=59)).since == NOW - timedelta(hours=9, minutes=59)
    assert isinstance(judge({**CLAIMS, "iat": ago(hours=10)}, SETTINGS, NOW), Refusal)


def test_a_clock_that_is_a_little_ahead_is_no_trouble() -> None:
    assert log_in(iat=ago(minutes=-4)).since > NOW


@pytest.mark.parametrize("verified", [False, "false", "False"])
def test_an_address_that_is_not_verified_is_none(verified: object) -> None:
    assert log_in(email_verified=verified).person.email is None


@pytest.mark.parametrize("email", [None, "", "  ", 7, ["a@example.org"], "a" * 255, "a\x00@b.se"])
def test_what_is_no_address_is_none(email: object) -> None:
    assert log_in(email=email).person.email is None


@pytest.mark.parametrize("groups", [None, "ledning", {"ledning": 1}, ["ledning", 7], [["ledning"]]])
def test_groups_that_are_no_list_of_texts_are_none(groups: object) -> None:
    assert log_in(groups=groups).person.groups == frozenset()


def test_names_and_groups_are_where_the_settings_say() -> None:
    settings = AccessSettings(groups_claim="roles", name_claim="display")
    found = log_in(settings, roles=["Chef"], display="A. Alm").person
    assert (found.name, found.groups) == ("A. Alm", {"chef"})


def test_a_name_is_one_line_that_can_be_kept() -> None:
    assert log_in(name=" Anna\n\x00 Alm\u202e ").person.name == "Anna Alm"
    assert len(log_in(name="a" * 500).person.name) == 200
    assert log_in(name=7, preferred_username="anna").person.name == "anna"


def test_settings_are_read_and_errors_name_the_nearest_key() -> None:
    assert access_settings({}) == SETTINGS
    assert access_settings({"max_hours": 0.5}).max_hours == 0.5
    with pytest.raises(AccessError, match=r"\[access\]: max_hour: .*did you mean 'max_hours'"):
        access_settings({"max_hour": 8})
    for wrong in (0, -1, 24 * 31, "länge"):
        with pytest.raises(AccessError, match="max_hours"):
            access_settings({"max_hours": wrong})


anything = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(),
    lambda inner: some.lists(inner) | some.dictionaries(some.text(), inner),
    max_leaves=5,
)
names = some.sampled_from([*CLAIMS, "auth_time", "email_verified", "sid", "preferred_username"])


@given(some.dictionaries(names, anything))
def test_any_claims_are_a_storable_log_in_or_a_refusal(claims: dict[str, Any]) -> None:
    found = judge({**CLAIMS, **claims}, SETTINGS, NOW)
    if isinstance(found, LogIn):
        assert len(found.id) == 64
        assert found.person.name.isprintable()
        assert len(found.person.name) <= 200
        for address in (found.person.email or "-", *found.person.groups):
            assert address.isprintable()
            assert 0 < len(address) <= 254
