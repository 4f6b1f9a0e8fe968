"""Finds areas and indicators by any part of their name: without å ä ö, and with a slip."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from semantic.areas import Area, Directory
from semantic.model import LEVELS, Catalogue

EXACT, CODE, STARTS, WORD_STARTS, ALL_WORDS, INSIDE = 100.0, 98.0, 92.0, 88.0, 86.0, 80.0
SLIP_FROM = 76.0
GENERIC = frozenset({"kommun", "kommunen", "stad", "lan", "lanet", "i", "omradet", "stadsdelen"})


def plain(text: str) -> str:
    """Lower case, without accents, words separated by one space."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(each for each in decomposed if not unicodedata.combining(each))
    return " ".join(re.findall(r"[a-z0-9]+", bare))


@dataclass(frozen=True)
class Hit:
    """``score`` is 0–100, higher is better."""

    code: str
    label: str
    level: str
    score: float


@dataclass(frozen=True)
class _Entry:
    area: Area
    label: str
    name: str
    words: tuple[str, ...]
    place: tuple[str, ...]


class AreaSearch:
    """Searches the newest name of every area of a version."""

    def __init__(self, directory: Directory, levels: Iterable[str] = LEVELS) -> None:
        wanted = frozenset(levels)
        newest = {area.code: area for area in directory if area.level in wanted}
        self._entries = [_entry(area, directory) for area in newest.values()]
        self._by_word: dict[str, list[_Entry]] = {}
        for entry in self._entries:
            for word in set(entry.words):
                self._by_word.setdefault(word, []).append(entry)

    def find(self, text: str, limit: int = 10, levels: frozenset[str] | None = None) -> list[Hit]:
        """Best first; larger areas before smaller ones that match as well."""
        query = plain(text[:80])
        if not query:
            return []
        words = [word for word in query.split() if word not in GENERIC] or query.split()
        query = " ".join(words)
        scores: dict[str, tuple[float, _Entry]] = {}
        for entry in self._entries:
            if score := _score(query, words, entry):
                scores[entry.area.code] = (score, entry)
        if not scores:
            scores = self._with_a_slip(words)
        ranked = sorted(
            (pair for pair in scores.values() if not levels or pair[1].area.level in levels),
            key=lambda pair: (
                -pair[0],
                LEVELS.index(pair[1].area.level),
                len(pair[1].name),
                pair[1].area.code,
            ),
        )
        return [_hit(score, entry) for score, entry in ranked[:limit]]

    def _with_a_slip(self, words: list[str]) -> dict[str, tuple[float, _Entry]]:
        """Areas whose words come near every word asked for; the beginning weighs as much."""
        found: dict[str, tuple[float, _Entry]] | None = None
        for word in words:
            near: dict[str, tuple[float, _Entry]] = {}
            for known, score in self._near_words(word):
                for entry in self._by_word[known]:
                    best = near.get(entry.area.code, (0.0, entry))[0]
                    near[entry.area.code] = (max(best, score * 0.75), entry)
            if found is None:
                found = near
            else:
                both = found.keys() & near.keys()
                found = {code: (min(found[code][0], near[code][0]), near[code][1]) for code in both}
        return found or {}

    def _near_words(self, word: str) -> list[tuple[str, float]]:
        if len(word) < 3:
            return []
        whole = process.extract(
            word, self._by_word.keys(), scorer=fuzz.ratio, limit=40, score_cutoff=SLIP_FROM
        )
        starts = {known[: len(word)]: known for known in self._by_word if len(known) > len(word)}
        beginnings = process.extract(
            word, starts.keys(), scorer=fuzz.ratio, limit=40, score_cutoff=SLIP_FROM
        )
        begun = [
            (known, score * 0.97)
            for start, score, _ in beginnings
            for known in self._by_word
            if known.startswith(start)
        ]
        return [(known, score) for known, score, _ in whole] + begun


def _entry(area: Area, directory: Directory) -> _Entry:
    place = plain(directory.name(area.kommun)) if area.kommun and area.level != "kommun" else ""
    name = plain(area.name)
    return _Entry(area, directory.label(area.code), name, tuple(name.split()), tuple(place.split()))


def _score(query: str, words: list[str], entry: _Entry) -> float:
    code = entry.area.code.casefold()
    if query in (entry.name, code):
        return EXACT
    if len(query) > 1 and query[0].isdigit() and code.startswith(query):
        return CODE
    return _score_of_name(query, words, entry)


def _score_of_name(query: str, words: list[str], entry: _Entry) -> float:
    if entry.name.startswith(query):
        return STARTS
    if any(word.startswith(query) for word in entry.words):
        return WORD_STARTS
    if len(words) > 1 and _all_begin(words, entry):
        return ALL_WORDS
    return INSIDE if len(query) > 2 and query in entry.name else 0.0


def _all_begin(words: list[str], entry: _Entry) -> bool:
    known = entry.words + entry.place
    return all(any(other.startswith(word) for other in known) for word in words)


def _hit(score: float, entry: _Entry) -> Hit:
    return Hit(entry.area.code, entry.label, entry.area.level, round(score, 1))


def find_indicators(catalogue: Catalogue, text: str, language: str, limit: int = 8) -> list[str]:
    """Ids of indicators whose name, short name or synonym comes near ``text``, best first."""
    names: dict[str, str] = {}
    for indicator in catalogue:
        spoken = (
            indicator.label.in_language(language),
            indicator.label.sv,
            *([indicator.short.sv] if indicator.short else []),
            *indicator.synonyms,
        )
        for name in spoken:
            names.setdefault(plain(name), indicator.id)
    found = process.extract(
        plain(text[:80]), names.keys(), scorer=fuzz.WRatio, limit=limit * 3, score_cutoff=60
    )
    return list(dict.fromkeys(names[name] for name, _, _ in found))[:limit]
