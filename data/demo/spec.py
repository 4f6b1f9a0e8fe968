"""What the example indicators look like: one row each, plausible levels and no real figures.

``mean`` is the middle share, ``load`` how it hangs together with an area's conditions (log-odds for
each standard deviation), ``spread`` how much areas differ otherwise, ``trend`` the change in
log-odds a year, ``gap`` women's log-odds over men's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from data.demo.world import AGES, YEARS
from semantic.model import COMPONENTS

ALL: Final = AGES
ELECTIONS: Final = (2014, 2018, 2022)


def _from_to(first: str, last: str) -> tuple[str, ...]:
    return AGES[AGES.index(first) : AGES.index(last) + 1]


@dataclass(frozen=True)
class Share:
    """A ratio. Its denominator is ``per`` times the people in ``ages``. ``skewed`` shares follow a
    lognormal rather than a logistic curve. With ``groups`` the figures come by those ages. Figures
    with fewer than ``hide_below`` cases are suppressed; ``lost`` and ``nobody`` are the shares of
    RegSO and years that are missing, or have nobody to be a share of."""

    indicator: str
    mean: float
    load: float
    ages: tuple[str, ...] = ALL
    per: float = 1.0
    spread: float = 0.25
    trend: float = 0.0
    gap: float | None = None
    skewed: bool = False
    groups: tuple[tuple[str, tuple[str, ...], float], ...] = ()
    years: tuple[int, ...] = YEARS
    hide_below: int = 0
    lost: float = 0.0
    nobody: float = 0.0
    preliminary: bool = False


@dataclass(frozen=True)
class Split:
    """Shares of one whole; what is left over belongs to none of them. ``absent`` is the share of
    RegSO that have none of each."""

    indicators: tuple[str, ...]
    means: tuple[float, ...]
    loads: tuple[float, ...]
    per: float
    left_over: float
    absent: tuple[float, ...]


@dataclass(frozen=True)
class Level:
    """A mean or a median: ``middle`` times exp(``load`` x conditions), never added up."""

    indicator: str
    middle: float
    load: float
    spread: float = 0.06
    trend: float = 0.0
    gap: float | None = None
    lost: float = 0.0


LOW_STANDARD, SHORT_EDUCATION, LONG_TERM = COMPONENTS

SHARES: Final = (
    Share(
        LOW_STANDARD,
        0.118,
        0.53,
        skewed=True,
        spread=0.2,
        groups=(
            ("0-19", _from_to("0-5", "16-19"), 1.2),
            ("20-64", _from_to("20-24", "45-64"), 0.95),
            ("65+", _from_to("65-79", "80+"), 0.92),
        ),
    ),
    Share(
        SHORT_EDUCATION,
        0.125,
        0.5,
        _from_to("25-44", "45-64"),
        skewed=True,
        spread=0.2,
        trend=-0.018,
        gap=-0.3,
    ),
    Share(
        LONG_TERM, 0.046, 0.72, _from_to("20-24", "45-64"), skewed=True, spread=0.25, trend=-0.015
    ),
    Share("hog_ekonomisk_standard_andel", 0.07, -0.75, trend=0.01),
    Share("fodda_utomlands_andel", 0.15, 0.62, spread=0.4, trend=0.03, gap=0.03),
    Share("utlandsk_bakgrund_andel", 0.2, 0.66, spread=0.4, trend=0.03, gap=0.02),
    Share("ensamstaende_med_barn_andel", 0.07, 0.24, per=0.46),
    Share(
        "sysselsatta_andel",
        0.77,
        -0.4,
        _from_to("16-19", "45-64"),
        spread=0.12,
        trend=0.012,
        gap=-0.12,
        preliminary=True,
    ),
    Share(
        "arbetslosa_andel",
        0.058,
        0.55,
        _from_to("16-19", "45-64"),
        per=0.82,
        spread=0.18,
        trend=-0.012,
        gap=-0.05,
    ),
    Share("neet_andel", 0.075, 0.42, _from_to("16-19", "20-24"), trend=-0.02, lost=0.004),
    Share(
        "eftergymnasial_lang_andel",
        0.27,
        -0.36,
        _from_to("25-44", "45-64"),
        spread=0.4,
        trend=0.03,
        gap=0.5,
    ),
    Share(
        "gymnasiebehorighet_andel",
        0.86,
        -0.5,
        ("6-15",),
        per=0.1,
        spread=0.3,
        gap=0.25,
        hide_below=5,
        nobody=0.001,
    ),
    Share("trangbodda_andel", 0.13, 0.6, per=0.97, spread=0.3, trend=0.008, lost=0.003),
    Share(
        "sjukfall_per_1000",
        0.03,
        0.22,
        _from_to("16-19", "45-64"),
        spread=0.15,
        trend=0.005,
        gap=0.6,
        hide_below=5,
    ),
    Share("vaccinerade_mpr_andel", 0.965, -0.25, ("0-5",), per=0.165, lost=0.006, hide_below=5),
    Share(
        "valdeltagande_riksdag",
        0.86,
        -0.42,
        _from_to("20-24", "80+"),
        per=0.94,
        spread=0.12,
        gap=0.08,
        years=ELECTIONS,
    ),
    Share(
        "valdeltagande_kommun",
        0.82,
        -0.46,
        _from_to("20-24", "80+"),
        per=1.02,
        spread=0.12,
        gap=0.1,
        years=ELECTIONS,
    ),
)
SPLITS: Final = (
    Split(
        ("hyresratt_andel", "bostadsratt_andel", "aganderatt_andel"),
        (0.33, 0.22, 0.45),
        (0.7, -0.1, -0.6),
        per=0.49,
        left_over=0.0002,
        absent=(0.01, 0.05, 0.0),
    ),
    Split(
        ("flerbostadshus_andel", "smahus_andel"),
        (0.45, 0.55),
        (0.55, -0.55),
        per=1.0,
        left_over=0.05,
        absent=(0.03, 0.0),
    ),
)
VALUES: Final = (
    Level("nettoinkomst_median", 268.0, -0.11, trend=0.013),
    Level("nettoinkomst_medel", 305.0, -0.16, trend=0.015, gap=-0.2),
    Level("loneinkomst_medel", 262.0, -0.22, spread=0.09, trend=0.012, gap=-0.24, lost=0.001),
    Level("ohalsotal", 24.0, 0.17, spread=0.13, trend=-0.006, gap=0.42),
)
AGE_SHARES: Final = (
    ("barn_unga_andel", _from_to("0-5", "16-19"), False),
    ("aldre_andel", _from_to("65-79", "80+"), True),
)
