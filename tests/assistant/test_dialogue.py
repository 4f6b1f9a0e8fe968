"""The menus: every path ends in a figure, and changes keep what still holds."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.dialogue import Guide, Option
from assistant.drafts import ASKED, SETTLED, SHAPE_ORDER, Draft, answered, build, draft_of
from assistant.labels import reason
from assistant.language import speech_for
from assistant.next_questions import answerable, follow_ups, steadier
from semantic.answer import Answer
from semantic.ask import ask
from semantic.errors import QuestionError
from semantic.mend import mended
from semantic.question import SHAPES, Question, read_question
from semantic.version import Version, open_version
from tests.assistant import factory
from tests.support import demo_home, facts, real_home

SV = speech_for("sv")
SEARCHES = ("", "malmö", "rosen", "stockholm", "karlstad", "söder", "1780")


@pytest.fixture(scope="module")
def guide():
    version = open_version(facts(demo_home()).parent)
    yield Guide(version)
    version.close()


def open_values(guide: Guide, draft: Draft, slot: str, text: str = "") -> list:
    if slot == "bound":
        lowest, middle, highest = guide.spread(draft)
        return [("ge", middle), ("le", lowest), ("ge", highest)]
    found = [option.value for option in guide.options(draft, slot, text) if option.open]
    return [(code,) for code in found] if slot == "places" else found


def walk(guide: Guide, choices: random.Random) -> Draft:
    """Answer the menus at random, then change some of what was settled by default."""
    draft = Draft()
    while (slot := draft.open_slot) is not None:
        text = choices.choice(SEARCHES) if slot in ("place", "places", "scope") else ""
        values = open_values(guide, draft, slot, text) or open_values(guide, draft, slot)
        assert values, f"dead end at {slot} of {draft}"
        draft = guide.answer(draft, slot, choices.choice(values))
    for slot in SETTLED[draft.shape]:
        if choices.random() < 0.5 and (values := open_values(guide, draft, slot)):
            draft = guide.answer(draft, slot, choices.choice(values))
    return draft


def answer_of(question: Question, version: Version) -> Answer:
    """The answer; where an order would say nothing, that to the first question offered instead."""
    try:
        return ask(question, version)
    except QuestionError as error:
        if error.code != "order_says_nothing":
            raise
        instead = mended(question.canonical(), error, error.suggestions[0])
        return ask(read_question(instead), version)


@given(seed=st.integers(0, 2**32))
@settings(max_examples=120, deadline=None)
def test_every_path_through_the_menus_ends_in_a_figure(guide, seed):
    draft = walk(guide, random.Random(seed))
    assert draft.open_slot is None, f"a settled choice reopened a menu: {draft}"
    question = build(draft)
    answer = answer_of(question, guide.version)
    if question.shape != "definition":
        assert answer.rows["value"].notna().any(), question.canonical_json()


@given(seed=st.integers(0, 2**32))
@settings(max_examples=120, deadline=None)
def test_a_question_leads_back_to_its_draft(guide, seed):
    question = build(walk(guide, random.Random(seed)))
    draft = draft_of(question)
    assert draft is not None
    assert build(draft) == question


@given(seed=st.integers(0, 2**32), shape=st.sampled_from(SHAPE_ORDER))
@settings(max_examples=60, deadline=None)
def test_another_shape_keeps_only_what_holds(guide, seed, shape):
    before = walk(guide, random.Random(seed))
    after = guide.answer(before, "shape", shape)
    assert set(after.answers) <= set(ASKED[shape] + SETTLED[shape])
    if after.open_slot is None and shape != "definition":
        assert answer_of(build(after), guide.version).rows["value"].notna().any()
    for slot in after.answers:
        assert after.answers[slot] == before.answers[slot]


def test_every_shape_is_asked_and_can_be_answered(guide):
    assert set(SHAPE_ORDER) == set(SHAPES) == set(ASKED) == set(SETTLED)
    assert all(option.open for option in guide.options(Draft(), "shape"))


def test_changing_the_figure_keeps_area_and_year(guide):
    draft = Draft("value", {"indicator": "sysselsatta_andel", "place": "1280", "year": 2020})
    changed = guide.answer(draft, "indicator", "forgymnasial_andel")
    assert changed.answers == {"indicator": "forgymnasial_andel", "place": "1280", "year": 2020}


def test_changing_the_figure_clears_only_the_year_it_lacks(guide):
    draft = Draft("value", {"indicator": "sysselsatta_andel", "place": "1280", "year": 2020})
    changed = guide.answer(draft, "indicator", "valdeltagande_riksdag")
    assert changed.answers == {"indicator": "valdeltagande_riksdag", "place": "1280"}
    assert ask(build(changed), guide.version).years[0] in (2014, 2018, 2022)


def test_a_closed_choice_says_why(guide):
    draft = Draft("value", {"indicator": "valdeltagande_riksdag", "place": "1280"})
    years = {option.value: option for option in guide.options(draft, "year")}
    assert years[2022].open
    assert guide.refusal(draft, "year", 2021).code == "no_data_for_year"
    by_type = Draft("compare_types", {})
    means = {option.value: option for option in guide.options(by_type, "indicator")}
    assert means["loneinkomst_medel"].refusal.code == "not_additive"


def test_a_figure_is_laid_beside_what_the_place_lies_in_or_is_like(guide):
    def beside(place: str) -> list[str]:
        draft = Draft("value", {"indicator": "hyresratt_andel", "place": place})
        return open_values(guide, draft, "compared")

    assert beside("00") == ["auto"]
    assert beside("12") == ["auto", "similar", "none"]
    assert beside("1280") == ["auto", "lan", "similar", "none"]
    assert beside("1280R028") == ["auto", "lan", "kommun", "similar", "none"]
    draft = Draft("value", {"indicator": "hyresratt_andel", "place": "1280"})
    assert not guide.offers_slot(guide.answer(draft, "place", "00"), "compared")
    county = build(guide.answer(draft, "compared", "lan"))
    assert ask(county, guide.version).comparison["area"].tolist() == ["12"]


OF_MANY_SHAPES = {
    "trend": {"indicator": "hyresratt_andel", "places": ("1280",)},
    "compare_areas": {"indicator": "hyresratt_andel", "places": ("1280",)},
    "profile": {"place": "1280"},
    "segregation": {"place": "1280"},
}


@pytest.mark.parametrize("shape", OF_MANY_SHAPES)
def test_similar_areas_are_a_choice_wherever_something_is_compared(guide, shape):
    draft = Draft(shape, OF_MANY_SHAPES[shape])
    assert guide.offers_slot(draft, "compared")
    assert open_values(guide, draft, "compared") == ["auto", "lan", "similar", "none"]
    question = build(guide.answer(draft, "compared", "similar"))
    assert ask(question, guide.version).similar_areas
    assert draft_of(question).get("compared") == "similar"
    riket = {"place": "00"} if "place" in draft.answers else {"places": ("00",)}
    assert not guide.offers_slot(Draft(shape, {**draft.answers, **riket}), "compared")


@pytest.mark.parametrize("shape", ["trend", "compare_areas"])
def test_similar_areas_are_closed_for_several_and_for_groups_and_say_why(guide, shape):
    several = Draft(shape, {"indicator": "sysselsatta_andel", "places": ("1280", "1281")})
    refusals = {option.value: option.refusal for option in guide.options(several, "compared")}
    assert [value for value, refusal in refusals.items() if refusal] == ["similar"]
    assert reason(refusals["similar"], SV) == "för ett område i taget"
    split = Draft(shape, {**several.answers, "places": ("1280",), "split": "sex"})
    assert (
        reason(guide.refusal(split, "compared", "similar"), SV)
        == "inte uppdelat på kön eller ålder"
    )
    assert guide.answer(several, "compared", "similar").answers.keys() == {"indicator", "compared"}


def test_a_gap_in_persons_is_open_for_shares_only(guide):
    share = Draft("gap", {"indicator": "sysselsatta_andel", "scope": "00"})
    assert guide.refusal(share, "measure", "persons") is None
    assert build(guide.answer(share, "measure", "persons")).measure == "persons"
    count = Draft("gap", {"indicator": "folkmangd", "scope": "00"})
    options = {option.value: option.open for option in guide.options(count, "measure")}
    closed = dict.fromkeys(("persons", "slope", "tenths"), False)
    assert options == {"difference": True, "ratio": True} | closed


def test_a_slope_is_over_all_types_whichever_pair_was_chosen(guide):
    pair = Draft("gap", {"indicator": "sysselsatta_andel", "scope": "00", "pair": (1, 4)})
    assert guide.offers_slot(pair, "pair")
    slope = guide.answer(pair, "measure", "slope")
    assert (build(slope).measure, build(slope).types) == ("slope", ())
    assert not guide.offers_slot(slope, "pair")


def test_tenths_are_open_where_enough_areas_have_an_index(guide, official):
    def tenths(whose: Guide, scope: str) -> Option:
        draft = Draft("gap", {"indicator": "hyresratt_andel", "scope": scope, "pair": (1, 4)})
        options = {option.value: option for option in whose.options(draft, "measure")}
        if options["tenths"].open:
            chosen = whose.answer(draft, "measure", "tenths")
            assert (build(chosen).measure, build(chosen).types) == ("tenths", ())
            assert build(draft_of(build(chosen))) == build(chosen)
            assert not whose.offers_slot(chosen, "pair")
        return options["tenths"]

    assert tenths(guide, "1280").open
    for whose, scope in ((guide, "0183"), (official, "00"), (official, "1780")):
        refused = tenths(whose, scope).refusal
        assert refused.details["reason"] == "an index for enough areas"
        assert reason(refused, speech_for("sv")) == "index saknas för tillräckligt många områden"


def test_a_change_is_split_between_years_that_can_be_compared(guide):
    draft = Draft("split", {"indicator": "sysselsatta_andel", "scope": "1280"})
    pairs = {option.value: option for option in guide.options(draft, "years")}
    assert pairs[2021, 2023].open
    assert pairs[2018, 2023].refusal.code == "across_break"
    whole = guide.answer(draft, "years", (2021, 2023))
    assert build(whole).asked_measure == "mix"
    assert [option.open for option in guide.options(whole, "measure")] == [True, True]
    count = {option.value: option for option in guide.options(Draft("split"), "indicator")}
    assert count["folkmangd"].refusal.details["reason"] == "a share to split"


@pytest.mark.parametrize("shape", ["gap", "compare_types", "change", "trend"])
def test_after_a_change_or_a_gap_it_may_be_split(guide, shape):
    found = {
        figure: follow_ups(
            read_question({"shape": shape, "indicators": [figure], "areas": {"codes": ["1280"]}})
        )
        for figure in ("sysselsatta_andel", "folkmangd")
    }
    shapes = {
        figure: [each.shape for each in answerable(questions, guide.version)]
        for figure, questions in found.items()
    }
    assert "split" in shapes["sysselsatta_andel"]
    assert "split" not in shapes["folkmangd"]


def test_a_limit_that_no_area_meets_is_closed(guide):
    draft = Draft("threshold", {"indicator": "hyresratt_andel", "level": "kommun", "scope": "00"})
    lowest, _, highest = guide.spread(draft)
    assert guide.refusal(draft, "bound", ("ge", highest)) is None
    assert guide.refusal(draft, "bound", ("gt", highest)).code == "bad_value"
    assert guide.refusal(draft, "bound", ("lt", lowest)).code == "bad_value"


def test_similar_areas_stay_what_is_compared_with(guide):
    asked = {"indicators": ["hyresratt_andel"], "areas": {"codes": ["1280"]}}
    question = read_question({"shape": "value", "comparator": "similar", **asked})
    found = {each.shape: each.comparator for each in follow_ups(question)}
    assert (found["trend"], found["similar"]) == ("similar", "auto")
    alike = read_question({"shape": "similar", "areas": {"codes": ["1280"]}})
    found = {each.shape: each.comparator for each in follow_ups(alike)}
    assert found == {"profile": "similar", "segregation": "similar"}
    assert len(answerable(follow_ups(alike), guide.version)) == len(found)


def test_follow_ups_can_be_answered_and_differ(guide):
    question = read_question(
        {"shape": "value", "indicators": ["hyresratt_andel"], "areas": {"codes": ["1280R028"]}}
    )
    found = answerable(follow_ups(question), guide.version)
    assert {each.shape for each in found} >= {"trend", "rank", "compare_types", "definition"}
    assert all(isinstance(each, Question) and each != question for each in found)


WITHIN_SKANE = {"level": "kommun", "within": ["12"]}


@pytest.mark.parametrize(
    "document",
    [
        {"shape": "compare_areas", "indicators": ["a_b"], "areas": WITHIN_SKANE},
        {
            "shape": "rank",
            "indicators": ["a_b"],
            "areas": {"level": "regso", "within": ["12", "14"]},
        },
        {"shape": "value", "indicators": ["a_b"], "areas": {"codes": ["1280"]}, "sex": "women"},
        {"shape": "rank", "indicators": ["a_b"], "areas": WITHIN_SKANE, "view": "table"},
    ],
)
def test_what_no_menu_leads_to_has_no_draft(document):
    assert draft_of(read_question(document)) is None


@pytest.mark.parametrize("figure", ["sysselsatta_andel", "eftergymnasial_lang_andel"])
def test_a_change_after_a_break_can_be_asked(guide, figure):
    assert guide.refusal(Draft("change", {}), "indicator", figure) is None
    whole = Draft("change", {"indicator": figure, "level": "kommun", "scope": "12"})
    assert guide.refusal(whole, "years", (2022, 2023)) is None


@pytest.fixture(scope="module")
def official(real_dir):
    """Menus over official figures, which lie in two divisions of small areas."""
    version = open_version(facts(real_home(real_dir)).parent)
    yield Guide(version)
    version.close()


def test_borders_are_a_choice_where_the_question_reaches_over_two_divisions(guide, official):
    def asked_of(whose: Guide, code: str) -> bool:
        line = Draft("trend", {"indicator": "folkmangd", "places": (code,)})
        return whose.offers_slot(line, "borders")

    assert asked_of(official, "1280R001")
    assert not asked_of(official, "1280")
    assert not asked_of(guide, "1280R001")
    changes = Draft("type_changes", {"scope": "1780", "years": (2022, 2023)})
    assert official.offers_slot(changes, "borders")
    assert not guide.offers_slot(changes, "borders")


LOW = "lag_ekonomisk_standard_andel"


def test_age_may_be_taken_into_account_where_the_figure_is_given_by_age(guide):
    low = Draft("compare_types", {"indicator": LOW, "scope": "1280"})
    assert guide.offers_slot(low, "standard")
    assert not guide.offers_slot(answered(low, "indicator", "hyresratt_andel"), "standard")
    assert not guide.offers_slot(answered(low, "indicator", "folkmangd"), "standard")
    one = guide.answer(low, "standard", "sweden")
    assert build(one).standard == "sweden"
    assert draft_of(build(one)) == one
    many = guide.answer(one, "span", "top.5")
    assert (build(many).standard, build(many).by) == ("sweden", ("period",))
    assert draft_of(build(many)) == many
    assert guide.refusal(one, "split", "age").details["key"] == "standard"
    assert guide.answer(one, "split", "age").get("standard") == "none"
    assert build(guide.answer(one, "standard", "none")) == build(low)


def _why(option):
    return reason(option.refusal, speech_for("sv"))


def test_a_gap_takes_age_into_account_where_it_lies_between_two_figures(guide):
    gap = Draft("gap", {"indicator": LOW, "scope": "1280"})
    assert guide.offers_slot(gap, "standard")
    assert not guide.offers_slot(answered(gap, "indicator", "hyresratt_andel"), "standard")
    one = guide.answer(gap, "standard", "esp2013")
    assert build(one).standard == "esp2013"
    assert draft_of(build(one)) == one
    options = {each.value: each for each in guide.options(one, "measure")}
    assert [value for value, each in options.items() if each.open] == ["difference", "ratio"]
    closed = dict.fromkeys(("persons", "slope", "tenths"), "inte med hänsyn till ålder")
    assert {value: _why(each) for value, each in options.items() if not each.open} == closed
    slope = guide.answer(one, "measure", "slope")
    assert slope.get("standard") == "none"
    assert not guide.offers_slot(slope, "standard")


def test_age_is_never_offered_for_official_figures(official):
    """No share or rate is given by age group there, and the closed choice says so."""
    for identity in sorted(official.version.offers.indicators()):
        for shape in ("compare_types", "gap"):
            draft = Draft(shape, {"indicator": identity, "scope": "1780"})
            assert not official.offers_slot(draft, "standard"), identity
    draft = Draft("compare_types", {"indicator": "hyresratt_andel", "scope": "1780"})
    whys = {_why(each) for each in official.options(draft, "standard") if not each.open}
    assert whys == {"bara för andelar och tal som finns efter åldersgrupp"}


@pytest.mark.parametrize(
    "asked",
    [
        {"shape": "compare_types", "types": [1, 5], "periods": {"mode": "list", "years": [2022]}},
        {"shape": "compare_types", "by": ["period"], "periods": {"mode": "top", "n": 3}},
        {"shape": "gap", "types": [1, 3], "measure": "ratio"},
    ],
)
def test_the_same_with_regard_to_age_is_offered_next_and_without_it_again(guide, asked):
    plain = read_question({"indicators": [LOW], "areas": {"codes": ["1280"]}} | asked)
    of_one_age = plain.model_copy(update={"standard": "esp2013"})
    assert answerable(follow_ups(plain), guide.version)[0] == of_one_age
    again = answerable(follow_ups(of_one_age), guide.version)
    assert [each for each in again if each.shape == plain.shape] == [plain]
    other = plain.model_copy(update={"indicators": ("hyresratt_andel",)})
    found = answerable(follow_ups(other), guide.version)
    assert all(each.standard == "none" for each in found)


def test_of_numbers_and_groups_the_difference_with_regard_to_age_comes_next(guide):
    persons = read_question(
        {"shape": "gap", "indicators": [LOW], "areas": {"codes": ["1280"]}, "measure": "persons",
         "by": ["age"]}
    )  # fmt: skip
    first = answerable(follow_ups(persons), guide.version)[0]
    assert (first.shape, first.standard, first.measure, first.by) == ("gap", "esp2013", None, ())


def test_types_over_new_borders_are_open_with_one_division(official):
    changes = Draft("type_changes", {"scope": "1780", "years": (2022, 2023)})
    closed = official.refusal(changes, "years", (2023, 2024))
    assert closed is not None
    assert closed.code == "across_divisions"
    one = official.answer(changes, "borders", "one")
    assert official.refusal(one, "years", (2023, 2024)) is None
    question = build(official.answer(one, "years", (2023, 2024)))
    assert question.division_basis.mode == "one"
    assert [row["area"] for row in ask(question, official.version).records()] == ["1780R018"]
    assert draft_of(question) == official.answer(one, "years", (2023, 2024))


@given(seed=st.integers(0, 2**32))
@settings(max_examples=40, deadline=None)
def test_so_does_every_path_over_official_figures(official, seed):
    draft = walk(official, random.Random(seed))
    question = build(draft)
    answer = answer_of(question, official.version)
    if question.shape == "areas_of_type":  # a list, with people beside it where they are known
        assert len(answer.rows), question.canonical_json()
    elif question.shape != "definition":
        assert answer.rows["value"].notna().any(), question.canonical_json()
    assert build(draft_of(question)) == question


def test_years_may_be_put_together_where_the_figure_has_parts(guide):
    low = Draft("value", {"indicator": LOW, "place": "1280R028"})
    assert guide.offers_slot(low, "pooled")
    for other in ("folkmangd", "loneinkomst_medel", "socioekonomiskt_index"):
        assert not guide.offers_slot(answered(low, "indicator", other), "pooled")
    three = guide.answer(low, "pooled", 3)
    assert build(three).pooled == 3
    assert build(draft_of(build(three))) == build(three)
    assert build(guide.answer(three, "pooled", 1)) == build(low)
    early = answered(low, "year", 2014)
    closed = {option.value: option.refusal for option in guide.options(early, "pooled")}
    assert closed[1] is None
    assert closed[3] is None
    assert closed[5].details["key"] == "pooled"
    assert reason(closed[5], speech_for("sv")) == "ett av åren saknar uppgift"
    changed = Draft("value", {"indicator": "forgymnasial_andel", "place": "1280", "year": 2024})
    assert guide.offers_slot(changed, "pooled")
    closed = {option.value: option.refusal for option in guide.options(changed, "pooled")}
    assert closed[3].code == "across_break"
    assert reason(closed[3], speech_for("sv")) == "definitionen ändrades däremellan"
    assert guide.answer(answered(early, "pooled", 3), "year", 2012).get("pooled") == 1


@pytest.mark.parametrize("shape", ["value", "compare_areas", "rank", "map", "threshold"])
def test_shapes_of_one_year_can_put_years_together(guide, shape):
    assert "pooled" in SETTLED[shape]
    drafts = {
        "value": {"place": "1280"},
        "compare_areas": {"places": ("1280", "1281")},
        "threshold": {"level": "kommun", "scope": "12", "bound": ("ge", 5.0)},
    }
    where = drafts.get(shape, {"level": "regso", "scope": "1280"})
    draft = Draft(shape, {"indicator": LOW} | where)
    assert [option.open for option in guide.options(draft, "pooled")] == [True, True, True]
    assert build(guide.answer(draft, "pooled", 5)).pooled == 5


@pytest.mark.parametrize(("few", "offered"), [(19, [3]), (20, [])])
def test_where_figures_rest_on_few_three_years_are_offered_together(few, offered):
    parts = {"numerator": few, "denominator": 400}
    answer = factory.answer(
        {"shape": "value", "indicators": [LOW], "areas": {"codes": ["1280"]}},
        [factory.cell(**parts)],
    )
    assert [each.pooled for each in steadier(answer)] == offered
    count = factory.answer(
        {"shape": "value", "indicators": ["folkmangd"], "areas": {"codes": ["1280"]}},
        [factory.cell(of="folkmangd") | parts],
    )
    assert steadier(count) == []
    together = factory.answer(answer.question.canonical() | {"pooled": 3}, [factory.cell(**parts)])
    assert steadier(together) == []
    series = factory.answer(
        {"shape": "trend", "indicators": [LOW], "areas": {"codes": ["1280"]}},
        [factory.cell(**parts)],
    )
    assert steadier(series) == []
