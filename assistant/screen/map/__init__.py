"""A map of areas that can be zoomed, pointed at, walked with the keyboard and chosen from.

The shapes are fetched once by the browser (see `assistant.screen.shapes_route`); a rerun sends
class numbers and texts only. The same content must always stand beside the map as a table.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st

from assistant.screen.map.payload import AreaClass, MapLabels, payload

__all__ = ["AreaClass", "MapLabels", "area_map"]

_HERE = Path(__file__).parent
_SCRIPTS = ("shapes.js", "legend.js", "view.js", "pointing.js", "map.js")


def _text(*names: str) -> str:
    return "\n".join((_HERE / name).read_text(encoding="utf-8") for name in names)


_component = st.components.v2.component(
    "area_map", html=_text("map.html"), css=_text("map.css"), js=_text(*_SCRIPTS)
)


def area_map(
    *,
    level: str,
    shapes_url: str,
    classes: Sequence[AreaClass],
    area_class: Mapping[str, int],
    tooltip: Mapping[str, str],
    within: Sequence[str],
    selected: str | None,
    marked: Sequence[str],
    alt: str,
    labels: MapLabels,
    rest_is_missing: bool = True,
    key: str,
) -> str | None:
    """Draw the map; answers the code of the area that was just chosen, for one run.

    `area_class` gives an area's place in `classes`; areas without one are the
    rest: hatched where `rest_is_missing`, else plain and pale. The
    first line of a tooltip is its heading. `within` holds codes of areas to show and zoom to (an
    area lies in another if its code begins with the other's); empty means the whole country.
    `marked` areas get a dashed border. Raises ValueError for anything that is not a code, a colour
    or an own address.
    """
    data = payload(
        level=level,
        shapes_url=shapes_url,
        classes=classes,
        area_class=area_class,
        tooltip=tooltip,
        within=within,
        selected=selected,
        marked=marked,
        alt=alt,
        labels=labels,
        rest_is_missing=rest_is_missing,
    )
    result = _component(key=key, data=data, on_chosen_change=_nothing)
    chosen = result.chosen
    return chosen if isinstance(chosen, str) and chosen else None


def _nothing() -> None:
    """A trigger is only reported to a component that listens."""
