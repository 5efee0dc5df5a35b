"""A table of sites as CSV, GeoJSON, GeoPackage and GeoParquet."""

import json
import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import geopandas as gpd
import pandas as pd

from learnmap.model.crs import STORED_CRS
from learnmap.products.geopackage import geopackage
from learnmap.products.geoparquet import geoparquet
from learnmap.workflows.planning.csv_tables import MADE_FROM, table_as_csv
from learnmap.workflows.planning.sites.report import SitesReport
from learnmap.workflows.planning.sites.table import COLUMNS, NUMBERS, about_sites, sites_table


def sites_as_csv(report: SitesReport) -> bytes:
    """Write sites as CSV UTF-8 with a byte order mark, for spreadsheets."""
    columns = [name for name in COLUMNS if name not in MADE_FROM]
    cells = ([row[name] for name in columns] for row in sites_table(report))
    return table_as_csv(columns, cells, report.provenance)


def sites_as_geojson(report: SitesReport) -> bytes:
    """Write sites as GeoJSON (RFC 7946); ``about`` beside the features tells what they are of."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]},
            "properties": row | {"gap": row["gap"] if math.isfinite(row["gap"]) else None},
        }
        for row in sites_table(report)
    ]
    collection = {"type": "FeatureCollection", "about": about_sites(report), "features": features}
    return (json.dumps(collection, ensure_ascii=False, allow_nan=False) + "\n").encode()


def sites_as_geopackage(report: SitesReport) -> bytes:
    """Write sites as a GeoPackage: the layer ``sites``, and the table ``about``."""
    day = str(report.provenance.points_on)
    return geopackage({"sites": sites_layer(report)}, about=about_sites(report), day=day)


def sites_as_geoparquet(report: SitesReport) -> bytes:
    """Write sites as GeoParquet 1.1; its metadata tell what they are of."""
    return geoparquet(sites_layer(report), about=about_sites(report))


SITES_FILES: Final[Mapping[str, Callable[[SitesReport], bytes]]] = MappingProxyType(
    {
        "csv": sites_as_csv,
        "geojson": sites_as_geojson,
        "gpkg": sites_as_geopackage,
        "parquet": sites_as_geoparquet,
    }
)
"""By the ending of the file."""


def sites_layer(report: SitesReport) -> gpd.GeoDataFrame:
    """Return sites as a table of points in EPSG:4326."""
    columns = pd.DataFrame(list(sites_table(report)), columns=list(COLUMNS))
    for name in (*NUMBERS, "longitude", "latitude", "minutes", "gap"):
        columns[name] = columns[name].astype("float64")
    for name in ("rank", "age_from"):
        columns[name] = columns[name].astype("int32")
    spots = gpd.points_from_xy(columns["longitude"], columns["latitude"])
    return gpd.GeoDataFrame(columns, geometry=spots, crs=STORED_CRS)
