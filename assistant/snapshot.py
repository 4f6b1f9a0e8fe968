"""A result as it was shown, as one canonical JSON document, never changed and named by its sha-256.

It holds everything needed to show the result again, byte for byte, after any number of data
versions and releases; `assistant.freezing` makes it and reads what is shown out of it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Snapshot:
    """``document`` is canonical JSON: equal results have equal documents and so equal ids."""

    document: str

    @classmethod
    def of(cls, body: dict[str, Any]) -> Snapshot:
        return cls(_canonical(body))

    @cached_property
    def id(self) -> str:
        return hashlib.sha256(self.document.encode()).hexdigest()

    @cached_property
    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = json.loads(self.document)
        return body

    @property
    def question_json(self) -> str:
        """The canonical JSON of the question, as it was when the snapshot was taken."""
        return _canonical(self.body["question"])

    @property
    def question_hash(self) -> str:
        return str(self.body["question_hash"])

    @property
    def version_id(self) -> str:
        return str(self.body["version_id"])

    @property
    def example_data(self) -> bool:
        return bool(self.body["example_data"])

    @property
    def created(self) -> str:
        """When the data version was made."""
        return str(self.body["created"])

    @property
    def periods(self) -> tuple[int, ...]:
        return tuple(self.body["periods"])

    @property
    def claims(self) -> dict[str, Any]:
        claims: dict[str, Any] = self.body["claims"]
        return claims


def _canonical(body: object) -> str:
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
