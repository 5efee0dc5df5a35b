"""The datum check against what a city's store holds."""

from collections.abc import Sequence

import prcoords
import pytest
from shapely.geometry import box

from learnmap.model.errors import InvalidInputError
from learnmap.model.records import Area, LearningPoint
from learnmap.store import Store, upsert_areas, upsert_points
from learnmap.workflows.city import City
from learnmap.workflows.datum_check import check_datum, check_points
from tests.workflows.conftest import a_point

WEST, SOUTH = 121.45, 31.20


@pytest.fixture
def shanghai(store: Store, tmp_path_factory: pytest.TempPathFactory) -> City:
    """Open a city of ten libraries and one district, without a network."""
    city = City(store, tmp_path_factory.mktemp("home"), "tester")
    with store.begin() as tx:
        upsert_areas(
            tx,
            [
                Area(
                    code="1",
                    level="district",
                    names={"zh": "甲区"},
                    geometry=box(121.4, 31.1, 121.6, 31.3),
                )
            ],
            actor="tester",
        )
        upsert_points(tx, libraries("known"), actor="tester")
    return city


def libraries(prefix: str, **changes: object) -> list[LearningPoint]:
    """Return ten libraries of the same names, whatever their ids."""
    return [
        a_point(
            f"{prefix}{i}",
            WEST + 0.003 * i,
            SOUTH,
            **{"names": {"zh": f"第{i}图书馆"}, **changes},
        )
        for i in range(10)
    ]


def taken_for(points: Sequence[LearningPoint], datum: str) -> list[LearningPoint]:
    """Return what `read_points` would make of the same coordinates if `datum` were declared."""
    moved = []
    for point in points:
        found = prcoords.gcj_wgs_bored((point.latitude, point.longitude))
        place = {"longitude": float(found.lon), "latitude": float(found.lat)}
        moved.append(point.model_copy(update={**place, "source_datum": datum}))
    return moved


def test_a_wrong_declaration_is_doubted_in_both_languages(shanghai: City) -> None:
    wrong = taken_for(libraries("new"), "gcj02")
    (found,) = check_points(shanghai, wrong)
    assert (found.check.code, found.check.best, found.warns) == ("other_fits", "wgs84", True)
    namesakes = found.check.evidence[0]
    assert namesakes.count == 10
    assert namesakes.median_m["wgs84"] < 0.1
    shift = f"{namesakes.median_m['gcj02']:.0f}"
    assert f"{shift} m in the median from places of the same name" in found.message["en"]
    assert f"按 gcj02 中位距离 {shift} 米" in found.message["zh"]


def test_a_right_declaration_is_confirmed(shanghai: City) -> None:
    (found,) = check_points(shanghai, libraries("new", source_datum="cgcs2000"))
    assert (found.check.code, found.warns) == ("fits", False)


def test_a_copy_of_what_is_stored_proves_nothing_and_says_so(shanghai: City) -> None:
    (same,) = check_points(shanghai, libraries("new"))
    assert "does not say that either is right" in same.message["en"]
    near = [
        point.model_copy(update={"latitude": point.latitude + 0.0002}) for point in libraries("new")
    ]
    (surveyed,) = check_points(shanghai, near)
    assert surveyed.check.code == "fits"
    assert "does not say" not in surveyed.message["en"]


def test_each_declared_datum_is_checked_by_itself(shanghai: City) -> None:
    wrong = taken_for(libraries("other"), "gcj02")
    found = check_points(shanghai, [*libraries("new"), *wrong])
    assert [(one.check.declared, one.check.code) for one in found] == [
        ("gcj02", "other_fits"),
        ("wgs84", "fits"),
    ]


def test_a_file_is_not_compared_with_itself(shanghai: City) -> None:
    """Once stored with a wrong datum, its points would confirm that datum for ever."""
    (found,) = check_points(shanghai, libraries("new"), source="a test")
    assert found.check.code == "no_reference"
    assert "--reference" in found.message["en"]


def test_fictional_points_are_no_reference(shanghai: City) -> None:
    with shanghai.store.begin() as tx:
        upsert_points(tx, libraries("known", fictional=True), actor="tester")
    (found,) = check_points(shanghai, libraries("new"))
    assert found.check.code == "no_reference"


def test_an_unknown_datum_is_refused(shanghai: City) -> None:
    with pytest.raises(InvalidInputError, match="datum 'mars' is unknown; give one of wgs84"):
        check_datum(shanghai, [], "mars")


def test_every_sign_and_verdict_has_words_in_both_languages(shanghai: City) -> None:
    few = libraries("new")[:3]
    (found,) = check_points(shanghai, few)
    assert found.check.code == "unclear"
    assert "places of the same name or address (3): too few" in found.message["en"]
    assert "同名或同址地点（3）可比对的太少" in found.message["zh"]
