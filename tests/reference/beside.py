"""The areas most like one, as what its figures are laid beside: by what and in which year they are
found.

Written from ``docs/answer.md``; of the project only the Question is imported.
"""

from __future__ import annotations

from dataclasses import replace

from semantic.question import Areas, Periods, Question
from tests.reference.asked import Asked, Refused, refuse_if
from tests.reference.rules import OF_MANY
from tests.reference.several import alike
from tests.reference.world import World


def beside_similar(asked: Asked, world: World) -> Asked:
    """Raises `Refused` where nothing tells which areas are similar."""
    if asked.question.comparator == "similar":
        several = len(divisions_beside(asked, world)) > 1
        refuse_if(asked.level == "deso" and several, "bad_value")
    return asked


def most_like(asked: Asked, world: World) -> Asked:
    """By which figures and in which year areas are compared: the year asked about, or the newest
    that can be; never by the figure itself, what it is made of or what is made of it."""
    own = asked.indicator
    wholes = {each.id for each in world.indicators.values() if own.id in each.made_of}
    apart = set() if asked.question.shape in OF_MANY else {own.id, *own.made_of, *wholes}
    years = asked.years or tuple(sorted({year for _, year in asked.profile}))
    named = Areas(level=asked.scope, codes=asked.codes)
    for periods in (Periods(mode="list", years=years[-1:]), Periods()):
        about = Question(shape="similar", areas=named, periods=periods)
        try:
            return alike(replace(asked, question=about, profile=()), [], world, apart)
        except Refused as refused:
            last = refused
    raise last


def divisions_beside(asked: Asked, world: World) -> set[int]:
    """The divisions that the figures, and those that areas are alike by, are read in."""
    like = set(most_like(asked, world).division.values())
    if asked.question.shape not in OF_MANY:
        return like | set(asked.division.values())
    slices = [replace(asked, indicator=each).slice(year) for each, year in asked.profile]
    return like | {world.division_of(each) for each in slices}
