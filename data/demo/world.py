"""The example country: areas, years, a random factor for each area, and people.

Every array is over RegSO in order of code, then years. All randomness comes from one seed and the
name of what is drawn, so that adding an indicator leaves the others as they were. The factor is
drawn without regard to where an area lies or what it is called.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SEED: Final = 20260101
YEARS: Final = tuple(range(2011, 2025))
AGES: Final = ("0-5", "6-15", "16-19", "20-24", "25-44", "45-64", "65-79", "80+")
SEXES: Final = ("women", "men")
SMALLEST, LARGEST = 650, 23_000

_AGE_SHARES: Final = np.array([0.065, 0.12, 0.048, 0.055, 0.265, 0.25, 0.145, 0.052])
_STEADINESS: Final = 0.85
_DRIFT: Final = 0.2


def generator(name: str) -> np.random.Generator:
    """Random numbers for one thing, the same in every build."""
    return np.random.default_rng([SEED, *name.encode()])


@dataclass(frozen=True)
class Places:
    """RegSO codes in ascending order and, for each, the position of its kommun and län."""

    regso: tuple[str, ...]

    @cached_property
    def kommun(self) -> tuple[str, ...]:
        """Codes of kommuner in ascending order."""
        return tuple(sorted({code[:4] for code in self.regso}))

    @cached_property
    def lan(self) -> tuple[str, ...]:
        """Codes of län in ascending order."""
        return tuple(sorted({code[:2] for code in self.regso}))

    @property
    def all(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Levels with their codes, in the order in which `with_sums` stacks them."""
        return (
            ("regso", self.regso),
            ("kommun", self.kommun),
            ("lan", self.lan),
            ("riket", ("00",)),
        )

    def with_sums(self, parts: Floats) -> Floats:
        """RegSO figures (areas x years) followed by the sums of kommuner, län and riket."""
        starts = [self._starts(4), self._starts(2), np.array([0])]
        return np.vstack([parts, *(np.add.reduceat(parts, start, axis=0) for start in starts)])

    def _starts(self, digits: int) -> NDArray[np.intp]:
        prefixes = np.array([code[:digits] for code in self.regso])
        return np.flatnonzero(np.r_[True, prefixes[1:] != prefixes[:-1]])


def places_of(stored: pd.DataFrame) -> Places:
    """The places of `data.geography.areas`."""
    return Places(tuple(sorted(stored.loc[stored["level"] == "regso", "code"])))


def drifting(name: str, areas: int, spread: float) -> Floats:
    """Smooth yearly deviations (areas x years) with standard deviation ``spread``."""
    random = generator(name)
    steps = random.standard_normal((areas, len(YEARS)))
    steps[:, 1:] *= np.sqrt(1 - _STEADINESS**2)
    for year in range(1, len(YEARS)):
        steps[:, year] += _STEADINESS * steps[:, year - 1]
    return np.asarray(spread * steps)


def factor(areas: int) -> Floats:
    """Each area's conditions (areas x years), standard normal; above 0 means greater challenges."""
    lasting = generator("factor").standard_normal((areas, 1))
    lasting = np.sqrt(1 - _DRIFT**2) * lasting
    return np.asarray(lasting + drifting("factor drift", areas, _DRIFT))


def people(areas: int, conditions: Floats) -> Floats:
    """Whole persons: areas x years x sexes x ages."""
    random = generator("people")
    size = np.exp(random.normal(np.log(2_550), 0.62, (areas, 1)))
    growth = random.normal(0.007, 0.009, (areas, 1)) * (np.arange(len(YEARS)) - len(YEARS) / 2)
    wobble = drifting("people drift", areas, 0.006)
    total = np.clip(size * np.exp(growth + wobble), SMALLEST + 30, LARGEST - 300)
    return np.asarray(np.rint(total[:, :, None, None] * _shares(areas, conditions)))


def _shares(areas: int, conditions: Floats) -> Floats:
    """The share of each sex and age in an area's population; areas x years x sexes x ages."""
    random = generator("ages")
    young = np.linspace(1, -1, len(AGES))
    tilt = random.normal(0, 0.22, (areas, 1)) + 0.06 * conditions
    ageing = -0.012 * (np.arange(len(YEARS)) - len(YEARS) / 2)
    weights = _AGE_SHARES * np.exp((tilt + ageing)[:, :, None] * young)
    weights *= np.exp(random.normal(0, 0.12, (areas, 1, len(AGES))))
    weights *= np.exp(drifting("ages drift", areas, 0.02)[:, :, None] * young)
    weights /= weights.sum(axis=2, keepdims=True)
    women = 0.497 + np.array([-0.012, -0.012, -0.02, -0.02, -0.01, -0.003, 0.015, 0.09])
    women = women + random.normal(0, 0.008, (areas, 1, 1))
    return np.stack([weights * women, weights * (1 - women)], axis=2)
