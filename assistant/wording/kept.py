"""What is said of kept things: why one cannot be kept, when it was kept, what has changed since."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from babel.dates import format_date, get_timezone

from assistant import words
from assistant.cells import Cell
from assistant.kept.errors import KeptError
from assistant.kept.links import Audience
from assistant.language import Speech, mark
from assistant.news import Summary
from assistant.numbers import is_number, numbers_for

HOME = "Europe/Stockholm"

_REFUSALS: Mapping[str, str] = {
    "not_there": mark("It is no longer there."),
    "empty_title": mark("Give it a name first."),
    "too_long": mark("The text is too long: at most {most} characters."),
    "too_many": mark("There is no room for more: at most {most}."),
    "personal_number": mark(
        "The text seems to hold a personal identity number. Take it away and try again."
    ),
    "unreadable_file": mark("The file is not one of saved favourites, and nothing was changed."),
    "link_refused": mark(
        "The link cannot be opened. It may be wrong, have ended, have been withdrawn, or not be "
        "meant for you."
    ),
    "bad_reader": mark("Write e-mail addresses or groups, separated by commas."),
    "ends_in_the_past": mark("The last day has already passed."),
}

_SAYS: Mapping[str, str] = {
    "direction": mark("the direction"),
    "order": mark("the order"),
    "highest": mark("what is highest"),
    "lowest": mark("what is lowest"),
    "side": mark("which side is larger"),
    "comparison": mark("above or below what it is compared with"),
    "members": mark("which areas are on the list"),
    "verdict": mark("whether the difference is large"),
    "trend": mark("whether there is a trend"),
    "place": mark("the place among all areas"),
    "largest": mark("what is largest"),
    "missing": mark("which figures are missing"),
    "reasons": mark("why areas changed type"),
}


def kept_refusal(error: KeptError, speech: Speech) -> str:
    return speech.t(_REFUSALS[error.code], **error.details)


def day(moment: datetime, speech: Speech, today: datetime | None = None) -> str:
    """``14 mars``; with its year where that is not this year's."""
    here = moment.astimezone(_home()).date()
    now = (today or datetime.now(UTC)).astimezone(_home()).date()
    return _day(here, speech, with_year=here.year != now.year)


def moment(when: datetime, speech: Speech) -> str:
    """``14 mars 09:05``: the day and the time, where several things may be of one day."""
    return f"{day(when, speech)} {when.astimezone(_home()):%H:%M}"


def end_of_day(now: datetime, days: int) -> datetime:
    """When a link ends that is to be open so many days: at midnight after the last of them."""
    last = now.astimezone(_home()).date() + timedelta(days=days)
    return datetime.combine(last + timedelta(days=1), time(), _home()).astimezone(UTC)


def last_day(ends_at: datetime, speech: Speech) -> str:
    """The last day on which a link is open."""
    return day(ends_at - timedelta(seconds=1), speech)


def for_whom(audience: Audience, speech: Speech) -> str:
    if audience.everyone:
        return speech.t("It is for everyone who has the link.")
    names = ", ".join((*audience.people, *audience.groups))
    return speech.t("It is for {names} only.", names=names)


def _day(each: date, speech: Speech, *, with_year: bool) -> str:
    pattern = "d MMMM y" if with_year else "d MMMM"
    return str(format_date(each, pattern, locale=speech.language))


def figure_text(cell: Cell | None, speech: Speech) -> str:
    """A figure as its table shows it, or why there is none."""
    if cell is None:
        return speech.t("no longer there")
    if not is_number(cell.value):
        return words.status(cell.status, speech)
    text = numbers_for(speech.language).plain(cell.value, cell.decimals)
    if cell.status == "preliminary":
        return speech.t("{figure} (prel.)", figure=text)
    return text


def _home() -> tzinfo:
    try:
        return get_timezone(HOME)
    except LookupError:
        return UTC


def changes(found: Summary, when: str, speech: Speech) -> list[str]:
    """What has changed since ``when``, a sentence for each kind; nothing where all is as it was."""
    if found.refused:
        return [speech.t("The question can no longer be answered as it stands.")]
    said = []
    if found.changed:
        said.append(
            speech.t(
                "{changed} of {total} values have changed since {when}.",
                changed=speech.whole(found.changed),
                total=speech.whole(found.total),
                when=when,
            )
        )
    if found.added:
        said.append(
            speech.n(
                "{n} value has been added since {when}.",
                "{n} values have been added since {when}.",
                found.added,
                when=when,
            )
        )
    if found.new_years:
        years = speech.listed([str(year) for year in found.new_years])
        said.append(speech.t("There are figures for a new year: {years}.", years=years))
    if found.says and not found.silent:
        kinds = speech.listed([speech.t(_SAYS.get(each, each)) for each in found.says])
        said.append(speech.t("What the answer says has changed: {kinds}.", kinds=kinds))
    return said
