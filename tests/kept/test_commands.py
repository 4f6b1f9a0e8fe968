"""`python -m assistant audit verify`, `backup` and `restore`, as a script calls them."""

import json
import os
import subprocess
import sys

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from assistant.__main__ import app
from tests.kept.filled import everything, fill


@pytest.fixture
def run(store_url, tmp_path):
    """Exit code, and what was printed: the object that it is, or the text."""

    def running(*arguments, url=store_url):
        env = {"STORE_URL": url, "DATA_HOME": str(tmp_path / "data")}
        done = CliRunner().invoke(app, [str(each) for each in arguments], env=env)
        return done.exit_code, json.loads(done.stdout) if done.stdout else done.stderr

    return running


def test_a_script_reads_json_and_an_exit_code(store, store_url):
    fill(store)
    command = [sys.executable, "-m", "assistant", "audit", "verify"]
    done = subprocess.run(
        command, env={**os.environ, "STORE_URL": store_url}, stdout=subprocess.PIPE, check=True
    )
    assert json.loads(done.stdout)["length"] == 3


def test_the_log_is_verified(run, store):
    fill(store)
    code, found = run("audit", "verify")
    assert code == 0
    assert (found["length"], found["ok"], found["trouble"]) == (3, True, None)
    assert found["anchor"] == f"3:{found['head']}"
    assert run("audit", "verify", "--anchor", found["anchor"]) == (0, found)


def test_a_broken_log_ends_with_an_exit_code(run, store):
    fill(store)
    with store.writing() as connection:
        connection.execute(sa.text("UPDATE audit_head SET length = 9"))
    code, found = run("audit", "verify")
    assert (code, found["ok"], found["length"]) == (2, False, 3)
    assert "head says 9" in found["trouble"]


def test_an_anchor_that_the_log_does_not_hold_ends_with_an_exit_code(run, store):
    fill(store)
    code, found = run("audit", "verify", "--anchor", f"5:{'0' * 64}")
    assert (code, found["ok"]) == (2, False)
    assert "anchor says at least 5" in found["trouble"]


def test_what_is_no_anchor_is_a_mistake_in_the_command(run, store):
    code, message = run("audit", "verify", "--anchor", "5")
    assert code == 2
    assert "LENGTH:HASH" in message


def test_back_up_and_restore(run, store, tmp_path):
    fill(store)
    before = everything(store)
    file = tmp_path / "kept.gz"
    code, made = run("backup", file)
    assert code == 0
    assert made["rows"]["favourite"] == 2
    code, refused = run("restore", file)
    assert (code, refused["error"]["code"]) == (2, "backup_refused")
    assert everything(store) == before
    assert run("restore", file, "--replace") == (0, made)
    assert everything(store)["favourite"] == before["favourite"]
    code, found = run("audit", "verify", "--anchor", made["anchor"])
    assert (code, found["length"]) == (0, 4)


def test_a_restore_makes_the_store_that_it_fills(run, store, tmp_path):
    fill(store)
    file = tmp_path / "kept.gz"
    _, made = run("backup", file)
    fresh = f"sqlite:///{tmp_path}/fresh/store.sqlite3"
    assert run("restore", file, url=fresh) == (0, made)
    assert run("audit", "verify", "--anchor", made["anchor"], url=fresh)[0] == 0


@pytest.mark.parametrize("command", [("audit", "verify"), ("backup", "kept.gz")])
def test_where_nothing_is_kept_nothing_is_made(run, tmp_path, command):
    nowhere = tmp_path / "nowhere"
    code, refused = run(*command, url=f"sqlite:///{nowhere}/store.sqlite3")
    assert (code, refused["error"]["code"]) == (2, "no_store")
    assert not nowhere.exists()


def test_a_back_up_of_a_broken_log_is_written_and_told(run, store, tmp_path):
    fill(store)
    with store.writing() as connection:
        connection.execute(sa.text("UPDATE audit_head SET length = 9"))
    code, made = run("backup", tmp_path / "kept.gz")
    assert code == 2
    assert "head says 9" in made["trouble"]
    assert (tmp_path / "kept.gz").is_file()
