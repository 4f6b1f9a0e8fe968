"""Every word of the map component, in the reader's language."""

from assistant.language import Speech
from assistant.screen.map import MapLabels


def map_labels(legend: str, rest: str, speech: Speech) -> MapLabels:
    return MapLabels(
        map=speech.t("Map"),
        help=speech.t(
            "Arrow keys move between areas, plus and minus zoom, Enter chooses the area, "
            "Escape leaves the map."
        ),
        zoom_in=speech.t("Zoom in"),
        zoom_out=speech.t("Zoom out"),
        reset=speech.t("Show the whole map"),
        wheel=speech.t("Hold Ctrl and turn the wheel to zoom"),
        legend=legend,
        missing=rest,
        marked=speech.t("Border changed in 2025"),
        loading=speech.t("Fetching the map …"),
        failed=speech.t("The map could not be fetched. The table below has the same figures."),
    )
