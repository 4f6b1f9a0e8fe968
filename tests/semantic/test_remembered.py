"""What is worked out once is kept, the oldest is forgotten, and a failure is not kept."""

import pytest

from semantic.remembered import Remembered


def test_work_is_done_once_for_a_key():
    remembered, done = Remembered(), []
    for _ in range(3):
        assert remembered.get("key", lambda: done.append(1) or "made") == "made"
    assert done == [1]


def test_nothing_worked_out_is_kept_as_nothing():
    remembered, done = Remembered(), []
    for _ in range(2):
        assert remembered.get("key", lambda: done.append(1)) is None
    assert done == [1]


def test_what_was_asked_for_longest_ago_is_forgotten():
    remembered, done = Remembered(most=2), []
    for key in "abacab":
        remembered.get(key, lambda key=key: done.append(key))
    assert done == ["a", "b", "c", "b"]


def test_a_failure_is_tried_again():
    remembered = Remembered()
    with pytest.raises(ZeroDivisionError):
        remembered.get("key", lambda: 1 / 0)
    assert remembered.get("key", lambda: 1) == 1
