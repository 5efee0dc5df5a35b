"""Network builds, snaps, catchments and residents."""

import math

import numpy as np
import pandas as pd
import pytest
from shapely.geometry import Point

from learnmap.model.errors import (
    ConflictError,
    GeometryError,
    InvalidInputError,
    NotFoundError,
    NotReadyError,
    TableError,
)
from learnmap.model.records import AgeCount, DemandPoint
from learnmap.store import (
    BuildElevation,
    Store,
    current_build,
    drop_catchments,
    list_builds,
    read_age_counts,
    read_build,
    read_catchments,
    read_demand_points,
    read_input_keys,
    read_snaps,
    record_build,
    replace_demand_points,
    replace_snaps,
    take_catchments,
    write_catchments,
)
from tests.store.samples import BOW_TIE, BUILD, a_build, a_city, a_point, some_bands, some_snaps


def test_a_build_keeps_where_its_heights_are_from(store: Store) -> None:
    raster = BuildElevation(
        name="dem.tif", sha256="1" * 64, edges=11, attribution="ASTER", licence="free"
    )
    with store.begin() as tx:
        record_build(tx, a_build(), actor="t")
        assert current_build(tx).elevation is None
        record_build(tx, a_build("cd" * 32, elevation=raster), actor="t")
        assert current_build(tx).elevation == raster
        assert read_build(tx, BUILD).elevation is None


def test_one_build_is_current(store: Store) -> None:
    with (
        pytest.raises(NotReadyError, match=r"learnmap network build CITY\.osm\.pbf"),
        store.begin() as tx,
    ):
        current_build(tx)
    other = a_build("cd" * 32, nodes=99)
    with store.begin() as tx:
        record_build(tx, a_build(), actor="t")
        record_build(tx, other, actor="t")
        assert current_build(tx).nodes == 99
    with store.begin() as tx:
        record_build(tx, a_build(), actor="t")
    with store.begin() as tx:
        now = current_build(tx)
        assert now.built_at is not None
        assert (now.content_hash, now.box) == (BUILD, (121.0, 31.0, 122.0, 32.0))
        assert read_build(tx, "cd" * 32).nodes == 99
        assert len(list_builds(tx)) == 2
        with pytest.raises(NotFoundError, match="'ef'"):
            read_build(tx, "ef")


def test_snaps_come_back_and_are_replaced(store: Store) -> None:
    snaps = some_snaps("p1", "p2")
    lost = pd.DataFrame(
        [
            ("p3", "adult", "too_far", None, math.nan, 132.4, None, None),
            ("p1", "older_adult", "island", 9, 0.5, 4.0, 121.4, 31.2),
        ],
        columns=snaps.columns,
    )
    with store.begin() as tx:
        a_city(tx, a_point("p1"), a_point("p2"), a_point("p3"))
        replace_snaps(tx, BUILD, pd.concat([snaps.astype(object), lost.astype(object)]))
    with store.begin() as tx:
        frame = read_snaps(tx, BUILD)
        adults = read_snaps(tx, BUILD, profile="adult")
        replace_snaps(tx, BUILD, snaps.iloc[:1])
        assert len(read_snaps(tx, BUILD)) == 1
        replace_snaps(tx, BUILD, snaps.iloc[:0])
        assert read_snaps(tx, BUILD).empty
    assert list(zip(frame["point_id"], frame["profile"], frame["status"], strict=True)) == [
        ("p1", "adult", "snapped"),
        ("p1", "older_adult", "island"),
        ("p2", "adult", "snapped"),
        ("p3", "adult", "too_far"),
    ]
    assert list(adults["point_id"]) == ["p1", "p2", "p3"]
    first, far = adults.iloc[0], adults.iloc[2]
    assert (first["edge"], first["fraction"], first["distance_m"]) == (7, 0.25, 3.5)
    assert (first["lon"], first["lat"]) == (121.4, 31.24)
    assert far["edge"] is pd.NA
    assert far["distance_m"] == 132.4
    assert math.isnan(far["lon"])


def test_snaps_that_cannot_be_are_refused(store: Store) -> None:
    with store.begin() as tx:
        a_city(tx)
    with pytest.raises(TableError, match="lacks edge"), store.begin() as tx:
        replace_snaps(tx, BUILD, some_snaps("p1").drop(columns="edge"))
    half = some_snaps("p1").assign(fraction=1.5)
    with (
        pytest.raises(InvalidInputError, match=r"ck_snaps_fraction.*fraction is from 0 to 1"),
        store.begin() as tx,
    ):
        replace_snaps(tx, BUILD, half)
    with pytest.raises(InvalidInputError, match=r"fk_snaps_point_id.*p9"), store.begin() as tx:
        replace_snaps(tx, BUILD, some_snaps("p9"))


def test_catchments_come_back_in_order(store: Store) -> None:
    bands = pd.concat([some_bands("p2", "p1"), some_bands("p1", profile="older_adult")])
    with store.begin() as tx:
        a_city(tx, a_point("p1"), a_point("p2"))
        write_catchments(tx, BUILD, bands.sample(frac=1, random_state=1))
    with store.begin() as tx:
        frame = read_catchments(tx, build_hash=BUILD)
        keys = list(zip(frame["point_id"], frame["profile"], frame["cutoff_s"], strict=True))
        assert keys == [
            *(("p1", "adult", cutoff) for cutoff in (300, 600, 900)),
            *(("p1", "older_adult", cutoff) for cutoff in (300, 600, 900)),
            *(("p2", "adult", cutoff) for cutoff in (300, 600, 900)),
        ]
        assert frame.crs == "EPSG:4326"
        assert set(frame.geom_type) == {"MultiPolygon"}
        assert frame["area_m2"].tolist() == [300.0, 600.0, 900.0] * 3
        chosen = read_catchments(
            tx, build_hash=BUILD, point_ids=["p1"], profile="adult", cutoffs=[900, 300]
        )
        assert chosen["cutoff_s"].tolist() == [300, 900]
        expected = some_bands("p1").geometry.iloc[2]
        assert chosen.geometry.iloc[1].equals_exact(expected, tolerance=0)
        assert read_catchments(tx, build_hash="ff" * 32).empty


def test_writing_replaces_only_the_pairs_that_are_given(store: Store) -> None:
    with store.begin() as tx:
        a_city(tx, a_point("p1"), a_point("p2"))
        write_catchments(tx, BUILD, some_bands("p1", "p2"))
        newer = some_bands("p2", input_key="k2", size=0.02).iloc[:2]
        write_catchments(tx, BUILD, newer)
        assert read_input_keys(tx, BUILD) == {("p1", "adult"): "k1", ("p2", "adult"): "k2"}
        assert len(read_catchments(tx, build_hash=BUILD)) == 5
        assert drop_catchments(tx, BUILD, [("p1", "adult"), ("p1", "nobody")]) == 1
        assert drop_catchments(tx, BUILD, []) == 0
        assert set(read_catchments(tx, build_hash=BUILD)["input_key"]) == {"k2"}
        assert read_input_keys(tx, BUILD) == {("p2", "adult"): "k2"}


def test_catchments_that_cannot_be_are_refused(store: Store) -> None:
    with store.begin() as tx:
        a_city(tx)
        write_catchments(tx, BUILD, some_bands("p1").iloc[:0])
    bands = some_bands("p1")
    with pytest.raises(GeometryError, match="EPSG:3857"), store.begin() as tx:
        write_catchments(tx, BUILD, bands.to_crs(3857))
    with pytest.raises(TableError, match="lacks area_m2"), store.begin() as tx:
        write_catchments(tx, BUILD, bands.drop(columns="area_m2"))
    with pytest.raises(TableError, match="two input keys"), store.begin() as tx:
        write_catchments(tx, BUILD, bands.assign(input_key=["a", "b", "b"]))
    with pytest.raises(InvalidInputError, match="ck_catchments_geometry"), store.begin() as tx:
        write_catchments(tx, BUILD, bands.set_geometry([BOW_TIE] * 3, crs=4326))
    with pytest.raises(GeometryError, match="Geometry type"), store.begin() as tx:
        write_catchments(tx, BUILD, bands.set_geometry([Point(1, 1)] * 3, crs=4326))
    with pytest.raises(InvalidInputError, match="fk_catchment_inputs"), store.begin() as tx:
        write_catchments(tx, "cd" * 32, bands)
    with store.begin() as tx:
        assert read_input_keys(tx, BUILD) == {}


def test_catchments_of_another_build_are_taken_by_their_key(store: Store) -> None:
    newer = "cd" * 32
    with store.begin() as tx:
        a_city(tx, a_point("p1"), a_point("p2"), a_point("p3"))
        write_catchments(tx, BUILD, some_bands("p1", "p2"))
        write_catchments(tx, BUILD, some_bands("p1", profile="older_adult", input_key="k2"))
        record_build(tx, a_build(newer), actor="t")
        write_catchments(tx, newer, some_bands("p1", "p3", input_key="old", size=0.02))
        keys = {
            ("p1", "adult"): "k1",
            ("p2", "adult"): "other",  # p2 has k1 in the earlier build
            ("p3", "adult"): "k1",  # only other points have it
            ("p1", "older_adult"): "k2",
        }
        taken = take_catchments(tx, newer, keys)
        assert taken == {("p1", "adult"), ("p1", "older_adult")}
        # What p1 had before is replaced; p3, for which there is nothing, keeps what it has.
        assert read_input_keys(tx, newer) == {
            ("p1", "adult"): "k1",
            ("p1", "older_adult"): "k2",
            ("p3", "adult"): "old",
        }
        there = read_catchments(tx, build_hash=newer, point_ids=["p1"], profile="adult")
        assert there["area_m2"].tolist() == [300.0, 600.0, 900.0]
        for band, expected in zip(there.geometry, some_bands("p1").geometry, strict=True):
            assert band.equals_exact(expected, tolerance=0)
        assert len(read_catchments(tx, build_hash=BUILD)) == 9
        assert take_catchments(tx, newer, {}) == set()


def test_thousands_of_catchments_are_written_at_once(store: Store) -> None:
    points = [a_point(f"p{n}") for n in range(600)]
    names = [point.id for point in points]
    with store.begin() as tx:
        a_city(tx, *points)
    bands = pd.concat(
        [some_bands(*names, profile=p) for p in ("adult", "older_adult", "step_free")]
    )
    angle = np.linspace(0, 2 * np.pi, 400)
    outline = np.column_stack([121.4 + 0.01 * np.cos(angle), 31.24 + 0.01 * np.sin(angle)])
    shape = Point(outline[0]).buffer(0.01, quad_segs=100)
    bands = bands.set_geometry([shape] * len(bands), crs=4326)
    with store.begin() as tx:
        write_catchments(tx, BUILD, bands)
    with store.begin() as tx:
        assert len(read_catchments(tx, build_hash=BUILD)) == 5400


def a_demand_point(identifier: str, *counts: AgeCount) -> DemandPoint:
    return DemandPoint(id=identifier, longitude=121.4, latitude=31.2, counts=counts)


def test_residents_come_back_by_age(store: Store) -> None:
    young = AgeCount(age_from=0, age_to=59, residents=100.5)
    old = AgeCount(age_from=60, residents=20)
    points = [a_demand_point("b", young, old), a_demand_point("a", old), a_demand_point("c")]
    with store.begin() as tx:
        assert replace_demand_points(tx, points, source="grid", actor="t") == 3
        other = [a_demand_point("x", young)]
        replace_demand_points(tx, other, source="census", actor="t")
    with store.begin() as tx:
        frame = read_demand_points(tx, source="grid")
        assert list(frame.columns) == [
            "id",
            "source",
            "fictional",
            "residents",
            "residents_0_59",
            "residents_60_up",
            "geometry",
        ]
        assert frame["id"].tolist() == ["a", "b", "c"]
        assert frame["residents"].tolist() == [20.0, 120.5, 0.0]
        assert frame["residents_0_59"].tolist() == [0.0, 100.5, 0.0]
        assert read_age_counts(tx, "b") == (young, old)
        assert read_demand_points(tx)["residents"].sum() == 241.0
        assert replace_demand_points(tx, points[:1], source="grid", actor="t") == 1
        assert read_demand_points(tx)["id"].tolist() == ["b", "x"]
        assert replace_demand_points(tx, [], source="grid", actor="t") == 0
        assert read_demand_points(tx, source="grid").empty


def test_overlapping_ages_store_nothing(store: Store) -> None:
    twice = (AgeCount(age_from=60, residents=1), AgeCount(age_from=65, age_to=69, residents=1))
    with pytest.raises(ConflictError, match="ex_demand_counts_ages"), store.begin() as tx:
        replace_demand_points(tx, [a_demand_point("a", *twice)], source="grid", actor="t")
    points = [a_demand_point("a"), a_demand_point("a")]
    with pytest.raises(TableError, match="demand points given twice: a"), store.begin() as tx:
        replace_demand_points(tx, points, source="grid", actor="t")
    with store.begin() as tx:
        assert read_demand_points(tx).empty
