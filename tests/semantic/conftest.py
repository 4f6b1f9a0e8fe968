from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from semantic.errors import QuestionError
from semantic.question import Question, read_question
from semantic.version import Version, open_version
from tests.semantic import small
from tests.support import demo_home, facts, real_home


@pytest.fixture(scope="session")
def demo() -> Iterator[Version]:
    """The example data, opened once."""
    version = open_version(facts(demo_home()).parent)
    yield version
    version.close()


@pytest.fixture(scope="session")
def real(real_dir: Path) -> Iterator[Version]:
    """The official figures, opened once."""
    version = open_version(facts(real_home(real_dir)).parent)
    yield version
    version.close()


@pytest.fixture
def publish(tmp_path: Path) -> Iterator[Callable[..., Version]]:
    """Publish a tiny version of the given cells and types; closed after the test."""
    opened: list[Version] = []

    def made(*args: Any, **parts: Any) -> Version:
        opened.append(small.publish(tmp_path / str(len(opened)), *args, **parts))
        return opened[-1]

    yield made
    for version in opened:
        version.close()


def asked(shape: str, **parts: Any) -> Question:
    return read_question({"v": 1, "shape": shape, **parts})


def refusal(act: Callable[[], object]) -> QuestionError:
    with pytest.raises(QuestionError) as caught:
        act()
    return caught.value
