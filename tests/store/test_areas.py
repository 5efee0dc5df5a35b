"""Administrative areas with dated codes."""

import datetime as dt

import pytest
from shapely.geometry import MultiPolygon, Polygon, box

from learnmap.model.errors import GeometryError, InvalidInputError, TableError
from learnmap.model.records import Area
from learnmap.store import Store, read_areas, upsert_areas
from tests.store.samples import BOW_TIE


def an_area(code: str = "D1", **changes: object) -> Area:
    values: dict[str, object] = {
        "code": code,
        "level": "district",
        "names": {"zh": "普陀区"},
        "geometry": box(121, 31, 122, 32),
    }
    return Area(**(values | changes))


def test_children_may_come_before_their_parents(store: Store) -> None:
    child = an_area("S1", level="street_town", parent_code="D1")
    with store.begin() as tx:
        changes = upsert_areas(tx, [child, an_area()], actor="t")
    with store.begin() as tx:
        frame = read_areas(tx)
        towns = read_areas(tx, level="street_town")
    assert changes.added == ("D1", "S1")
    assert list(frame["code"]) == ["D1", "S1"]
    assert list(towns["code"]) == ["S1"]
    assert frame.crs == "EPSG:4326"
    assert frame.geometry.iloc[0].equals(MultiPolygon([box(121, 31, 122, 32)]))


def test_a_parent_that_nobody_knows_is_refused(store: Store) -> None:
    with (
        pytest.raises(InvalidInputError, match=r"area S1 has the parent D9.*import the parent"),
        store.begin() as tx,
    ):
        upsert_areas(tx, [an_area("S1", level="street_town", parent_code="D9")], actor="t")
    with store.begin() as tx:
        assert read_areas(tx).empty


def test_a_later_date_ends_the_older_area(store: Store) -> None:
    older = an_area(names={"zh": "闸北区"}, valid_from=dt.date(2000, 1, 1))
    newer = an_area(names={"zh": "静安区"}, valid_from=dt.date(2015, 11, 2))
    future = an_area(names={"zh": "将来"}, valid_from=dt.date(2100, 1, 1))
    with store.begin() as tx:
        upsert_areas(tx, [newer], actor="t")
        assert upsert_areas(tx, [older], actor="t").added == ("D1",)
        upsert_areas(tx, [future], actor="t")
        assert [names["zh"] for names in read_areas(tx)["names"]] == ["静安区"]
        assert upsert_areas(tx, [newer], actor="t").unchanged == ("D1",)
        renamed = an_area(names={"zh": "新静安区"}, valid_from=dt.date(2015, 11, 2))
        assert upsert_areas(tx, [renamed], actor="t").changed == ("D1",)
        assert [names["zh"] for names in read_areas(tx)["names"]] == ["新静安区"]


def test_bad_shapes_are_named(store: Store) -> None:
    with (
        pytest.raises(GeometryError, match=r"D2 \(empty\), D3 \(Self-intersection"),
        store.begin() as tx,
    ):
        upsert_areas(
            tx,
            [an_area(), an_area("D2", geometry=Polygon()), an_area("D3", geometry=BOW_TIE)],
            actor="t",
        )
    with pytest.raises(TableError, match="areas given twice: D1"), store.begin() as tx:
        upsert_areas(tx, [an_area(), an_area()], actor="t")
