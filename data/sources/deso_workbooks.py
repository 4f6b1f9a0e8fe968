"""SCB's Excel downloads with one row a DeSO 2018: title, header rows, figures, then notes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from data.manifest import Source
from data.problem import ImportProblem
from data.sources.cells import Batch, Part, Slot, all_there, grid_of
from data.sources.key import DESO, AreaKey
from data.sources.text import Figure, count, figure, year

Row = tuple[Any, ...]

TENURES: Final = ("hyresrätt", "bostadsrätt", "äganderätt", "uppgift saknas")
EDUCATION: Final = (
    "förgymnasial utbildning",
    "gymnasial utbildning",
    "eftergymnasial utbildning, mindre än 3 år",
    "eftergymnasial utbildning, 3 år eller mer",
    "uppgift om utbildningsnivå saknas",
)
HOUSEHOLDS: Final = (
    "sammanboende med barn",
    "sammanboende utan barn",
    "ensamstående med barn",
    "ensamstående utan barn",
    "övriga hushåll",
)
BIRTH: Final = ("Sverige", "Europa utom Sverige", "övriga världen inkl. uppgift saknas", "totalt")
AGES: Final = ("totalt", "0-4 år", "5-9 år", "10-14 år", "15-19 år", "20-24 år")
LABOUR: Final = (
    "antal sysselsatta",
    "antal arbetslösa",
    "antal sysselsatta och arbetslösa (arbetskraften)",
    "antal personer utanför arbetskraften",
    "antal totalt",
)
INCOME: Final = ("Medianvärde, tkr", "Medelvärde, tkr", "Antal personer totalt")
STANDARD: Final = (
    "Låg ekonomisk standard, procent",
    "Hög ekonomisk standard, procent",
    "Antal personer totalt",
)
HOUSES: Final = (
    "småhus",
    "flerbostadshus",
    "övriga hus",
    "specialbostäder",
    "uppgift saknas",
    "totalt",
)


@dataclass(frozen=True)
class Workbook:
    """One kind of download: its ``title`` in A1, the labels of its columns in order, what else
    the header rows may say (``also``), and the indicators made from it."""

    code: str
    title: str
    columns: tuple[str, ...]
    also: tuple[str, ...]
    parts: tuple[Part, ...]


WORKBOOKS: Final = (
    Workbook(
        "000005F8",
        "Antal hushåll efter region, år och hushållstyp",
        HOUSEHOLDS,
        (),
        (Part("ensamstaende_med_barn_andel", ("ensamstående med barn",), HOUSEHOLDS),),
    ),
    Workbook(
        "000005FB",
        "Folkmängden per region efter region, år, födelseregion och kön",
        BIRTH,
        ("totalt",),
        (Part("fodda_utomlands_andel", BIRTH[1:3], ("totalt",)),),
    ),
    Workbook(
        "000005FC",
        "Folkmängden per region efter år, region och kön",
        ("totalt",),
        (),
        (Part("folkmangd", ("totalt",)),),
    ),
    Workbook(
        "000005FE",
        "Folkmängden per region efter region, år, utländsk/svensk bakgrund och kön",
        ("svensk bakgrund", "utländsk bakgrund", "totalt"),
        ("totalt",),
        (Part("utlandsk_bakgrund_andel", ("utländsk bakgrund",), ("totalt",)),),
    ),
    Workbook(
        "000005FF",
        "Folkmängden per region efter region, år, ålder och kön",
        AGES,
        ("totalt",),
        (Part("folkmangd", ("totalt",)), Part("barn_unga_andel", AGES[1:5], ("totalt",))),
    ),
    Workbook(
        "000005FM",
        "Andel av befolkningen i inkomstklass efter region, tabellinnehåll, år, "
        "inkomstslag och kön",
        INCOME,
        ("nettoinkomst", "totalt"),
        (Part("nettoinkomst_median", value=INCOME[0]), Part("nettoinkomst_medel", value=INCOME[1])),
    ),
    Workbook(
        "000005LO",
        "Antal personer efter region, år och hustyp",
        HOUSES,
        (),
        (
            Part("flerbostadshus_andel", ("flerbostadshus",), ("totalt",)),
            Part("smahus_andel", ("småhus",), ("totalt",)),
        ),
    ),
    Workbook(
        "000005MO",
        "Befolkning 25-64 år efter region, år och utbildningsnivå",
        EDUCATION,
        (),
        (
            Part("forgymnasial_andel", EDUCATION[:1], EDUCATION),
            Part("eftergymnasial_lang_andel", EDUCATION[3:4], EDUCATION),
        ),
    ),
    Workbook(
        "000006OC",
        "Antal lägenheter efter region, år och upplåtelseform",
        TENURES,
        (),
        (
            Part("hyresratt_andel", TENURES[:1], TENURES),
            Part("bostadsratt_andel", TENURES[1:2], TENURES),
            Part("aganderatt_andel", TENURES[2:3], TENURES),
        ),
    ),
    Workbook(
        "000006TA",
        "Låg resp. hög ekonomisk standard efter region, tabellinnehåll, år och ålder",
        STANDARD,
        ("totalt ålder",),
        (
            Part("lag_ekonomisk_standard_andel", value=STANDARD[0]),
            Part("hog_ekonomisk_standard_andel", value=STANDARD[1]),
        ),
    ),
    Workbook(
        "000007A8",
        "Arbetsmarknadsstatus. Årligt register efter region, tabellinnehåll, kön, ålder och år",
        LABOUR,
        ("totalt", "16-64 år"),
        (
            Part("sysselsatta_andel", LABOUR[:1], LABOUR[4:]),
            Part("arbetslosa_andel", LABOUR[1:2], LABOUR[2:3]),
        ),
    ),
)
_BY_TITLE: Final = {workbook.title: workbook for workbook in WORKBOOKS}


def read(path: Path, key: AreaKey) -> Batch | None:
    """The figures of a DeSO workbook; None for a workbook of another kind."""
    rows = _sheet(path)
    workbook = _BY_TITLE.get(str(rows[0][0]).strip()) if rows and rows[0] else None
    if workbook is None:
        return None
    header, body = _split(path, rows)
    first_code = _code_column(body[0][1])
    reference_year = _check_header(path, workbook, header, body[0][1], first_code)
    codes, figures = _figures(path, workbook, body, first_code)
    all_there(codes, key.regso_of.keys(), path, "DeSO 2018")
    source = _source(path, workbook)
    grid = grid_of(figures, codes, workbook.columns)
    slots = [Slot(part.indicator, "deso", 2018, reference_year) for part in workbook.parts]
    cells = [
        grid.cells(part, slot, source.id) for part, slot in zip(workbook.parts, slots, strict=True)
    ]
    return Batch(source, cells)


def _sheet(path: Path) -> list[Row]:
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise ImportProblem(path, 0, "an Excel workbook", str(error)) from error
    try:
        return list(book.worksheets[0].iter_rows(values_only=True))
    finally:
        book.close()


def _split(path: Path, rows: Sequence[Row]) -> tuple[list[Row], list[tuple[int, Row]]]:
    """The header rows, and the numbered rows of figures: one unbroken run of DeSO codes."""
    coded = [number for number, row in enumerate(rows) if _code_column(row) is not None]
    if not coded:
        raise ImportProblem(path, 0, "rows with a DeSO code")
    first, last = coded[0], coded[-1]
    if len(coded) != last - first + 1:
        gap = next(n for n in range(first, last) if _code_column(rows[n]) is None)
        raise ImportProblem(path, gap + 1, "a DeSO code", rows[gap][:2])
    header = [row for row in rows[1:first] if any(cell is not None for cell in row)]
    return header, [(number + 1, rows[number]) for number in range(first, last + 1)]


def _code_column(row: Row) -> int | None:
    for column, cell in enumerate(row[:2]):
        if isinstance(cell, str) and DESO.fullmatch(cell.strip()):
            return column
    return None


def _check_header(
    path: Path, workbook: Workbook, header: Sequence[Row], first: Row, code_column: int | None
) -> int:
    """The reference year, once every header cell is one that ``workbook`` expects."""
    start = (code_column or 0) + 1
    texts = [[str(cell).strip() for cell in row[start:] if cell is not None] for row in header]
    if list(workbook.columns) not in texts:
        raise ImportProblem(path, 0, f"the columns {list(workbook.columns)}", texts)
    before = [cell for cell in first[: start - 1] if cell is not None]
    years = {cell for line in texts for cell in line if re.fullmatch(r"\d{4}", cell)}
    years |= {str(cell).strip() for cell in before}
    if len(years) != 1:
        raise ImportProblem(path, 0, "one year", sorted(years))
    known = {*workbook.columns, *workbook.also, *years}
    if strangers := [cell for line in texts for cell in line if cell not in known]:
        raise ImportProblem(path, 0, f"only the headings {sorted(known)}", strangers[0])
    return year(years.pop(), path, 0)


def _figures(
    path: Path, workbook: Workbook, body: Iterable[tuple[int, Row]], code_column: int | None
) -> tuple[list[str], list[list[Figure]]]:
    """Codes and figures of every row; what follows the last expected column must be empty."""
    start = (code_column or 0) + 1
    published_as_is = {part.value for part in workbook.parts}
    codes, figures = [], []
    for position, (row, cells) in enumerate(body):
        if _code_column(cells) != code_column:
            raise ImportProblem(path, row, "the DeSO code in the same column", cells[:2])
        if position and any(cell is not None for cell in cells[: start - 1]):
            raise ImportProblem(path, row, "nothing before the DeSO code", cells[0])
        parsed = list(_parsed(path, row, workbook.columns, cells[start:], published_as_is))
        codes.append(str(cells[start - 1]).strip())
        figures.append(parsed)
    return codes, figures


def _parsed(
    path: Path, row: int, labels: Sequence[str], cells: Row, published_as_is: set[str]
) -> Iterator[Figure]:
    if any(cell is not None for cell in cells[len(labels) :]) or len(cells) < len(labels):
        raise ImportProblem(path, row, f"{len(labels)} figures", cells)
    for label, cell in zip(labels, cells, strict=False):
        yield figure(cell, path, row) if label in published_as_is else count(cell, path, row)


def _source(path: Path, workbook: Workbook) -> Source:
    """``retrieved`` is the day in the file's name, which SCB's download puts there."""
    stamp = re.search(r"_(\d{4})(\d{2})(\d{2})-\d{6}$", path.stem)
    return Source(
        id=f"scb_{workbook.code.lower()}",
        publisher="Statistiska centralbyrån (SCB)",
        title=workbook.title,
        retrieved=date(*map(int, stamp.groups())) if stamp else None,
        licence="CC0",
        note=f"Intern referenskod {workbook.code}",
    )
