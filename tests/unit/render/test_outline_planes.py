import struct

import numpy as np
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from learnmap.render.outline_planes import PRECISIONS, Precision, encode_outlines

FINE = PRECISIONS[0]


def decode(content: bytes, step_deg: float) -> list[BaseGeometry]:
    """Read outlines back, written from the format's description and not from the encoder."""
    at = 0

    def numbers(length: int) -> list[int]:
        nonlocal at
        planes = [content[at + plane * length : at + (plane + 1) * length] for plane in range(4)]
        at += 4 * length
        return [int.from_bytes(bytes(one), "little") for one in zip(*planes, strict=True)]

    outlines, rings, vertices = numbers(3)
    per_outline, per_ring = numbers(outlines), numbers(rings)
    steps = [[n // 2 if n % 2 == 0 else -(n + 1) // 2 for n in numbers(vertices)] for _ in "xy"]
    assert at == len(content)
    places = np.cumsum(np.array(steps).T, axis=0) * step_deg
    made, ring, vertex = [], 0, 0
    for count in per_outline:
        # Inside is where an odd number of rings is round a place.
        outline: BaseGeometry = shapely.Polygon()
        for length in per_ring[ring : ring + count]:
            outline = outline.symmetric_difference(
                shapely.Polygon(places[vertex : vertex + length])
            )
            vertex += length
        ring += count
        made.append(outline)
    return made


def test_a_triangle_by_hand() -> None:
    # 0.001 degrees are 100 steps; zigzag makes 200 of 100 and 199 of -100. The corners, the closing
    # one left out, are (0, 0), (+100, 0), (-100, +100) as steps from corner to corner.
    triangle = shapely.Polygon([(0, 0), (0.001, 0), (0, 0.001)])
    lists = ([1, 1, 3], [1], [3], [0, 200, 199], [0, 0, 200])
    lowest = b"".join(bytes(one) + bytes(3 * len(one)) for one in lists)
    assert encode_outlines([triangle], FINE) == lowest


def test_a_number_of_two_bytes_lies_in_two_planes() -> None:
    far = shapely.Polygon([(0.01, 0), (0.02, 0), (0.01, 0.01)])
    content = encode_outlines([far], FINE)
    # Steps east are 1000, 1000, -1000: zigzag 2000, 2000, 1999, low bytes 208, 208, 207, then 7.
    east = struct.calcsize("<5I")
    assert content[east : east + 6] == bytes([208, 208, 207, 7, 7, 7])


def test_holes_parts_and_missing_outlines_come_back_on_the_grid() -> None:
    ring = [(118.78, 32.03), (118.80, 32.03), (118.80, 32.05), (118.78, 32.05)]
    hole = [(118.785, 32.035), (118.785, 32.040), (118.790, 32.040), (118.790, 32.035)]
    far = [(-70.5, -33.4), (-70.4, -33.4), (-70.4, -33.3)]
    shape = shapely.MultiPolygon([shapely.Polygon(ring, [hole]), shapely.Polygon(far)])
    speck = shapely.Polygon([(0, 0), (1e-6, 0), (0, 1e-6)])
    back = decode(encode_outlines([None, shape, speck, shape], FINE), FINE.step_deg)
    assert [one.is_empty for one in back] == [True, False, True, False]
    for one in (back[1], back[3]):
        assert shapely.area(shapely.symmetric_difference(one, shape)) < 1e-9


@pytest.mark.parametrize("precision", PRECISIONS)
def test_outlines_stay_within_the_tolerance(precision: Precision) -> None:
    circle = shapely.Point(24.94, 60.17).buffer(0.01, quad_segs=64)
    (back,) = decode(encode_outlines([circle], precision), precision.step_deg)
    # One degree of latitude there is 111,412 m, the longer of both.
    assert shapely.hausdorff_distance(back, circle) * 111_412 <= precision.tolerance_m
    assert shapely.get_num_coordinates(back) < 256


def test_no_outlines_at_all() -> None:
    assert decode(encode_outlines([], FINE), FINE.step_deg) == []
