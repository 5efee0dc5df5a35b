"""No resident is lost between a real file and the coverage table."""

import math
from pathlib import Path

import pyogrio
import pytest
import rasterio

from learnmap.ingest.residents_raster import read_raster
from learnmap.workflows.city import City
from learnmap.workflows.import_runs import apply_import, confirm_warnings, run_import
from learnmap.workflows.planning.coverage.counting import city_coverage

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
HELSINKI = SHARED / "helsinki" / "population_grid_2020.gpkg"
WUHAN = SHARED / "population" / "wuhan_pop_60plus_100m.tif"


@pytest.mark.skipif(not HELSINKI.is_file(), reason=f"{HELSINKI.name} is not at hand")
def test_helsinkis_grid_is_counted_to_the_person(pointed: City) -> None:
    told = math.fsum(pyogrio.read_dataframe(HELSINKI)["population"])
    assert told == 71_724  # as the data's own notes say
    run = run_import(pointed, HELSINKI, what="population", datum="wgs84")
    # The grid is wider than the streets: cells that hold no junction keep their residents.
    assert run.import_id is not None
    confirm_warnings(pointed, run.import_id, lines=None, note="wider than the extract")
    apply_import(pointed, run.import_id)
    rows = city_coverage(pointed, profiles=["adult"]).rows
    for row in rows:
        found = row.found
        assert math.isclose(found.total, told, rel_tol=1e-6)
        parts = math.fsum((found.covered, found.uncovered, found.unplaced))
        assert math.isclose(parts, told, rel_tol=1e-6)
        # Most of the grid lies beyond the extract: 22 of its 92 cells, 7,801 people, meet it.
        assert 0 < found.covered <= 7_801
        assert found.unplaced >= told - 7_801


@pytest.mark.skipif(not WUHAN.is_file(), reason=f"{WUHAN.name} is not at hand")
def test_wuhans_raster_is_read_to_the_person() -> None:
    with rasterio.open(WUHAN) as raster:
        told = math.fsum(raster.read(1, masked=True).compressed().tolist())
    assert round(told) == 1_046_215  # as the data's own notes say
    read = read_raster(WUHAN, source="WorldPop")
    found = math.fsum(count.residents for one in read.records for count in one.counts)
    assert math.isclose(found, told, rel_tol=1e-6)
    assert {count.age_from for one in read.records for count in one.counts} == {60}
