"""One sqlglot tree per form, put together from fixed pieces; values are always parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlglot import exp

from semantic.forms import Form, Template
from semantic.templates.areas import areas, change, profile, rank, threshold
from semantic.templates.types import gap, moved, of_type, share, types


def tree_of(form: Form) -> exp.Select:
    return _BUILDERS[form.template](form)


_BUILDERS: Mapping[Template, Callable[[Form], exp.Select]] = {
    "areas": areas,
    "rank": rank,
    "threshold": threshold,
    "change": change,
    "profile": profile,
    "types": types,
    "gap": gap,
    "share": share,
    "of_type": of_type,
    "moved": moved,
}
