"""Canonical GeoJSON: what RFC 7946 asks, and the same bytes for the same features."""

import json
from itertools import pairwise

import pytest
from shapely import MultiPolygon, Point, Polygon

from learnmap.edition import Feature, canonical_geojson
from learnmap.model.errors import GeometryError, InvalidInputError

SQUARE = Polygon([(0, 0), (0, 1), (1, 1), (1, 0)], [[(0.2, 0.2), (0.4, 0.2), (0.4, 0.4)]])


def test_a_point_is_written_to_the_letter() -> None:
    written = canonical_geojson([Feature("a", Point(-8.61234567, -0.0000004), {"b": "書", "a": 1})])
    assert written.decode() == (
        '{"type":"FeatureCollection","features":[\n'
        '{"geometry":{"coordinates":[-8.612346,0.0],"type":"Point"},"id":"a",'
        '"properties":{"a":1,"b":"書"},"type":"Feature"}\n'
        "]}\n"
    )


def test_features_are_sorted_by_id_whatever_their_order() -> None:
    features = [Feature(name, Point(1, 2), {}) for name in ("b", "a-2", "a-10", "A")]
    written = canonical_geojson(features)
    assert written == canonical_geojson(features[::-1])
    assert [f["id"] for f in json.loads(written)["features"]] == ["A", "a-10", "a-2", "b"]


def test_outer_rings_turn_left_and_holes_right() -> None:
    ring, hole = json.loads(canonical_geojson([Feature("a", SQUARE, {})]))["features"][0][
        "geometry"
    ]["coordinates"]
    assert _turn(ring) > 0 > _turn(hole)
    assert ring[0] == ring[-1]


def test_there_is_no_crs_member() -> None:
    assert set(json.loads(canonical_geojson([]))) == {"type", "features"}


def test_a_multipolygon_keeps_its_parts() -> None:
    parts = MultiPolygon([SQUARE, Polygon([(5, 5), (6, 5), (6, 6)])])
    geometry = json.loads(canonical_geojson([Feature("a", parts, {})]))["features"][0]["geometry"]
    assert geometry["type"] == "MultiPolygon"
    assert [len(part) for part in geometry["coordinates"]] == [2, 1]


@pytest.mark.parametrize(
    ("features", "error", "message"),
    [
        ([Feature("a", Point(1, 1), {})] * 2, InvalidInputError, "two features have the id 'a'"),
        ([Feature("a", Point(1, 1), {"x": float("nan")})], InvalidInputError, "JSON"),
        ([Feature("a", Point(), {})], GeometryError, "a: has an empty geometry"),
        (
            [Feature("a", Polygon([(0, 0), (1e-7, 1), (0, 2)]), {})],
            GeometryError,
            "a: is not valid at 1e-06 degrees",
        ),
    ],
    ids=["twice", "nan", "empty", "flat once rounded"],
)
def test_what_cannot_be_published_is_refused(
    features: list[Feature], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        canonical_geojson(features)


def _turn(ring: list[list[float]]) -> float:
    """Return twice the signed area (the shoelace formula): positive turns left."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
