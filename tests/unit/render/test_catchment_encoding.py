import shapely

from learnmap.render.catchment_encoding import encode_catchments
from learnmap.render.edition_files import Catchment
from learnmap.render.outline_planes import PRECISIONS
from learnmap.render.packing import packed_length


def many(count: int) -> list[Catchment]:
    """Return discs whose places no packing can guess."""
    discs = {cutoff: cutoff * 1e-5 for cutoff in (300, 600, 900)}
    return [
        Catchment(
            f"p{number}",
            profile,
            cutoff,
            shapely.Point(number**2 % 97 / 50, 50 + number**3 % 89 / 90).buffer(
                radius * share * (1 + number % 7 / 9), quad_segs=8
            ),
        )
        for number in range(count)
        for profile, share in (("adult", 1.0), ("older_adult", 0.63))
        for cutoff, radius in discs.items()
    ]


def test_a_smaller_budget_keeps_less_and_says_what() -> None:
    given = many(40)
    points = [f"p{number}" for number in range(40)]
    wanted = ["adult", "older_adult"]
    full = encode_catchments(given, points=points, profiles=wanted, cutoffs_s=[300, 600, 900])
    assert (full.cutoffs_s, full.precision) == ((300, 600, 900), PRECISIONS[0])
    seen = []
    for part in (1.0, 0.5, 0.3, 0.01):
        budget = int(packed_length(full.content) * part)
        less = encode_catchments(
            given,
            points=points,
            profiles=wanted,
            cutoffs_s=[900, 300, 600],
            budget_bytes=budget,
        )
        assert packed_length(less.content) <= max(budget, 100)
        seen.append((less.profiles, less.cutoffs_s))
    assert seen == [
        (("adult", "older_adult"), (300, 600, 900)),
        (("adult", "older_adult"), (900,)),
        (("adult",), (900,)),
        ((), ()),
    ]


def test_no_catchments_at_all() -> None:
    encoded = encode_catchments([], points=["p1"], profiles=["adult"], cutoffs_s=[900])
    assert encoded.cutoffs_s == (900,)
