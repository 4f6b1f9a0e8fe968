"""Which sources an answer is from: those of its figures, of what they are laid beside and of the
types that they are put together by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from semantic.resolved import Resolved
from semantic.version import Source, Version


def sources_of(
    frames: Iterable[pd.DataFrame], others: Iterable[str], version: Version
) -> tuple[Source, ...]:
    """Those named in ``frames``, the first frame's before the next one's, and then ``others``."""
    found = [each for frame in frames for each in sorted(named_in(frame))]
    ids = dict.fromkeys([*found, *sorted(set(others))])
    return tuple(version.sources[each] for each in ids if each in version.sources)


def named_in(frame: pd.DataFrame) -> set[str]:
    """The ids in the columns of ``frame`` that tell where a figure of the row is from."""
    columns = [frame[name].tolist() for name in map(str, frame) if name.endswith("source")]
    return {each for column in columns for each in column if isinstance(each, str)}


def of_types(resolved: Resolved, version: Version) -> Iterator[str]:
    """Where the area types are from that figures are added up over, or that are listed."""
    if resolved.in_tenths or not resolved.by_type:
        return
    years = resolved.years if resolved.type_year is None else (resolved.type_year,)
    for year in years:
        yield from version.offers.type_sources(year)
