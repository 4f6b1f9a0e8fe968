"""Example figures: arrays over places x years, each with a status for every cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.demo.spec import AGE_SHARES, SHARES, SPLITS, VALUES, Level, Share, Split
from data.demo.world import AGES, SEXES, YEARS, Floats, Places, drifting, factor, generator, people
from data.tables import STATUSES

MIDDLE = len(YEARS) / 2
_CODE = {status: code for code, status in enumerate(STATUSES)}
Codes = NDArray[np.int8]


@dataclass(frozen=True)
class Series:
    """One indicator and breakdown: places (as `Places.all` stacks them) x years. A part that an
    indicator does not have is None; ``status`` holds positions in `data.tables.STATUSES`."""

    indicator: str
    sex: str
    age: str
    years: tuple[int, ...]
    num: Floats | None
    den: Floats | None
    value: Floats | None
    status: Codes


class Country:
    """The example country, from which every figure is made."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.size = len(places.regso)
        self.conditions = factor(self.size)
        self.people = people(self.size, self.conditions)

    def of_ages(self, ages: tuple[str, ...]) -> Floats:
        """People of some ages: areas x years x sexes."""
        first, last = AGES.index(ages[0]), AGES.index(ages[-1])
        return np.asarray(self.people[:, :, :, first : last + 1].sum(axis=3))

    def series(self) -> Iterator[Series]:
        """Every example figure but the index."""
        yield from self._population()
        for indicator, ages, by_sex in AGE_SHARES:
            yield from self._age_share(indicator, ages, by_sex=by_sex)
        for share in SHARES:
            yield from self._share(share)
        for split in SPLITS:
            yield from self._split(split)
        for level in VALUES:
            yield from self._level(level)

    def _population(self) -> Iterator[Series]:
        by_sex = {**dict(zip(SEXES, np.moveaxis(self.people, 2, 0), strict=True))}
        by_sex["total"] = self.people.sum(axis=2)
        for sex, counts in by_sex.items():
            yield self._added("folkmangd", sex, "total", counts.sum(axis=2))
            for position, age in enumerate(AGES):
                yield self._added("folkmangd", sex, age, counts[:, :, position])

    def _age_share(
        self, indicator: str, ages: tuple[str, ...], *, by_sex: bool
    ) -> Iterator[Series]:
        num, den = self.of_ages(ages), self.of_ages(AGES)
        yield self._added(indicator, "total", "total", num.sum(axis=2), den.sum(axis=2))
        for position, sex in enumerate(SEXES if by_sex else ()):
            yield self._added(indicator, sex, "total", num[:, :, position], den[:, :, position])

    def _share(self, share: Share) -> Iterator[Series]:
        chance = self._chance(share)
        if share.groups:
            yield from self._by_age(share, chance)
            return
        den = np.rint(self.of_ages(share.ages) * share.per)
        den[self._some(share.indicator, "nobody", share.nobody)] = 0
        if share.gap is None:
            den = den.sum(axis=2)
            yield from self._finished(share, {"total": (np.rint(den * chance), den)})
            return
        tilt = np.array([share.gap / 2, -share.gap / 2])
        num = np.rint(den * _shifted(chance[:, :, None], tilt))
        parts = {"total": (num.sum(axis=2), den.sum(axis=2))}
        for position, sex in enumerate(SEXES):
            parts[sex] = (num[:, :, position], den[:, :, position])
        yield from self._finished(share, parts)

    def _chance(self, share: Share) -> Floats:
        """The share of each area and year before rounding to whole persons."""
        name = share.indicator
        lasting = generator(f"{name} area").normal(0, share.spread, (self.size, 1))
        noise = drifting(f"{name} drift", self.size, 0.04)
        trend = share.trend * (np.arange(len(YEARS)) - MIDDLE)
        shift = share.load * self.conditions + lasting + noise + trend
        if share.skewed:
            return np.clip(share.mean * np.exp(shift), 0.002, 0.8)
        return _shifted(np.full_like(shift, share.mean), shift)

    def _by_age(self, share: Share, chance: Floats) -> Iterator[Series]:
        total_num = np.zeros_like(chance)
        total_den = np.zeros_like(chance)
        for age, ages, ratio in share.groups:
            den = self.of_ages(ages).sum(axis=2)
            num = np.rint(den * np.clip(chance * ratio, 0, 0.9))
            total_num += num
            total_den += den
            yield self._added(share.indicator, "total", age, num, den)
        yield self._added(share.indicator, "total", "total", total_num, total_den)

    def _finished(self, share: Share, parts: dict[str, tuple[Floats, Floats]]) -> Iterator[Series]:
        """Add up, keep the years there are, and hide or lose what would be hidden or lost.

        When one sex is hidden so is the other, or it could be worked out from the total.
        """
        kept = np.isin(YEARS, share.years)
        hidden = self._hidden(share, parts)
        lost = self._some(share.indicator, "lost", share.lost)
        for sex, (num, den) in parts.items():
            one = self._added(share.indicator, sex, "total", num, den)
            status = one.status.copy()
            if share.preliminary:
                status[:, -1][status[:, -1] == _CODE["value"]] = _CODE["preliminary"]
            mask = hidden["total"] | hidden["sex"] if sex != "total" else hidden["total"]
            status[: self.size][mask] = _CODE["suppressed"]
            status[: self.size][lost] = _CODE["missing"]
            yield _kept(one, status, kept)

    def _hidden(
        self, share: Share, parts: dict[str, tuple[Floats, Floats]]
    ) -> dict[str, NDArray[np.bool_]]:
        few = {sex: (num < share.hide_below) & (den > 0) for sex, (num, den) in parts.items()}
        nobody = np.zeros_like(few["total"])
        return {
            "total": few["total"],
            "sex": few["women"] | few["men"] if "women" in few else nobody,
        }

    def _some(self, name: str, what: str, chance: float) -> NDArray[np.bool_]:
        return generator(f"{name} {what}").random((self.size, len(YEARS))) < chance

    def _split(self, split: Split) -> Iterator[Series]:
        """Parts of one whole; rounded down, so that they never exceed it."""
        den = np.rint(self.people.sum(axis=(2, 3)) * split.per)
        name = split.indicators[0]
        lasting = generator(f"{name} split").normal(0, 0.6, (self.size, 1, len(split.means)))
        weights = np.array(split.means) * np.exp(
            self.conditions[:, :, None] * np.array(split.loads) + lasting
        )
        random = generator(f"{name} absent")
        weights *= random.random((self.size, 1, len(split.means))) >= np.array(split.absent)
        shares = weights / weights.sum(axis=2, keepdims=True) * (1 - split.left_over)
        for position, indicator in enumerate(split.indicators):
            num = np.floor(den * shares[:, :, position])
            yield self._added(indicator, "total", "total", num, den)

    def _level(self, level: Level) -> Iterator[Series]:
        """A mean or median of each place on its own; larger places from their people's mix of
        conditions, not from the smaller places' figures."""
        weight = self.people.sum(axis=(2, 3))
        mix = self.places.with_sums(weight * self.conditions) / self.places.with_sums(weight)
        name = level.indicator
        lasting = generator(f"{name} area").normal(0, level.spread, (len(mix), 1))
        lasting[self.size :] *= 0.25
        noise = drifting(f"{name} drift", len(mix), 0.01)
        trend = level.trend * (np.arange(len(YEARS)) - MIDDLE)
        middle = level.middle * np.exp(level.load * mix + lasting + noise + trend)
        gaps = {"total": 0.0}
        if level.gap is not None:
            gaps |= {"women": level.gap / 2, "men": -level.gap / 2}
        lost = self._some(name, "lost", level.lost)
        for sex, gap in gaps.items():
            value = np.round(middle * np.exp(gap), 1)
            status = np.full(value.shape, _CODE["value"], dtype=np.int8)
            status[: self.size][lost] = _CODE["missing"]
            value[status == _CODE["missing"]] = np.nan
            yield Series(name, sex, "total", YEARS, None, None, value, status)

    def _added(
        self, indicator: str, sex: str, age: str, num: Floats, den: Floats | None = None
    ) -> Series:
        """A count or ratio with its sums for kommuner, län and riket; nothing hidden yet."""
        all_num = self.places.with_sums(num)
        all_den = None if den is None else self.places.with_sums(den)
        status = np.where(all_num == 0, _CODE["zero"], _CODE["value"]).astype(np.int8)
        if all_den is not None:
            nobody = all_den == 0
            status[nobody] = _CODE["not_applicable"]
            all_num[nobody] = all_den[nobody] = np.nan
        return Series(indicator, sex, age, YEARS, all_num, all_den, None, status)


def _shifted(chance: Floats, shift: Floats) -> Floats:
    """``chance`` with its log-odds moved by ``shift``."""
    return 1 / (1 + (1 - chance) / chance * np.exp(-shift))


def _kept(series: Series, status: Codes, years: NDArray[np.bool_]) -> Series:
    """The series with another status, without figures where there are none, for some years."""
    none = np.isin(status, [_CODE["suppressed"], _CODE["missing"], _CODE["not_applicable"]])
    num, den = (
        None if part is None else np.where(none, np.nan, part)[:, years]
        for part in (series.num, series.den)
    )
    kept = tuple(year for year, keep in zip(YEARS, years, strict=True) if keep)
    return Series(series.indicator, series.sex, series.age, kept, num, den, None, status[:, years])
