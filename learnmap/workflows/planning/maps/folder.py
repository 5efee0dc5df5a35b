"""Writes a planner's layers: a GeoPackage with a QGIS project, GeoParquet and CSV of each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import geopandas as gpd

from learnmap.model.gap_reasons import GAP_REASON_NAMES, GapReason
from learnmap.products.geopackage import geopackage
from learnmap.products.geoparquet import geoparquet
from learnmap.products.qgis_project import MapClass, MapLayer, qgis_project
from learnmap.products.spreadsheet import spreadsheet
from learnmap.workflows.city import City
from learnmap.workflows.planning.colours import (
    ABOVE,
    BEYOND,
    NOWHERE,
    OF_REASON,
    SHARES,
    near_to_far,
)
from learnmap.workflows.planning.gaps.files import gaps_as_csv, gaps_as_geoparquet
from learnmap.workflows.planning.held_city import HeldCity, hold_city
from learnmap.workflows.planning.maps.layers import about_layers, gaps_asked, map_layers
from learnmap.workflows.planning.new_folder import check_free, write_files
from learnmap.workflows.planning.questions import CoverageQuestion, ReportQuestion, settled

_PACKAGE: Final = "planning.gpkg"
_TITLES: Final[Mapping[str, str]] = {
    "points": "学习点 / Learning points",
    "gaps": "覆盖盲区 / Gaps",
    "district": "区 / Districts",
    "street_town": "街镇 / Street-towns",
    "neighbourhood": "社区 / Neighbourhoods",
    "hexagons": "步行时间 / Walking time",
    "residents": "居民 / Residents",
}
_SHOWN: Final = frozenset({"points", "hexagons"})


@dataclass(frozen=True, slots=True)
class WrittenLayers:
    """What was written.

    Attributes
    ----------
    files : tuple of Path
    fictional : bool
        Whether any of it is of invented data.
    """

    files: tuple[Path, ...]
    fictional: bool


def write_map_layers(
    city: City, folder: Path, question: ReportQuestion | None = None
) -> WrittenLayers:
    """Write the layers of a city as it is now.

    Parameters
    ----------
    city : City
    folder : Path
        New, or empty.
    question : ReportQuestion, optional
        Whose walks, and how long; as for `learnmap.workflows.planning.report.write_report`.

    Raises
    ------
    ConflictError
        When the folder holds something.
    NotReadyError
        When there are no streets, residents or open points.
    InvalidInputError
        For a profile or minutes that cannot be asked.
    """
    check_free(folder)
    held = hold_city(city)
    asked = settled(held, question or ReportQuestion())
    layers, about = map_layers(held, asked), about_layers(held, asked)
    made = {
        _PACKAGE: geopackage(layers, about=about, day=held.inputs.read_on.isoformat()),
        "planning.qgs": _project(held, asked, layers, about),
    }
    gaps = gaps_asked(held, asked)
    for name, layer in layers.items():
        # A table of gaps says in columns of its own what it was made from.
        own = name == "gaps"
        made[f"{name}.parquet"] = (
            gaps_as_geoparquet(gaps) if own else geoparquet(layer, about=about)
        )
        made[f"{name}.csv"] = gaps_as_csv(gaps) if own else spreadsheet(layer, about=about)
    return WrittenLayers(write_files(folder, made), held.inputs.provenance.fictional)


def _project(
    held: HeldCity,
    question: CoverageQuestion,
    layers: Mapping[str, gpd.GeoDataFrame],
    about: Mapping[str, str],
) -> bytes:
    names = held.inputs.settings.names
    title = " / ".join(dict.fromkeys(names.values()))
    steps = [one // 60 for one in held.inputs.settings.cutoffs_s]
    classes = {
        "points": list(_of_points()),
        "gaps": list(_of_gaps(layers["gaps"])),
        "hexagons": list(_of_minutes("median_minutes", [*steps, held.limit_s // 60])),
        "residents": list(_of_minutes("minutes", [*steps, held.limit_s // 60])),
    }
    drawn = [
        MapLayer(
            name,
            _TITLES[name],
            "Point" if name in {"points", "residents"} else "Polygon",
            classes.get(name) or list(_of_shares(question.minutes)),
            shown=name in _SHOWN,
        )
        for name in layers
    ]
    west, south, east, north = layers["hexagons"].total_bounds.tolist()
    notes = "\n".join(f"{name}: {value}" for name, value in about.items())
    return qgis_project(title, _PACKAGE, drawn, box=(west, south, east, north), notes=notes)


def _of_points() -> Iterator[MapClass]:
    yield MapClass("计入 / counts", '"counts"', "#12395b", size_mm=2.6)
    yield MapClass("不计入 / does not count", "", "#ffffff", size_mm=2.2, outline="#12395b")


def _of_gaps(layer: gpd.GeoDataFrame) -> Iterator[MapClass]:
    there = set(layer["reason"])
    for why in GapReason:
        if why.code in there:
            names = GAP_REASON_NAMES[why]
            label = f"{names['zh']} / {names['en']}"
            yield MapClass(label, f"\"reason\" = '{why.code}'", OF_REASON[why], 0.8, outline="")


def _of_minutes(column: str, steps: list[int]) -> Iterator[MapClass]:
    steps = sorted(set(steps))
    colours = near_to_far(len(steps))
    for (low, high), colour in zip(pairwise([0, *steps]), colours, strict=True):
        label = f"{low}–{high} 分钟 / min" if low else f"≤ {high} 分钟 / min"
        above = f'"{column}" > {low} AND ' if low else ""
        yield MapClass(label, f'{above}"{column}" <= {high}', colour, 0.75, 1.4, outline="")
    label = f"> {steps[-1]} 分钟，或走不到 / min, or no way"
    yield MapClass(label, "", BEYOND, 0.75, 1.4, outline="")


def _of_shares(minutes: int) -> Iterator[MapClass]:
    before = 0.0
    for share, colour in SHARES:
        label = f"{before:.0%}–{share:.0%}（{minutes} 分钟 / min）"
        where = f'"share" >= {before:g} AND "share" < {share:g}'
        yield MapClass(label, where, colour, 0.7, outline="#1d2733")
        before = share
    label = f"≥ {before:.0%}（{minutes} 分钟 / min）"
    yield MapClass(label, f'"share" >= {before:g}', ABOVE, 0.7, outline="#1d2733")
    yield MapClass("无人居住 / nobody", "", NOWHERE, 0.7, outline="#1d2733")
