"""A layer as GeoParquet 1.1, for notebooks and databases."""

import io
from collections.abc import Mapping

import geopandas as gpd
import pyarrow as pa
import pyarrow.parquet as pq


def geoparquet(layer: gpd.GeoDataFrame, *, about: Mapping[str, str]) -> bytes:
    """Write a layer: WKB geometry, zstd, and what stands on every product as file metadata.

    Parameters
    ----------
    layer : GeoDataFrame
    about : mapping of str to str
        Written under ``learnmap:NAME``.

    Returns
    -------
    bytes
        The same for the same content, with the same GeoPandas and Arrow.
    """
    buffer = io.BytesIO()
    layer.to_parquet(buffer, index=False, compression="zstd", schema_version="1.1.0")
    # GeoPandas has no parameter for further metadata, so the table is written once more.
    table = pq.read_table(pa.BufferReader(buffer.getvalue()))
    notes = {f"learnmap:{name}".encode(): value.encode() for name, value in about.items()}
    table = table.replace_schema_metadata({**(table.schema.metadata or {}), **notes})
    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd")
    return out.getvalue()
