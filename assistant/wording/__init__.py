"""Refusals, notices and standing texts in plain words."""

from assistant.wording.known import Known, area_label, indicator_label, suggestion_label
from assistant.wording.notices import (
    borders_text,
    break_text,
    example_banner,
    notice,
    type_basis_text,
    with_banner,
)
from assistant.wording.refusals import refusal

__all__ = [
    "Known",
    "area_label",
    "borders_text",
    "break_text",
    "example_banner",
    "indicator_label",
    "notice",
    "refusal",
    "suggestion_label",
    "type_basis_text",
    "with_banner",
]
