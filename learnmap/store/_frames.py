"""Read statements as tables with geometry, and write many rows by COPY."""

from collections.abc import Iterable, Sequence
from typing import Any

import geopandas as gpd
import pandas as pd
import psycopg
import shapely
from psycopg import sql
from sqlalchemy import Select

from learnmap.model.crs import STORED_CRS
from learnmap.store._transaction import Transaction
from learnmap.store.schema import SCHEMA


def read_frame(tx: Transaction, statement: Select[Any]) -> gpd.GeoDataFrame:
    """Read a statement whose column ``geometry`` is WKB as a GeoDataFrame in EPSG:4326."""
    result = tx.execute(statement)
    columns = list(result.keys())
    frame = pd.DataFrame.from_records([tuple(row) for row in result], columns=columns)
    shapes = shapely.from_wkb([bytes(value) for value in frame.pop("geometry")])
    return gpd.GeoDataFrame(
        frame, geometry=gpd.GeoSeries(shapes, index=frame.index, crs=STORED_CRS)
    )


def copy_rows(
    tx: Transaction, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Write rows by COPY, geometry as hexadecimal EWKB; the quickest way into a table."""
    driver: psycopg.Connection[Any] = tx.connection.driver_connection  # type: ignore[assignment]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(SCHEMA, table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
