"""Alive and ready are two things, and the second comes back by itself."""

from pathlib import Path

from learnmap.model.city import CitySettings
from learnmap.store import EmbeddedCluster, Store
from learnmap.workflows.city import City
from learnmap.workflows.networks import build_network
from tests.service.conftest import Asking, served
from tests.service.towns import open_town, river_town


def test_ready_again_as_soon_as_the_database_is(reachable_folder: Path, tmp_path: Path) -> None:
    cluster = EmbeddedCluster(reachable_folder / "stopped", durable=False)
    cluster.start()
    try:
        with Store.open(cluster.ensure_database("town")) as store:
            store.upgrade()
            with served(open_town(store, tmp_path)) as client:
                api = Asking(client)
                assert api.json("/readyz") == {"status": "ready"}
                cluster.stop()
                problem = api.problem("/readyz", 503)
                assert problem["type"] == "/problems/unavailable"
                assert str(reachable_folder) not in str(problem)
                assert client.get("/readyz").headers["retry-after"] == "5"
                api.problem("/api/v1/points", 503)
                api.problem("/editions/2026/learning/", 503)
                assert api.json("/healthz") == {"status": "alive"}
                cluster.start()
                assert api.json("/readyz") == {"status": "ready"}
                assert api.json("/api/v1/points")["number_matched"] == 7
    finally:
        cluster.stop()


def test_a_city_without_streets_serves_what_it_has(store: Store, tmp_path: Path) -> None:
    city = City(store, tmp_path, "tester")
    with served(city) as client:
        api = Asking(client)
        assert api.json("/healthz") == {"status": "alive"}
        problem = api.problem("/readyz", 503)
        assert problem["type"] == "/problems/not-ready"
        assert "`learnmap city set" in problem["detail"]
        city.set(CitySettings(names={"en": "Town"}))
        assert "`learnmap network build" in api.problem("/readyz", 503)["detail"]
        assert "network build" in api.problem("/api/v1/nearby", 503, lon=1, lat=1)["detail"]
        assert api.json("/api/v1/points")["number_matched"] == 0
        assert client.get("/editions/").status_code == 200
        build_network(city, river_town().write(tmp_path / "town.osm"))
        assert api.json("/readyz") == {"status": "ready"}
