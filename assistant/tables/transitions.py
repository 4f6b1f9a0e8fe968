"""From which area type to which, over all areas: five rows and five columns of counts."""

from __future__ import annotations

from assistant.figures import Figures
from assistant.language import Speech
from assistant.tables.model import Header, Table
from assistant.wording import with_banner
from semantic.answer import Answer, plain_records
from semantic.model import AREA_TYPES


def transition_table(answer: Answer, speech: Speech) -> Table | None:
    """The number of areas, and of people living in them in the last year; None where the question
    is about something else."""
    if not len(answer.transitions):
        return None
    figures, t = Figures(answer, speech), speech.t
    first, last = answer.years[0], answer.years[-1]
    cells = {(row["from_type"], row["to_type"]): row for row in plain_records(answer.transitions)}
    headers = [
        Header(t("Type in {year}", year=first)),
        *(
            Header(t("Type {number} in {year}", number=kind, year=last), "", True)
            for kind in AREA_TYPES
        ),
    ]
    rows = [
        (
            figures.type(before),
            *(_cell(figures, cells[before, after]) for after in AREA_TYPES),
        )
        for before in AREA_TYPES
    ]
    caption = t("All areas by type in {first} and in {last}", first=first, last=last)
    return Table(
        caption=with_banner(
            ", ".join(each for each in (caption, figures.scope) if each), answer, speech
        ),
        headers=tuple(headers),
        rows=tuple(rows),
        notes=(
            t(
                "Read across: where the areas of a type in {first} were in {last}.",
                first=first,
                last=last,
            ),
            t("In brackets: people living there in {last}.", last=last),
        ),
    )


def _cell(figures: Figures, row: dict[str, object]) -> str:
    number = figures.numbers.plain(row["areas"])
    if not row["areas"]:
        return number
    people = figures.numbers.plain(row["persons"])
    return f"{number} ({people})"
