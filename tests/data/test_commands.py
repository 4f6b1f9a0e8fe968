"""``python -m data``: what it prints, what it refuses, and where it writes."""

import json

import pytest
from typer.testing import CliRunner

from data import build as building
from data.__main__ import app
from data.checks import BrokenInvariant
from data.problem import ImportProblem
from data.sources.folder import import_folder
from tests.data.test_publish import publish_counts

RUN = CliRunner()


def test_scb_is_honestly_refused(home):
    result = RUN.invoke(app, ["build", "scb"])
    assert result.exit_code == 2
    assert "not built yet" in result.stderr
    assert "build demo" in result.stderr
    assert not home.exists()


@pytest.mark.parametrize("what", ["dmeo", "/no/such/folder", ""])
def test_what_is_no_folder_is_refused(home, what):
    result = RUN.invoke(app, ["build", what or "./pyproject.toml"])
    assert result.exit_code == 2
    assert "neither" in result.stderr


def test_a_folder_without_the_key_is_refused(home, tmp_path):
    (tmp_path / "in").mkdir()
    result = RUN.invoke(app, ["build", str(tmp_path / "in")])
    assert result.exit_code == 2
    assert "key DeSO 2018" in result.stderr
    assert not home.exists()


@pytest.mark.parametrize(
    "problem",
    [ImportProblem("a.csv", 3, "a number", "x"), BrokenInvariant("cell", "a rule", {"area": "00"})],
)
def test_a_failed_build_says_why(home, monkeypatch, problem):
    def fail(*_):
        raise problem

    monkeypatch.setattr(building, "build_demo", fail)
    result = RUN.invoke(app, ["build", "demo"])
    assert result.exit_code == 2
    assert result.stderr.strip() == str(problem)


def test_versions_are_listed_and_chosen(home):
    assert RUN.invoke(app, ["versions"]).stdout == ""
    first = publish_counts(**{"0114R001": 10})
    second = publish_counts(**{"0114R001": 11})
    lines = RUN.invoke(app, ["versions"]).stdout.splitlines()
    assert sorted(line[:1] for line in lines) == [" ", "*"]
    assert next(line for line in lines if line.startswith("*")).split()[1] == second.id
    assert RUN.invoke(app, ["use", first.id]).exit_code == 0
    listed = json.loads(RUN.invoke(app, ["versions", "--json"]).stdout)
    assert {each["id"]: each["current"] for each in listed} == {first.id: True, second.id: False}


def test_an_unknown_version_is_refused(home):
    result = RUN.invoke(app, ["use", "demo-0123456789"])
    assert result.exit_code == 2
    assert "not published" in result.stderr


def test_files_of_no_known_kind_are_named(real_dir, monkeypatch):
    from data.draft import Draft
    from data.sources import folder
    from semantic.model import load_catalogue

    monkeypatch.setattr(folder, "_read", lambda *_: None)
    with Draft() as draft:
        said = list(import_folder(real_dir, draft, load_catalogue()))
    assert "not read: README.md" in said
    assert sum(line.startswith("not read") for line in said) > 50
