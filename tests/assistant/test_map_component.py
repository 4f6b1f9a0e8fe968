"""What the map is told and where it fetches its shapes: everything that needs no browser."""

import gzip
import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from assistant.screen import map as map_component
from assistant.screen.map.payload import AreaClass, MapLabels, payload
from assistant.screen.shapes_route import shapes_route, shapes_url
from tests.support import run_async

FOLDER = Path(map_component.__file__).parent
BODY = gzip.compress(b'{"codes":[]}', mtime=0)
DIGESTS = {"regso": "00ff", "lan": "abcd"}

LOW = AreaClass(label="Low", colour="#dbe9f6", pattern=None)
HIGH = AreaClass(label="High", colour="#0b4a8a", pattern=None)
LABELS = MapLabels(
    map="Map",
    help="Arrow keys",
    zoom_in="In",
    zoom_out="Out",
    reset="All",
    wheel="Hold Ctrl",
    legend="Share",
    missing="No data",
    marked="Changed",
    loading="Loading",
    failed="Failed",
)
GOOD: dict[str, Any] = {
    "level": "kommun",
    "shapes_url": "/shapes/kommun-00ff.json",
    "classes": [LOW, HIGH],
    "area_class": {"1280": 1, "0114": 0},
    "tooltip": {"1280": "Malmö\n1,5 procent", "1281": "Lund\nUppgift saknas"},
    "within": [],
    "selected": None,
    "marked": [],
    "alt": "Map of Sweden",
    "labels": LABELS,
}


def told(**changes: object) -> dict[str, Any]:
    return payload(**{**GOOD, **changes})


def requested(path: str, method: str = "GET", **headers: str) -> httpx.Response:
    """What the route answers, `headers` with underscores for hyphens."""

    def load(level: str) -> bytes:
        assert level in DIGESTS
        return BODY

    async def request() -> httpx.Response:
        app = Starlette(routes=[shapes_route(load, DIGESTS.__getitem__)])
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            return await client.request(method, path, headers=named)

    return run_async(request())


def test_areas_travel_as_aligned_columns() -> None:
    assert told()["areas"] == {
        "codes": "0114 1280 1281",
        "classes": "01-",
        "tips": ["", "Malmö\n1,5 procent", "Lund\nUppgift saknas"],
    }


def test_a_whole_country_is_small_on_the_wire() -> None:
    codes = [f"{kommun:04}R{number:03}" for kommun in range(100, 390) for number in range(1, 13)]
    sent = told(level="regso", area_class=dict.fromkeys(codes, 1), tooltip={})
    assert len(json.dumps(sent)) < 16 * len(codes)


def test_the_same_arguments_give_the_same_payload_in_any_order() -> None:
    turned = told(area_class={"0114": 0, "1280": 1}, marked=["1281", "0114"])
    assert json.dumps(turned) == json.dumps(told(marked=["0114", "1281"]))


def test_nothing_at_all_is_a_map_of_missing_values() -> None:
    sent = told(classes=[], area_class={}, tooltip={})
    assert sent["areas"] == {"codes": "", "classes": "", "tips": []}


def test_thirty_six_classes_have_one_character_each() -> None:
    codes = [f"{number:04}" for number in range(36)]
    classes = {code: index for index, code in enumerate(codes)}
    sent = told(classes=[LOW] * 36, area_class=classes, tooltip={})
    assert sent["areas"]["classes"] == "0123456789abcdefghijklmnopqrstuvwxyz"


@pytest.mark.parametrize(
    ("within", "expected"),
    [
        (["00"], []),
        (["12", "1280", "01"], ["01", "12"]),
        (["1280", "1280"], ["1280"]),
    ],
)
def test_places_that_lie_in_others_are_left_out(within: list[str], expected: list[str]) -> None:
    assert told(within=within)["within"] == expected


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        ("level", "deso"),
        ("shapes_url", "https://example.org/shapes.json"),
        ("shapes_url", "//example.org/shapes.json"),
        ("shapes_url", "/shapes.json?x=1"),
        ("classes", [AreaClass(label="x", colour="red;}*{display:none", pattern=None)]),
        ("classes", [AreaClass(label="x", colour="#fff\n", pattern=None)]),
        ("classes", [AreaClass(label=" ", colour="#ffffff", pattern=None)]),
        ("classes", [{"label": "x", "colour": "#ffffff", "pattern": "dots"}]),
        ("classes", [LOW] * 37),
        ("area_class", {"1280": 2}),
        ("area_class", {"1280": -1}),
        ("area_class", {"12": 1}),
        ("area_class", {"1280R028": 1}),
        ("tooltip", {'"><img': "x"}),
        ("within", ["1280R028"]),
        ("within", ["128"]),
        ("selected", "12"),
        ("marked", ["1280\n"]),
        ("alt", " "),
        ("labels", {**LABELS, "missing": ""}),
        ("labels", {}),
    ],
)
def test_an_error_names_the_argument(argument: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"^{argument}: "):
        told(**{argument: value})


def test_the_files_make_one_module_with_one_export() -> None:
    script = "\n".join((FOLDER / name).read_text("utf-8") for name in map_component._SCRIPTS)
    names = re.findall(r"^(?:function\*?|class|const) (\w+)", script, re.MULTILINE)
    assert {path.name for path in FOLDER.glob("*.js")} == set(map_component._SCRIPTS)
    assert len(names) == len(set(names))
    assert re.findall(r"^export .*?(\w+)\(", script, re.MULTILINE) == ["render"]
    assert not re.search(r"^import ", script, re.MULTILINE)
    assert "http" not in script.replace("http://www.w3.org/2000/svg", "")


def test_every_label_is_used_by_the_script() -> None:
    script = "\n".join(path.read_text("utf-8") for path in FOLDER.glob("*.js"))
    assert [name for name in LABELS if f"labels.{name}" not in script] == []


def test_shapes_are_sent_compressed_and_may_be_kept() -> None:
    answer = requested(shapes_url("regso", DIGESTS.__getitem__))
    assert answer.status_code == 200
    assert answer.json() == {"codes": []}
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["content-length"] == str(len(BODY))
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["etag"] == '"00ff"'


def test_a_browser_that_has_the_shapes_is_not_sent_them_again() -> None:
    answer = requested("/shapes/lan-abcd.json", If_None_Match='"abcd"')
    assert (answer.status_code, answer.content) == (304, b"")


@pytest.mark.parametrize(
    "name",
    ["regso-abcd", "regso-", "regso", "-00ff", "riket-00ff", "..-00ff", "regso%00-00ff", "å-00ff"],
)
def test_anything_else_is_not_found(name: str) -> None:
    answer = requested(f"/shapes/{name}.json")
    assert answer.status_code == 404
    assert "immutable" not in answer.headers.get("cache-control", "")


@pytest.mark.parametrize(
    "path", ["/shapes/../regso-00ff.json", "/shapes/a/regso-00ff.json", "/shapes/regso-00ff"]
)
def test_no_other_path_leads_there(path: str) -> None:
    assert requested(path).status_code == 404


def test_shapes_cannot_be_sent_to_the_server() -> None:
    assert requested("/shapes/regso-00ff.json", "POST").status_code == 405
