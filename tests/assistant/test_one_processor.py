"""The threads of the page keep to one processor, unless the setting says otherwise."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.screen.one_processor import SETTING, chosen_processor, stay_on_one_processor
from assistant.screen.server import SCRIPT, app_parts, build_app
from tests.support import run_async

EVERY = os.sched_getaffinity(0)


def of_a_new_thread() -> set[int]:
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(os.sched_getaffinity, 0).result()


async def in_the_app() -> set[int]:
    async with app_parts()["lifespan"](build_app(SCRIPT)):
        return of_a_new_thread()


def test_what_the_server_starts_runs_on_one_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SETTING, raising=False)
    found = run_async(in_the_app())
    assert len(found) == 1
    assert found <= EVERY
    assert os.sched_getaffinity(0) == EVERY


@pytest.mark.parametrize("number", [min(EVERY), max(EVERY)])
def test_the_setting_names_it(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    monkeypatch.setenv(SETTING, str(number))
    assert run_async(in_the_app()) == {number}


def test_any_leaves_it_to_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "any")
    assert run_async(in_the_app()) == EVERY


def test_processes_beside_each_other_take_different_ones() -> None:
    usable = {4, 6, 9}
    assert {chosen_processor("", usable, process) for process in range(100, 103)} == usable
    assert chosen_processor("6", usable, 1) == 6
    assert chosen_processor("any", usable, 1) is None


@pytest.mark.parametrize("setting", ["5", "-1", "six", "06", "6,9"])
def test_one_that_is_not_there_stops_the_app_and_names_those_that_are(setting: str) -> None:
    with pytest.raises(ValueError, match=r"it takes any, or one of 4, 6, 9"):
        chosen_processor(setting, {4, 6, 9}, 1)


def test_where_the_system_has_no_say_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_setaffinity")
    monkeypatch.setenv(SETTING, "none at all")
    stay_on_one_processor()
