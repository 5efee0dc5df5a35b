"""A city for the workflows: Helsinki's streets, and a few points on them."""

import datetime as dt
from pathlib import Path

import pytest

from learnmap.model.city import CitySettings
from learnmap.model.records import LearningPoint
from learnmap.store import Store, upsert_points
from learnmap.workflows.city import City
from learnmap.workflows.networks import build_network
from tests.reference.extracts import helsinki_file


@pytest.fixture(scope="session")
def built_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a data folder in which Helsinki's graph and base map lie once they were made."""
    return tmp_path_factory.mktemp("built")


@pytest.fixture
def city(store: Store, built_folder: Path) -> City:
    """Open a city with Helsinki's streets and nothing else."""
    opened = City(store, built_folder, "tester", threads=2)
    names = {"zh": "赫尔辛基", "en": "Helsinki"}
    opened.set(CitySettings(names=names, review_required=False))
    build_network(opened, helsinki_file())
    return opened


def a_point(point_id: str, lon: float, lat: float, **changes: object) -> LearningPoint:
    values: dict[str, object] = {
        "id": point_id,
        "kind": "library",
        "names": {"zh": f"图书馆{point_id}", "en": f"Library {point_id}"},
        "longitude": lon,
        "latitude": lat,
        "source": "a test",
        "assured_date": dt.date.today() - dt.timedelta(30),  # noqa: DTZ011 - by any clock
    }
    return LearningPoint.model_validate(values | changes)


# Corners of streets in the centre, read off the map: Senate Square, Esplanadi, Kaisaniemi.
SENATE = a_point("senate", 24.95225, 60.16945)
ESPLANADI = a_point("esplanadi", 24.94725, 60.16755, kind="museum")
KAISANIEMI = a_point("kaisaniemi", 24.94630, 60.17150, kind="social_point")


@pytest.fixture
def pointed(city: City) -> City:
    """Open the city with three learning points."""
    with city.store.begin() as tx:
        upsert_points(tx, [SENATE, ESPLANADI, KAISANIEMI], actor="tester")
    return city
