"""Every form is admitted, says one thing only, and never holds a value of the asker's."""

import os
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

import pytest
import sqlglot
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import exp

from semantic.availability import resolve
from semantic.compile import compile_question, names_in, sql_of
from semantic.errors import QuestionError
from semantic.forms import READ_BY, Form, Template, every_form, form_of
from semantic.guard import DIALECT, LITERALS
from semantic.question import SHAPES, read_question
from semantic.templates import tree_of

GOLDEN = Path(__file__).with_name("golden.sql")
TEMPLATES = get_args(Template)

ONE_OF_EACH = {
    "areas": Form("areas", "named"),
    "trend": Form("areas", "named", "across", chronological=True),
    "rank": Form("rank", "inside", limited=True),
    "threshold": Form("threshold", "all", operator="ge"),
    "change": Form("change", "inside", "across", percent=True, limited=True),
    "profile": Form("profile", "named"),
    "types": Form("types", "inside", one_area=True, ratio=True),
    "types of several areas and years": Form(
        "types", "several", "many", ratio=False, some_types=True, by_sex=True
    ),
    "share": Form("share", "inside", one_area=True),
    "gap": Form("gap", "all", "many", one_area=True, ratio=True, fixed_type=True),
    "of_type": Form("of_type", "inside", some_types=True),
    "moved": Form("moved", "inside"),
}


def parts(form: Form) -> int:
    """How many parts of a form are not the plainest."""
    plain = Form(form.template)
    return sum(getattr(form, each.name) != getattr(plain, each.name) for each in fields(form))


def check(form: Form) -> None:
    sql, tree = sql_of(form), tree_of(form)
    assert sqlglot.parse_one(sql, read=DIALECT) == tree
    assert tree.sql(DIALECT) == sql


@pytest.mark.parametrize("template", TEMPLATES)
def test_forms_with_any_two_parts_are_admitted_and_survive_parsing(template):
    for form in every_form(template):
        if parts(form) <= 2:
            check(form)


@given(form=st.sampled_from([each for template in TEMPLATES for each in every_form(template)]))
@settings(max_examples=60)
def test_any_form_is_admitted_and_survives_parsing(form):
    check(form)


@pytest.mark.parametrize("template", TEMPLATES)
def test_forms_that_differ_have_different_texts(template):
    forms = [form for form in every_form(template) if parts(form) <= 2]
    assert len({sql_of(form) for form in forms}) == len(forms)


def test_golden_sql():
    """The SQL of one form per template, to be read; RENEW_GOLDEN=1 writes it anew."""
    made = "\n\n".join(
        f"-- {name}\n{tree_of(form).sql(DIALECT, pretty=True)}"
        for name, form in ONE_OF_EACH.items()
    )
    if os.environ.get("RENEW_GOLDEN"):
        GOLDEN.write_text(made + "\n", encoding="utf-8")
    assert GOLDEN.read_text(encoding="utf-8") == made + "\n"


def test_the_tree_renders_in_another_dialect():
    for form in ONE_OF_EACH.values():
        assert "SELECT" in tree_of(form).sql("spark")


QUESTIONS: list[dict[str, Any]] = [
    {"shape": "value", "indicators": ["hyresratt_andel"], "areas": {"codes": ["1280R028"]}},
    {"shape": "trend", "indicators": ["folkmangd"], "areas": {"codes": ["1280", "0180"]}},
    {"shape": "trend", "indicators": ["folkmangd"], "by": ["area_type"]},
    {"shape": "compare_areas", "indicators": ["hyresratt_andel"],
     "areas": {"level": "kommun", "within": ["12", "0180"]}},
    {"shape": "compare_types", "indicators": ["hyresratt_andel"], "areas": {"codes": ["1280"]}},
    {"shape": "compare_types", "indicators": ["folkmangd"], "types": [1, 2],
     "areas": {"level": "kommun", "within": ["12"]}, "type_basis": {"mode": "fixed", "year": 2022}},
    {"shape": "rank", "indicators": ["hyresratt_andel"], "order": "asc", "limit": 17,
     "areas": {"level": "regso", "within": ["1280"]}},
    {"shape": "gap", "indicators": ["hyresratt_andel"], "types": [2, 4], "measure": "ratio"},
    {"shape": "split", "indicators": ["hyresratt_andel"], "areas": {"codes": ["1280"]}},
    {"shape": "population_share", "areas": {"codes": ["1280"]}},
    {"shape": "change", "indicators": ["hyresratt_andel"], "areas": {"level": "kommun"},
     "periods": {"mode": "range", "from": 2021, "to": 2023}, "measure": "percent"},
    {"shape": "threshold", "indicators": ["hyresratt_andel"], "areas": {"level": "kommun"},
     "threshold": {"op": "lt", "value": 17.25}},
    {"shape": "areas_of_type", "types": [2], "areas": {"codes": ["1280"]}},
    {"shape": "type_changes", "areas": {"codes": ["1280"]}},
    {"shape": "profile", "areas": {"codes": ["1280"]}},
    {"shape": "map", "indicators": ["hyresratt_andel"], "areas": {"level": "lan"}},
    {"shape": "spread", "indicators": ["hyresratt_andel"], "areas": {"codes": ["1280"]}},
    {"shape": "similar", "areas": {"codes": ["1280"]}},
    {"shape": "segregation", "areas": {"codes": ["1280"]}},
    {"shape": "relation", "indicators": ["hyresratt_andel", "aldre_andel"],
     "areas": {"level": "regso", "within": ["1280"]}},
]  # fmt: skip


def test_every_shape_is_among_the_questions():
    assert {each["shape"] for each in QUESTIONS} == SHAPES.keys() - {"definition"}


@pytest.mark.parametrize("document", QUESTIONS, ids=lambda each: each["shape"])
def test_the_form_is_one_of_the_closed_set(demo, document):
    resolved = resolve(read_question(document), demo)
    form = form_of(resolved)
    assert form in set(every_form(form.template))
    statement = compile_question(resolved, demo)
    assert set(statement.params) == set(names_in(form))
    assert sum(f"${name}" in statement.sql for name in statement.params) == len(statement.params)


@pytest.mark.parametrize("document", QUESTIONS, ids=lambda each: each["shape"])
def test_no_value_of_the_question_is_in_the_text(demo, document):
    statement = compile_question(resolve(read_question(document), demo), demo)
    literals = {
        (each.this, each.is_string)
        for each in sqlglot.parse_one(statement.sql, read=DIALECT).find_all(exp.Literal)
    }
    assert literals <= LITERALS


@given(
    year=st.integers(2011, 2024),
    bound=st.floats(0.001, 99).filter(lambda each: each not in (1, 100)),
    limit=st.integers(2, 9_999).filter(lambda each: each != 100),
    kommun=st.sampled_from(["1280", "0180", "2584", "1780"]),
    indicator=st.sampled_from(["hyresratt_andel", "sysselsatta_andel", "aldre_andel"]),
    operator=st.sampled_from(["lt", "le", "gt", "ge"]),
)
@settings(max_examples=60)
def test_new_values_never_make_a_new_text(demo, year, bound, limit, kommun, indicator, operator):
    def asked(year, bound, limit, kommun, indicator):
        return compile_question(
            resolve(
                read_question(
                    {
                        "shape": "threshold",
                        "indicators": [indicator],
                        "areas": {"level": "regso", "within": [kommun]},
                        "periods": {"mode": "list", "years": [year]},
                        "threshold": {"op": operator, "value": bound},
                        "limit": limit,
                    }
                ),
                demo,
            ),
            demo,
        )

    one = asked(year, bound, limit, kommun, indicator)
    other = asked(2020, 12.5, 7, "1281", "hyresratt_andel")
    assert one.sql is other.sql
    assert one.params.keys() == other.params.keys()
    for value in (str(year), repr(bound), str(limit), kommun, indicator):
        assert value not in one.sql.replace("$", "")


@pytest.mark.parametrize(
    "canary", ["'; DROP TABLE cell; --", "$year", "{}", "%s", "x\0y", "Å" * 20]
)
@pytest.mark.parametrize("place", ["indicators", "codes", "within", "concept", "age"])
def test_hostile_words_never_come_so_far(demo, canary, place):
    document: dict[str, Any] = {"shape": "map", "areas": {"level": "kommun"}}
    document["indicators"] = ["folkmangd"]
    if place in ("codes", "within"):
        document["areas"][place] = [canary]
    elif place == "concept":
        document = {"shape": "definition", "concept": canary}
    else:
        document[place] = [canary] if place == "indicators" else canary
    with pytest.raises(QuestionError):
        compile_question(resolve(read_question(document), demo), demo)


def test_a_part_that_a_template_does_not_read_makes_no_new_form(demo):
    def form(**more: Any) -> Form:
        document = {"shape": "map", "indicators": ["folkmangd"], "areas": {"level": "kommun"}}
        return form_of(resolve(read_question(document | more), demo))

    assert form() == form(sex="women") == form(indicators=["hyresratt_andel"])
    assert "ratio" not in READ_BY["areas"]
