"""A country of two län, two kommuner and three RegSO, for tests that need a draft or a key."""

from pathlib import Path

import pandas as pd

from data.draft import Draft
from data.manifest import Source
from data.sources.cells import Slot, counts, ratios
from data.sources.key import AreaKey

SOURCE = Source(id="test", publisher="Test", title="Test")
AREAS = (
    ("riket", "00", 0, "Riket", "", ""),
    ("lan", "01", 0, "Stockholms län", "", ""),
    ("lan", "12", 0, "Skåne län", "", ""),
    ("kommun", "0114", 0, "Upplands Väsby", "", "01"),
    ("kommun", "1280", 0, "Malmö", "", "12"),
    ("regso", "0114R001", 2020, "Bollstanäs", "0114", "01"),
    ("regso", "0114R002", 2020, "Hammarby-Vaxmyra", "0114", "01"),
    ("regso", "1280R001", 2020, "Almvik", "1280", "12"),
    ("deso", "0114C1010", 2018, "0114C1010", "0114", "01"),
    ("deso", "0114C1020", 2018, "0114C1020", "0114", "01"),
    ("deso", "0114C1030", 2018, "0114C1030", "0114", "01"),
    ("deso", "1280C1010", 2018, "1280C1010", "1280", "12"),
)
REGSO_OF = {
    "0114C1010": "0114R001",
    "0114C1020": "0114R001",
    "0114C1030": "0114R002",
    "1280C1010": "1280R001",
}
NAMES = {
    "0114R001": ("Upplands Väsby", "Bollstanäs"),
    "0114R002": ("Upplands Väsby", "Hammarby-Vaxmyra"),
    "1280R001": ("Malmö", "RegSO-Almvik"),
}
KEY = AreaKey(Path("key.csv"), REGSO_OF, NAMES)


def draft() -> Draft:
    """The areas and the source, no figures."""
    new = Draft()
    columns = ["level", "code", "division", "name", "kommun", "lan"]
    new.add_areas(pd.DataFrame(AREAS, columns=columns).assign(changed=False))
    new.add_source(SOURCE)
    return new


def count_cells(slot: Slot, figures: dict[str, float | None]) -> pd.DataFrame:
    """Cells of a count; None is a missing figure."""
    num = pd.Series(figures, dtype=float)
    return counts(slot, SOURCE.id, num, _marks(num))


def ratio_cells(slot: Slot, figures: dict[str, tuple[float, float]]) -> pd.DataFrame:
    """Cells of a ratio from (numerator, denominator)."""
    num = pd.Series({code: pair[0] for code, pair in figures.items()}, dtype=float)
    den = pd.Series({code: pair[1] for code, pair in figures.items()}, dtype=float)
    return ratios(slot, SOURCE.id, num, den, _marks(num))


def _marks(num: pd.Series) -> pd.Series:
    return pd.Series("", index=num.index).mask(num.isna(), "missing")
