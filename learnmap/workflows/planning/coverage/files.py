"""A planner's table of coverage as files: what is shown, all digits, and where it comes from."""

import json
from collections.abc import Mapping
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from learnmap.model.crs import COORDINATE_STEP, STORED_CRS
from learnmap.products.geopackage import geopackage
from learnmap.products.spreadsheet import spreadsheet
from learnmap.products.workbook import workbook
from learnmap.workflows.planning.inputs import PlanningInputs
from learnmap.workflows.planning.provenance import Provenance
from learnmap.workflows.planning.questions import AreaFigures, CoverageAnswer

FORMATS: Final = ("csv", "xlsx", "geojson", "gpkg")
NAME: Final = "coverage"


def coverage_file(answer: CoverageAnswer, inputs: PlanningInputs, suffix: str) -> bytes:
    """Write the rows of an answer, in their order.

    Residents stand there as they were added up, so that ``covered``, ``uncovered`` and
    ``unplaced`` make ``total`` at the minutes that were asked for.

    Parameters
    ----------
    answer : CoverageAnswer
    inputs : PlanningInputs
        That it was counted from.
    suffix : str
        One of `FORMATS`; CSV and XLSX have no outlines.
    """
    layer = coverage_layer(answer, inputs)
    about = made_from(inputs.provenance) | {
        "residents_in_several_areas": repr(answer.in_several),
        "residents_in_no_area": repr(answer.in_none),
    }
    if suffix == "csv":
        return spreadsheet(layer, about=about)
    if suffix == "xlsx":
        return workbook(layer, title=NAME, about=about)
    if suffix == "gpkg":
        return geopackage({NAME: layer}, about=about, day=inputs.read_on.isoformat())
    return _geojson(layer, about)


def coverage_layer(answer: CoverageAnswer, inputs: PlanningInputs) -> gpd.GeoDataFrame:
    """Return a row for each area, with its outline in EPSG:4326 where it has one."""
    level = answer.question.level
    areas = inputs.areas[inputs.areas["level"] == level]
    outlines = dict(zip(areas["code"], areas.geometry, strict=True))
    rows = [_row(answer, one) for one in answer.rows]
    shapes = np.array([_several(outlines.get(one.code)) for one in answer.rows], object)
    return gpd.GeoDataFrame(pd.DataFrame(rows), geometry=shapes, crs=STORED_CRS)


def _row(answer: CoverageAnswer, area: AreaFigures) -> dict[str, Any]:
    asked = answer.question
    chosen = area.within[asked.minutes]
    return {
        "profile": asked.profile,
        "age_from": asked.age_from,
        "points": asked.points.by,
        "points_code": asked.points.code,
        "points_count": answer.joined,
        "level": asked.level,
        "area_code": area.code,
        "area_name_zh": area.names.get("zh", ""),
        "area_name_en": area.names.get("en", ""),
        "total": chosen.total,
        **{f"covered_{minutes}_min": area.within[minutes].covered for minutes in answer.minutes},
        "minutes": asked.minutes,
        "covered": chosen.covered,
        "uncovered": chosen.uncovered,
        "unplaced": chosen.unplaced,
        "share": chosen.share,
    }


def made_from(provenance: Provenance) -> dict[str, str]:
    """Return what figures were made from, as a file beside or below them tells it."""
    build = provenance.build
    return {
        "streets": build.extract_name,
        "streets_date": str(build.extract_date or ""),
        "streets_attribution": build.attribution,
        "streets_licence": build.licence,
        "network": build.content_hash,
        "residents_sources": provenance.sources_named,
        "residents_imported": provenance.imported_on,
        "points_on": str(provenance.points_on),
        "fictional": str(provenance.fictional).lower(),
    }


def _several(shape: Any) -> shapely.MultiPolygon | None:
    if shape is None or isinstance(shape, shapely.MultiPolygon):
        return shape
    return shapely.MultiPolygon([shape])


def _geojson(layer: gpd.GeoDataFrame, about: Mapping[str, str]) -> bytes:
    """Write RFC 7946 with the member ``about`` of our own, coordinates to six decimals."""
    table = layer.drop(columns=layer.geometry.name).astype(object)
    rows = table.where(table.notna(), None).to_dict("records")
    shapes = shapely.orient_polygons(shapely.set_precision(layer.geometry, COORDINATE_STEP))
    features = [
        {
            "type": "Feature",
            "geometry": None if shape is None else shapely.geometry.mapping(shape),
            "properties": row,
        }
        for row, shape in zip(rows, shapes, strict=True)
    ]
    found = {"type": "FeatureCollection", "about": dict(about), "features": features}
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
