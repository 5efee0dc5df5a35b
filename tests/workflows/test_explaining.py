"""A point's catchment explained: from the plan's very inputs, and against what is stored."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely

from learnmap.model.crs import ELLIPSOID
from learnmap.model.errors import ConflictError, InvalidInputError, NotFoundError, NotReadyError
from learnmap.store import Store, current_build, read_catchments, upsert_points
from learnmap.workflows.catchments import compute_city_catchments
from learnmap.workflows.cities import change_city
from learnmap.workflows.city import City
from learnmap.workflows.explaining import PointExplanation, explain_point
from learnmap.workflows.explanation_folder import write_explanation
from tests.workflows.conftest import SENATE, a_point

Layers = dict[str, Any]
"""Tables by the layer's name."""

TYPES = {
    "points": "Point",
    "snaps": "LineString",
    "catchments": "MultiPolygon",
    "circles": "Polygon",
    "directions": "Polygon",
    "reach": "LineString",
    "excluded": "LineString",
    "passed_over": "LineString",
    "cuts": "Point",
    "street_ends": "Point",
    "islands": "MultiLineString",
    "gaps": "LineString",
    "obstacles": "MultiLineString",
    "water": "MultiPolygon",
}


def codes(explained: PointExplanation, profile: int = 0) -> list[str]:
    return [finding.code for finding in explained.profiles[profile].findings]


def standing(city: City, point_id: str = "senate") -> list[str]:
    told = codes(explain_point(city, point_id))
    return [code for code in told if code.startswith(("stored", "status"))]


def test_what_is_explained_is_what_is_stored(pointed: City) -> None:
    assert standing(pointed) == ["stored_none"]
    compute_city_catchments(pointed)
    assert standing(pointed) == []
    explained = explain_point(pointed, "senate", profiles=["step_free", "adult"])
    assert [part.profile.code for part in explained.profiles] == ["step_free", "adult"]
    with pointed.store.begin() as tx:
        bands = read_catchments(
            tx, build_hash=current_build(tx).content_hash, point_ids=["senate"], profile="adult"
        )
    adult = explained.profiles[1].explanation
    assert bands["cutoff_s"].tolist() == [band.cutoff_s for band in adult.bands]
    assert bands["area_m2"].tolist() == [band.area_m2 for band in adult.bands]
    assert all(bands.geometry.to_numpy() == [band.polygon for band in adult.bands])


def test_what_changed_since_is_told(pointed: City) -> None:
    compute_city_catchments(pointed)
    change_city(pointed, changes={"off_street_m": 40.0})
    assert standing(pointed) == ["stored_differs"]
    compute_city_catchments(pointed)
    assert standing(pointed) == []
    entered = SENATE.model_copy(
        update={"entrance_longitude": 24.9530, "entrance_latitude": 60.1697}
    )
    with pointed.store.begin() as tx:
        upsert_points(tx, [entered], actor="tester")
    explained = explain_point(pointed, "senate")
    assert codes(explained)[0] == "stored_differs"
    joined = next(f for f in explained.profiles[0].findings if f.code.startswith("joined"))
    assert joined.values["door"] == "entrance"


def test_the_citys_own_limits_decide(pointed: City) -> None:
    near = explain_point(pointed, "senate").profiles[0].explanation
    assert near.islands
    assert all(island.length_m < 5000 for island in near.islands)
    changes = {"cutoffs_s": (240,), "snap_limit_m": 1.0, "island_below_m": 0.0}
    change_city(pointed, changes=changes)
    told = explain_point(pointed, "senate").profiles[0]
    assert [band.cutoff_s for band in told.explanation.bands] == [240]
    assert told.explanation.radius_m == 240 * 1.25
    assert not told.explanation.islands
    far = next(finding for finding in told.findings if finding.code == "too_far")
    assert far.values["limit_m"] == 1.0
    assert far.values["distance_m"] == pytest.approx(near.joint.distance_m)


def test_a_closed_point_is_explained_as_if_open(pointed: City) -> None:
    with pointed.store.begin() as tx:
        upsert_points(tx, [SENATE.model_copy(update={"status": "closed"})], actor="tester")
    explained = explain_point(pointed, "senate")
    assert standing(pointed) == ["status_closed"]
    assert "ratio" in codes(explained)


def test_sentences_are_in_both_languages(pointed: City) -> None:
    part = explain_point(pointed, "senate").profiles[0]
    assert part.lines("en")[0] == "No catchment is stored yet: run `learnmap catchments compute`."
    assert part.lines("zh")[0].startswith("尚未存有步行范围")
    assert len(part.lines("zh")) == len(part.lines("en")) == len(part.findings)


def test_an_unknown_point_is_answered_with_similar_ones(pointed: City) -> None:
    with pytest.raises(NotFoundError, match=r"'senat'; similar are senate \(图书馆senate\)"):
        explain_point(pointed, "senat")
    with pytest.raises(NotFoundError, match=r"similar are esplanadi"):
        explain_point(pointed, "Library esplanadi")
    with pytest.raises(NotFoundError, match=r"'zzz'; none is like it"):
        explain_point(pointed, "zzz")


def test_an_unknown_profile_and_a_city_without_streets_are_refused(
    pointed: City, store: Store, tmp_path: Path
) -> None:
    with pytest.raises(InvalidInputError, match=r"'runner'.*adult, older_adult, step_free"):
        explain_point(pointed, "senate", profiles=["runner"])
    with store.begin() as tx:
        build = current_build(tx)
    elsewhere = City(store, tmp_path, "tester")
    with pytest.raises(NotReadyError, match=build.content_hash):
        explain_point(elsewhere, "senate")


@pytest.fixture
def layers(pointed: City, tmp_path: Path) -> Layers:
    """Give the layers of two profiles as GDAL reads them, those that hold anything."""
    explained = explain_point(pointed, "senate", profiles=["adult", "step_free"])
    write_explanation(explained, tmp_path / "out")
    frames = {}
    for layer, geometry_type in TYPES.items():
        path = tmp_path / "out" / f"{layer}.geojson"
        facts = pyogrio.read_info(path)
        assert facts["crs"] == "EPSG:4326"
        if facts["features"]:
            assert facts["geometry_type"] == geometry_type, layer
            frames[layer] = pyogrio.read_dataframe(path)
    assert {path.stem for path in (tmp_path / "out").glob("*.geojson")} == TYPES.keys()
    return frames


def adult(layers: Layers, layer: str) -> Any:
    frame = layers[layer]
    assert set(frame["point_id"]) == {"senate"}
    return frame[frame["profile"] == "adult"]


def geodesic_m(line: shapely.LineString) -> float:
    return float(ELLIPSOID.geometry_length(line))


def test_gdal_reads_lengths_times_and_areas_that_fit_the_geometry(
    layers: Layers,
) -> None:
    assert {"points", "snaps", "catchments", "circles", "directions", "reach"} <= layers.keys()
    reach = adult(layers, "reach")
    assert len(reach) > 500
    # A metre is 0.8 s; streets are rounded to 0.1 m, and steps cost an adult as much.
    lengths = np.array([geodesic_m(line) for line in reach.geometry])
    assert lengths == pytest.approx(reach["length_m"].to_numpy(), abs=0.3)
    taken = (reach["to_s"] - reach["from_s"]).to_numpy()
    assert taken == pytest.approx(reach["length_m"].to_numpy() / 1.25, abs=0.2)
    assert (reach["to_s"] <= reach["cutoff_s"]).all()
    assert (reach["cutoff_s"] - reach["to_s"] < 600).all()
    bands = adult(layers, "catchments").set_index("cutoff_s")
    circles = adult(layers, "circles").set_index("cutoff_s")
    for cutoff_s in (300, 600, 900):
        band, circle = bands.loc[cutoff_s], circles.loc[cutoff_s]
        area_m2 = abs(ELLIPSOID.geometry_area_perimeter(band.geometry)[0])
        assert band["area_m2"] == pytest.approx(area_m2, abs=1)
        assert circle["radius_m"] == cutoff_s * 1.25
        drawn_m2 = abs(ELLIPSOID.geometry_area_perimeter(circle.geometry)[0])
        assert drawn_m2 == pytest.approx(circle["area_m2"], rel=0.002)
        assert band["circle_share"] == pytest.approx(area_m2 / circle["area_m2"], abs=1e-4)
        # Streets lie in their band, but for bridges (nobody stands in the water below) and what
        # the outline leaves out between the rails of the station.
        within = reach[reach["to_s"] <= cutoff_s].geometry.to_numpy()
        outside = shapely.difference(within, band.geometry.buffer(2e-5))
        assert shapely.length(outside).sum() < 0.01 * shapely.length(within).sum()


def test_the_snap_is_drawn_from_the_door_to_the_street(
    layers: Layers,
) -> None:
    points = adult(layers, "points").set_index("role")
    (snap,) = adult(layers, "snaps").itertuples()
    ends = [shapely.Point(place) for place in snap.geometry.coords]
    assert ends[0].distance(points.loc["site"].geometry) < 2e-6
    assert ends[1].distance(points.loc["access_point"].geometry) < 2e-6
    assert snap.distance_m == pytest.approx(geodesic_m(snap.geometry), abs=0.2)
    assert snap.time_s == pytest.approx(snap.distance_m / 1.25, abs=0.1)
    streets = adult(layers, "reach")
    own = streets[streets["way"] == snap.way].geometry.to_numpy()
    assert shapely.distance(own, ends[1]).min() < 2e-6
    assert streets["from_s"].min() == pytest.approx(snap.time_s, abs=0.1)


def test_directions_add_up_to_the_catchment(layers: Layers) -> None:
    eighths, bands = adult(layers, "directions"), adult(layers, "catchments")
    assert len(eighths) == 8
    widest_m2 = bands.loc[bands["cutoff_s"] == 900, "area_m2"].item()
    assert eighths["covered_m2"].sum() == pytest.approx(widest_m2, rel=0.002)
    # Helsinki's extract is small: much of the circle lies beyond it or in the sea.
    assert eighths["beyond_m2"].sum() > 0
    circle_m2 = adult(layers, "circles")["area_m2"].max()
    assert eighths["area_m2"].sum() == pytest.approx(circle_m2, rel=0.002)


def test_files_keep_to_rfc_7946(pointed: City, tmp_path: Path) -> None:
    write_explanation(explain_point(pointed, "senate"), tmp_path / "out")
    for path in (tmp_path / "out").glob("*.geojson"):
        text = path.read_text("utf-8")
        assert "crs" not in json.loads(text)
        for feature in json.loads(text)["features"]:
            geometry = feature["geometry"]
            for lon, lat in places_of(geometry["coordinates"]):
                assert (lon, lat) == (round(lon, 6), round(lat, 6))
                assert 24 < lon < 26
                assert 59 < lat < 61
            if geometry["type"].endswith("Polygon"):
                whole = shapely.geometry.shape(geometry)
                for polygon in shapely.get_parts(whole):
                    assert polygon.exterior.is_ccw
                    assert not any(ring.is_ccw for ring in polygon.interiors)


def places_of(coordinates: Any) -> list[tuple[float, float]]:
    if isinstance(coordinates[0], float):
        return [tuple(coordinates)]
    return [place for part in coordinates for place in places_of(part)]


def test_a_folder_of_its_own_is_replaced_and_no_other(pointed: City, tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "out"
    write_explanation(explain_point(pointed, "senate"), folder)
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    write_explanation(explain_point(pointed, "senate"), folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == first

    write_explanation(explain_point(pointed, "esplanadi"), folder)
    assert json.loads((folder / "explanation.json").read_bytes())["point_id"] == "esplanadi"
    assert [path.name for path in folder.parent.iterdir()] == ["out"]

    # A style that somebody saved beside a layer is not thrown away.
    (folder / "reach.qml").write_text("a style")
    before = sorted(path.name for path in folder.iterdir())
    with pytest.raises(ConflictError, match=r"out: holds other files than an explanation"):
        write_explanation(explain_point(pointed, "senate"), folder)
    assert sorted(path.name for path in folder.iterdir()) == before
    assert json.loads((folder / "explanation.json").read_bytes())["point_id"] == "esplanadi"


def test_where_no_folder_can_be_it_is_said(pointed: City, tmp_path: Path) -> None:
    explained = explain_point(pointed, "senate")
    (tmp_path / "file").write_text("mine")
    with pytest.raises(InvalidInputError, match="cannot be written"):
        write_explanation(explained, tmp_path / "file" / "out")
    with pytest.raises(ConflictError, match="give a new folder"):
        write_explanation(explained, tmp_path / "file")
    assert (tmp_path / "file").read_text() == "mine"
    (tmp_path / "empty").mkdir()
    write_explanation(explained, tmp_path / "empty")
    assert (tmp_path / "empty" / "explanation.json").exists()


def test_a_point_that_joins_no_street_has_the_layers_that_say_why(
    pointed: City, tmp_path: Path
) -> None:
    with pointed.store.begin() as tx:
        upsert_points(tx, [a_point("far", 24.9450, 60.1558)], actor="tester")
    explained = explain_point(pointed, "far")
    write_explanation(explained, tmp_path / "out")
    assert codes(explained)[0] == "too_far"
    assert standing(pointed, "far") == []
    snap = pyogrio.read_dataframe(tmp_path / "out" / "snaps.geojson").iloc[0]
    assert snap["status"] == "too_far"
    assert snap["distance_m"] > 100
    assert pyogrio.read_info(tmp_path / "out" / "catchments.geojson")["features"] == 0
    circles = pyogrio.read_dataframe(tmp_path / "out" / "circles.geojson")
    assert all(a < b for a, b in pairwise(circles["radius_m"]))
