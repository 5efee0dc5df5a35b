"""``learnmap catchments compute`` for several cities, and on several processes."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from learnmap.cli import main
from learnmap.store import EmbeddedCluster
from tests.unit.network.drawing import Drawing

Answer = tuple[str, str, int]


@pytest.fixture
def learnmap(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Answer]:
    monkeypatch.setenv("COLUMNS", "200")

    def run(*words: str | Path) -> Answer:
        monkeypatch.setattr(sys, "argv", ["learnmap", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        return *capsys.readouterr(), int(ended.value.code or 0)

    return run


@pytest.fixture
def home(reachable_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a data folder whose private server starts with the first command."""
    folder = reachable_folder / "cities"
    monkeypatch.delenv("LEARNMAP_DATABASE_URL", raising=False)
    monkeypatch.setenv("LEARNMAP_HOME", str(folder))
    yield folder
    EmbeddedCluster(folder / "postgres").stop()


@pytest.mark.usefixtures("home")
def test_several_cities_go_through_one_cluster_and_one_that_cannot_holds_up_none(
    learnmap: Callable[..., Answer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing = Drawing()
    for number, north_m in enumerate((0, 400, 800)):
        drawing.node(number + 1, 0, north_m)
    drawing.way([1, 2, 3])
    extract = drawing.write(tmp_path / "street.osm")
    lon, lat = drawing.at(5, 300)
    table = tmp_path / "points.csv"
    table.write_text(
        f"id,kind,name_en,longitude,latitude,source\na,library,A,{lon},{lat},a test\n", "utf-8"
    )
    for city in ("north", "south"):
        monkeypatch.setenv("LEARNMAP_CITY", city)
        assert learnmap("network", "build", extract)[2] == 0
        assert learnmap("points", "import", table)[2] == 0
    monkeypatch.delenv("LEARNMAP_CITY")

    cities = [word for city in ("north", "empty", "south") for word in ("--city", city)]
    said, wrong, code = learnmap("catchments", "compute", *cities, "--workers", "1")
    assert code == 1
    assert said.count("catchments: 3 computed") == 2
    assert said.index("north:") < said.index("empty:") < said.index("south:")
    assert "learnmap: empty: there is no city 'empty' on the private server" in wrong
    assert "it has north, south" in wrong
    assert "cities: north, south\n" in learnmap("db", "status")[0]
    assert "1 of 3 cities are not done: empty" in wrong
    said, wrong, code = learnmap("catchments", "compute", "--city", "north", "--city", "south")
    assert (code, wrong) == (0, "")
    assert said.count("catchments: 0 computed") == said.count(", 3 unchanged") == 2


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--workers", "2", "--scheduler", "tcp://host:8786"], "give one of the two"),
        (["--scheduler", "host"], "give one such as tcp://"),
        (["--city", "elsewhere"], "LEARNMAP_DATABASE_URL names a server; unset one of the two"),
        (["--city", "Elsewhere"], "LEARNMAP_CITY: "),
    ],
)
def test_options_that_do_not_go_together_say_so_in_one_line(
    learnmap: Callable[..., Answer],
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    message: str,
) -> None:
    monkeypatch.setenv("LEARNMAP_DATABASE_URL", database_url)
    _, wrong, code = learnmap("catchments", "compute", *words)
    assert code == 1
    assert wrong.startswith("learnmap: ")
    assert message in wrong
