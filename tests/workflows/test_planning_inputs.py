"""What is kept with a city's residents, and taken over by each scenario."""

import datetime as dt
from pathlib import Path

from learnmap.store import Store
from learnmap.workflows.planning.inputs import read_inputs
from learnmap.workflows.planning.provenance import Provenance, ResidentsFile
from tests.service.planned_town import open_planned_town


def test_hexagons_are_those_of_the_resolution_and_found_once(store: Store, tmp_path: Path) -> None:
    inputs = read_inputs(open_planned_town(store, tmp_path))
    # H3 writes the resolution as the second figure of an id; smaller hexagons are no fewer.
    coarse, fine = inputs.hexagons(8), inputs.hexagons(10)
    assert {one[1] for one in coarse.ids} == {"8"}
    assert {one[1] for one in fine.ids} == {"a"}
    assert len(coarse.ids) <= len(fine.ids)
    then = inputs.changed(inputs.points[:1], inputs.settings)
    assert then.hexagons(8) is coarse
    assert then.counted(60) is inputs.counted(60)


def test_the_day_of_import_is_the_newest(store: Store, tmp_path: Path) -> None:
    now = read_inputs(open_planned_town(store, tmp_path)).provenance
    assert (now.sources_named, now.imported_on) == ("census of River Town", "")
    files = tuple(ResidentsFile(f"{day}.csv", dt.date(2026, 1, day)) for day in (9, 28, 3))
    later = Provenance(now.build, now.sources, files, now.open_points, now.points_on, now.fictional)
    assert later.imported_on == "2026-01-28"
