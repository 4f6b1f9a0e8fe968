"""Texts people write: tidied, within bounds, and without personal identity numbers."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.kept.errors import CODES, KeptError
from assistant.kept.favourites import Favourites
from assistant.kept.texts import has_personal_number, tidy_note, tidy_title
from tests.kept.made import ANNA, answer, refused

PERSONAL = [
    "121212-1212",
    "19121212-1212",
    "191212121212",
    "1212121212",
    "121212+1212",
    "121212 1212",
    "121212–1212",
    "１２１２１２-１２１２",
    "Ärende 121212-1212, Malmö",
    "(19121212-1212)",
]
ORDINARY = [
    "121212-1213",
    "121312-1212",
    "121232-1212",
    "5560360793",
    "556036-0793",
    "0121212121212",
    "12121212121212",
    "1212121212345",
    "2014 2023",
    "20142023",
    "1 212 121 212 kronor",
    "070-123 45 67",
    "1280R028",
    "2023-01-01 2024",
    "",
]


@pytest.mark.parametrize("text", PERSONAL)
def test_a_personal_number_is_refused(text):
    assert has_personal_number(text)
    for tidy in (tidy_title, tidy_note):
        with refused("personal_number") as error:
            tidy(text)
        assert "1212" not in str(error.value)


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_number_passes(text):
    assert not has_personal_number(text)


@given(
    st.dates(date(1900, 1, 1), date(2029, 12, 31)),
    st.integers(0, 999),
    st.integers(0, 9),
    st.sampled_from([0, 60]),
    st.sampled_from(["", "-", "+", " ", " - "]),
    st.booleans(),
)
def test_exactly_the_right_last_digit_makes_a_personal_number(
    born, birth_number, last, coordination, sign, whole_year
):
    nine = f"{born:%y%m}{born.day + coordination:02d}{birth_number:03d}"
    products = "".join(
        str(int(digit) * factor) for digit, factor in zip(nine, [2, 1] * 5, strict=False)
    )
    right = -sum(map(int, products)) % 10
    year = f"{born:%Y}" if whole_year else f"{born:%y}"
    text = f"nr {year}{nine[2:6]}{sign}{nine[6:]}{last}."
    assert has_personal_number(text) == (last == right)


ANY = st.characters(exclude_categories=[])


@given(st.text(ANY, max_size=300))
def test_tidying_twice_changes_nothing(text):
    for tidy in (tidy_title, tidy_note):
        try:
            tidied = tidy(text)
        except KeptError:
            continue
        assert tidy(tidied) == tidied
        tidied.encode()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(ANY, max_size=210), note=st.text(ANY, max_size=400))
def test_any_text_is_kept_as_it_was_tidied_or_refused(store, title, note):
    favourites = Favourites(store, ANNA)
    try:
        tidied = tidy_title(title), tidy_note(note)
    except KeptError as error:
        with refused(error.code):
            favourites.save(answer(), title, note)
    else:
        kept = favourites.get(favourites.save(answer(), title, note).id)
        assert (kept.title, kept.note) == tidied


@pytest.mark.parametrize("title", ["", "  ", "\0", "\n\t", "\u202e", "\ud800"])
def test_a_title_says_something(title):
    with refused("empty_title"):
        tidy_title(title)


def test_lengths_are_counted_in_signs(store):
    favourites = Favourites(store, ANNA)
    longest = favourites.save(answer(), "å" * 200, "ö" * 2000)
    assert favourites.get(longest.id) == longest
    for title, note in (("å" * 201, ""), ("a", "ö" * 2001)):
        with refused("too_long"):
            favourites.save(answer(), title, note)


def test_lines_stay_in_a_note_and_not_in_a_title():
    assert tidy_note(" en\r\ntvå\rtre\n") == "en\ntvå\ntre"
    assert tidy_title(" en\r\ntvå   tre\n") == "en två tre"
    assert tidy_title("vänd\u202eom \u2066nu\0") == "vändom nu"


def test_codes_are_closed():
    assert len(CODES) == 9
    with pytest.raises(ValueError, match="undeclared"):
        KeptError("something_else")
