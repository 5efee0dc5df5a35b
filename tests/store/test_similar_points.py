"""Points whose id or name resembles what somebody typed."""

import pytest

from learnmap.store import Store, similar_points, upsert_points
from tests.store.samples import a_point

POINTS = [
    a_point("caoyang-library"),
    a_point("putuo-school", names={"zh": "普陀社区学校", "en": "Putuo School"}, address=None),
    a_point("museum", names={"zh": "苏州河博物馆", "en": "Suzhou River Museum"}, address=None),
]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("caoyang_librari", "caoyang-library"),
        ("CAOYANG-LIBRARY", "caoyang-library"),
        ("Putuo Scool", "putuo-school"),
        ("社区学校", "putuo-school"),
        ("river", "museum"),
        ("兰溪路", "caoyang-library"),
    ],
)
def test_the_most_similar_comes_first(store: Store, text: str, first: str) -> None:
    with store.begin() as tx:
        upsert_points(tx, POINTS, actor="tester")
        (found, names), *_ = similar_points(tx, text)
    assert found == first
    assert names == next(point.names for point in POINTS if point.id == first)


@pytest.mark.parametrize("text", ["zzz", "learning", "%", "_", "", " "])
def test_nothing_resembles_what_is_nothing(store: Store, text: str) -> None:
    with store.begin() as tx:
        upsert_points(tx, POINTS, actor="tester")
        assert similar_points(tx, text) == []


def test_no_more_than_asked_for(store: Store) -> None:
    with store.begin() as tx:
        upsert_points(tx, [a_point(f"library-{k}") for k in range(9)], actor="tester")
        found = [point_id for point_id, _ in similar_points(tx, "library", most=3)]
    assert found == ["library-0", "library-1", "library-2"]
