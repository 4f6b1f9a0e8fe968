"""The socioeconomic index and the area types, for official and for example figures alike.

Index of a RegSO and year: the plain mean of three shares in percent (low economic standard,
pre-upper-secondary education, long-term assistance or unemployment); 0-100, higher is worse.

Type of a RegSO and year, from the unweighted mean μ and standard deviation σ of the index over all
RegSO of that year: 1 from μ+2σ, 2 from μ+σ, 3 from μ, 4 from μ-σ, 5 below. σ is that of a whole
population (divided by n, not n-1), because every RegSO is in it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Bounds(NamedTuple):
    """What the types of one year were worked out with."""

    mean: float
    sd: float
    areas: int

    @property
    def lowest(self) -> tuple[float, float, float, float]:
        """The lowest index of types 1, 2, 3 and 4."""
        return (self.mean + 2 * self.sd, self.mean + self.sd, self.mean, self.mean - self.sd)


def socioeconomic_index(low_standard: Floats, short_education: Floats, long_term: Floats) -> Floats:
    """The index from its three shares in percent; NaN where one of them is."""
    return (low_standard + short_education + long_term) / 3.0


def bounds(index: Floats) -> Bounds:
    """The bounds of one year; raises ValueError unless every RegSO has an index."""
    if index.ndim != 1 or index.size < 2 or not np.isfinite(index).all():
        raise ValueError("area types need the index of every RegSO of one year")
    return Bounds(float(index.mean()), float(index.std(ddof=0)), int(index.size))


def area_types(index: Floats, of: Bounds) -> NDArray[np.int8]:
    """The type 1-5 of each area; a bound belongs to the type above it."""
    above = index[:, None] >= np.array(of.lowest)
    return np.asarray(5 - above.sum(axis=1), dtype=np.int8)
