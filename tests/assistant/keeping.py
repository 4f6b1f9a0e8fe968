"""What a reader does to keep and share an answer, in words of hers."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from tests import revised
from tests.assistant.page import Talk

RANK = {"s": "rank", "i": "hyresratt_andel", "l": "regso", "w": "1280"}
VALUE = {"s": "value", "i": "hyresratt_andel", "l": "kommun", "a": "1280"}
TREND = {"s": "trend", "i": "hyresratt_andel", "l": "kommun", "a": "1280,1281"}


def more_rented(area: str, by: float, year: int = 2024) -> revised.Revise:
    """So many more rented dwellings in the areas whose code begins so."""
    return lambda db: db.execute(
        "UPDATE cell SET num = num + ? WHERE indicator = 'hyresratt_andel' "
        "AND area LIKE ? AND year = ? AND sex = 'total' AND age = 'total'",
        [by, f"{area}%", year],
    )


def all_alike(area: str) -> revised.Revise:
    """The same share of rented dwellings in the RegSO of a kommun, so that they have no order."""
    return lambda db: db.execute(
        "UPDATE cell SET num = round(0.4 * den), status = 'value' WHERE area LIKE ? "
        "AND indicator = 'hyresratt_andel' AND level = 'regso'",
        [f"{area}R%"],
    )


def save(talk: Talk, title: str = "", **more: str) -> None:
    talk.open_up("save")
    if title:
        talk.fill("Namn", title)
    for label, value in more.items():
        talk.choose(label, value)
    talk.press("Spara")


def share(talk: Talk, **choices: object) -> str:
    """The token of a new link."""
    talk.open_up("share")
    for label, value in choices.items():
        if label == "note":
            talk.fill("Hälsning till mottagaren", str(value))
        else:
            talk.choose(label, value)
    talk.press("Skapa länken")
    [address] = [each for each in talk.copied if "r=" in each]
    return dict(parse_qsl(urlsplit(address).query))["r"]


def on_page(**address: str) -> Talk:
    """The page of favourites."""
    return Talk(page="favoriter", **address)
