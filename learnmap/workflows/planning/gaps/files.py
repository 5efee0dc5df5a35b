"""A table of gaps as CSV, GeoJSON, GeoPackage and GeoParquet."""

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from learnmap.model.crs import STORED_CRS
from learnmap.products.geopackage import geopackage
from learnmap.products.geoparquet import geoparquet
from learnmap.workflows.planning.csv_tables import MADE_FROM, table_as_csv
from learnmap.workflows.planning.gaps.report import GapsReport
from learnmap.workflows.planning.gaps.table import about_gaps, gaps_table

_STEP: Final = 1e-7
"""Grid of published corners in degrees; neighbouring hexagons stay without a slit."""
_LAYER: Final = "gaps"


def gaps_as_csv(report: GapsReport) -> bytes:
    """Write gaps as CSV UTF-8 with a byte order mark, for spreadsheets.

    Residents have all their digits, and what each row was made from comes last.
    """
    rows = list(gaps_table(report))
    columns = [name for name in rows[0] if name not in MADE_FROM]
    cells = ([row[name] for name in columns] for row in rows)
    return table_as_csv(columns, cells, report.provenance)


def gaps_as_geojson(report: GapsReport) -> bytes:
    """Write gaps as GeoJSON (RFC 7946); ``about`` beside the features tells what they are of.

    A feature has no geometry for who lives in no area.
    """
    features = [
        {"type": "Feature", "geometry": _geometry(row.shape), "properties": columns}
        for row, columns in zip(report.rows, gaps_table(report), strict=True)
    ]
    collection = {"type": "FeatureCollection", "about": about_gaps(report), "features": features}
    return (json.dumps(collection, ensure_ascii=False, allow_nan=False) + "\n").encode()


def gaps_as_geopackage(report: GapsReport) -> bytes:
    """Write gaps as a GeoPackage: the layer ``gaps``, and the table ``about``."""
    day = str(report.provenance.points_on)
    return geopackage({_LAYER: gaps_layer(report)}, about=about_gaps(report), day=day)


def gaps_as_geoparquet(report: GapsReport) -> bytes:
    """Write gaps as GeoParquet 1.1; its metadata tell what they are of."""
    return geoparquet(gaps_layer(report), about=about_gaps(report))


GAPS_FILES: Final[Mapping[str, Callable[[GapsReport], bytes]]] = MappingProxyType(
    {
        "csv": gaps_as_csv,
        "geojson": gaps_as_geojson,
        "gpkg": gaps_as_geopackage,
        "parquet": gaps_as_geoparquet,
    }
)
"""By the ending of the file."""


def _geometry(shape: Any) -> Any:
    if shape is None:
        return None
    return json.loads(shapely.to_geojson(_tidy(shape)))


def _tidy(shape: Any) -> Any:
    """Put the corners on the grid, and outer rings counter-clockwise as RFC 7946 wants them."""
    return shapely.orient_polygons(shapely.set_precision(shape, _STEP, mode="pointwise"))


def gaps_layer(report: GapsReport) -> gpd.GeoDataFrame:
    """Return gaps as a table with outlines in EPSG:4326."""
    columns = pd.DataFrame(list(gaps_table(report)))
    columns["rank"] = columns["rank"].astype("Int32")
    for name in ("longitude", "latitude", "nearest_minutes", "median_minutes"):
        columns[name] = columns[name].astype("float64")
    shapes = np.array([_multipolygon(row.shape) for row in report.rows], object)
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=STORED_CRS)


def _multipolygon(shape: Any) -> Any:
    if shape is None:
        return None
    return shapely.multipolygons([_tidy(part) for part in getattr(shape, "geoms", [shape])])
