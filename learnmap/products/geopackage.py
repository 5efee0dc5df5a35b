"""One GeoPackage with all layers of an edition, or of a planner, for every map program."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import geopandas as gpd
import pandas as pd
import pyogrio

_GEOMETRY: Final = {
    "points": "Point",
    "offerings": "Point",
    "routes": "MultiLineString",
    "catchments": "MultiPolygon",
    "unions": "MultiPolygon",
    "coverage": "MultiPolygon",
    "gaps": "MultiPolygon",
    "hexagons": "MultiPolygon",
    "district": "MultiPolygon",
    "street_town": "MultiPolygon",
    "neighbourhood": "MultiPolygon",
    "residents": "Point",
    "sites": "Point",
}
_ABOUT: Final = "about"


def geopackage(
    layers: Mapping[str, gpd.GeoDataFrame], *, about: Mapping[str, str], day: str
) -> bytes:
    """Write the layers, and a table ``about`` of names and values.

    Parameters
    ----------
    layers : mapping of str to GeoDataFrame
        By name; those of `_GEOMETRY`.
    about : mapping of str to str
        Approval, sources, date.
    day : str
        ISO 8601 date that the file gives as its last change: the clock must not be in it.

    Returns
    -------
    bytes
        The same for the same content, with the same GDAL.
    """
    with tempfile.TemporaryDirectory() as folder, _dated(day):
        path = Path(folder) / "edition.gpkg"
        for name, layer in layers.items():
            pyogrio.write_dataframe(
                layer, path, layer=name, driver="GPKG", append=path.exists(),
                geometry_type=_GEOMETRY[name], layer_options={"GEOMETRY_NAME": "geometry"},
            )  # fmt: skip
        table = pd.DataFrame({"name": list(about), "value": list(about.values())}, dtype=object)
        pyogrio.write_dataframe(table, path, layer=_ABOUT, driver="GPKG", append=path.exists())
        return path.read_bytes()


@contextmanager
def _dated(day: str) -> Iterator[None]:
    """Give GDAL a fixed clock for the time of writing."""
    name = "OGR_CURRENT_DATE"
    before = pyogrio.get_gdal_config_option(name)
    pyogrio.set_gdal_config_options({name: f"{day}T00:00:00.000Z"})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({name: before})
