"""Files in, checked records out: the one gate for what a city delivers.

Readers take paths and return records of `learnmap.model`; they know no database. A file with
any fault is refused as a whole, by one `FaultyTableError` that lists every fault.
"""

from learnmap.ingest.areas_file import open_areas, read_areas
from learnmap.ingest.basemap import read_basemap
from learnmap.ingest.candidates_file import read_candidates
from learnmap.ingest.chinese_faults import say_in_chinese
from learnmap.ingest.chinese_hours import read_chinese_hours
from learnmap.ingest.column_choice import SettledColumns, ToldColumns, settle_columns
from learnmap.ingest.column_mapping import ColumnMapping, MappedColumn
from learnmap.ingest.corners import CORNER_DEGREE, points_on_corners
from learnmap.ingest.dwellings import read_dwellings
from learnmap.ingest.extract import ExtractFacts, describe_extract
from learnmap.ingest.faults import FaultyTableError, RowFault
from learnmap.ingest.marked_sheet import write_marked_sheet
from learnmap.ingest.named_table import RecordsFile
from learnmap.ingest.offerings_file import (
    open_categories,
    open_offerings,
    read_categories,
    read_offerings,
)
from learnmap.ingest.opened_table import OpenedTable, open_named
from learnmap.ingest.osm_points import OsmPoints, read_osm_points
from learnmap.ingest.point_columns import guess_columns
from learnmap.ingest.point_source import Delivery, open_points
from learnmap.ingest.points_file import PointsFile, read_delivery, read_points
from learnmap.ingest.public_buildings import read_public_buildings
from learnmap.ingest.regions import Region
from learnmap.ingest.residents_file import open_residents, read_residents
from learnmap.ingest.routes_file import open_routes, read_routes
from learnmap.ingest.typed import Typed, read_typed_offering, read_typed_point

__all__ = [
    "CORNER_DEGREE",
    "ColumnMapping",
    "Delivery",
    "ExtractFacts",
    "FaultyTableError",
    "MappedColumn",
    "OpenedTable",
    "OsmPoints",
    "PointsFile",
    "RecordsFile",
    "Region",
    "RowFault",
    "SettledColumns",
    "ToldColumns",
    "Typed",
    "describe_extract",
    "guess_columns",
    "open_areas",
    "open_categories",
    "open_named",
    "open_offerings",
    "open_points",
    "open_residents",
    "open_routes",
    "points_on_corners",
    "read_areas",
    "read_basemap",
    "read_candidates",
    "read_categories",
    "read_chinese_hours",
    "read_delivery",
    "read_dwellings",
    "read_offerings",
    "read_osm_points",
    "read_points",
    "read_public_buildings",
    "read_residents",
    "read_routes",
    "read_typed_offering",
    "read_typed_point",
    "say_in_chinese",
    "settle_columns",
    "write_marked_sheet",
]
