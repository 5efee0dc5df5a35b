import shapely
from shapely.geometry.base import BaseGeometry

from learnmap.render.catchment_encoding import ALPHABET, encode_catchments
from learnmap.render.edition_files import Catchment

Rings = list[list[list[tuple[float, float]]]]


def decode(text: str) -> Rings:
    """Read an outline back, written from the format's description and not from the encoder."""
    polygons: Rings = []
    x = y = 0
    for polygon_text in text.split("!"):
        polygon = []
        for ring_text in polygon_text.split("."):
            numbers, value, shift = [], 0, 0
            for letter in ring_text:
                code = ALPHABET.index(letter)
                value |= (code & 31) << shift
                shift += 5
                if code < 32:
                    numbers.append(-(value + 1) // 2 if value & 1 else value // 2)
                    value = shift = 0
            ring = []
            for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
                x, y = x + dx, y + dy
                ring.append((x * 1e-5, y * 1e-5))
            polygon.append(ring)
        polygons.append(polygon)
    return polygons


def catchment(geometry: BaseGeometry, *, point: str = "a", cutoff: int = 900) -> Catchment:
    return Catchment(point, "adult", cutoff, geometry)


def encode(geometry: BaseGeometry) -> str:
    encoded = encode_catchments([catchment(geometry)], profiles=["adult"], cutoffs_s=[900])
    return encoded.texts["a", "adult", 900]


def test_a_triangle_by_hand() -> None:
    # 0.0001 degrees are 10 steps; zigzag 20 is U. 0.001 degrees are 100 steps; zigzag 200 is
    # 8 + 6 * 32: digit 8 with the "more" bit is 40, o; then 6, G. Back by 100: 199, n then G.
    triangle = shapely.Polygon([(0, 0), (0.001, 0), (0, 0.001)])
    # Each step is east then north: (0, 0), (+100, 0), (-100, +100).
    assert encode(triangle) == "AA" + "oGA" + "nGoG"


def test_holes_and_parts_come_back_on_the_grid() -> None:
    ring = [(118.78, 32.03), (118.80, 32.03), (118.80, 32.05), (118.78, 32.05)]
    hole = [(118.785, 32.035), (118.785, 32.040), (118.790, 32.040), (118.790, 32.035)]
    far = [(-70.5, -33.4), (-70.4, -33.4), (-70.4, -33.3)]
    shape = shapely.MultiPolygon([shapely.Polygon(ring, [hole]), shapely.Polygon(far)])
    back = shapely.MultiPolygon([shapely.Polygon(one[0], one[1:]) for one in decode(encode(shape))])
    assert back.equals_exact(shape, 1e-9, normalize=True)


def test_outlines_stay_within_tolerance_and_grid() -> None:
    circle = shapely.Point(24.94, 60.17).buffer(0.01, quad_segs=64)
    (back,) = decode(encode(circle))
    # 6 m are 6 / 111,412 degrees of latitude there; the grid adds half its diagonal.
    assert shapely.hausdorff_distance(shapely.Polygon(back[0]), circle) < 6 / 111_400 + 0.8e-5
    assert len(back[0]) < 256


def test_a_speck_below_the_grid_is_left_out() -> None:
    speck = shapely.Polygon([(0, 0), (1e-6, 0), (0, 1e-6)])
    encoded = encode_catchments([catchment(speck)], profiles=["adult"], cutoffs_s=[900])
    assert encoded.texts == {}


def many(count: int) -> list[Catchment]:
    discs = {cutoff: cutoff * 1e-5 for cutoff in (300, 600, 900)}
    return [
        Catchment(f"p{number}", profile, cutoff, shapely.Point(0, 50).buffer(radius, quad_segs=8))
        for number in range(count)
        for profile in ("adult", "older_adult")
        for cutoff, radius in discs.items()
    ]


def test_a_smaller_budget_keeps_less_and_says_what() -> None:
    given = many(40)
    full = encode_catchments(given, profiles=["adult", "older_adult"], cutoffs_s=[300, 600, 900])
    assert (len(full.texts), full.cutoffs_s, full.tolerance_m) == (240, (300, 600, 900), 6.0)
    seen = []
    for part in (1.0, 0.6, 0.3, 0.1):
        budget = int(full.bytes_used * part)
        less = encode_catchments(
            given,
            profiles=["adult", "older_adult"],
            cutoffs_s=[900, 300, 600],
            budget_bytes=budget,
        )
        assert less.bytes_used <= budget
        seen.append((less.profiles, less.cutoffs_s))
    assert seen == [
        (("adult", "older_adult"), (300, 600, 900)),
        (("adult", "older_adult"), (900,)),
        (("adult",), (900,)),
        ((), ()),
    ]


def test_no_catchments_at_all() -> None:
    encoded = encode_catchments([], profiles=["adult"], cutoffs_s=[900])
    assert encoded.texts == {}
    assert encoded.cutoffs_s == (900,)
