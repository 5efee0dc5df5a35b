"""An edition is published whole and once, verifies, and is made again to the byte."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from shapely.geometry import box, shape

from learnmap.edition import MANIFEST, make_manifest, read_folder
from learnmap.model.errors import ConflictError, IntegrityError, InvalidInputError, NotReadyError
from learnmap.model.records import Area
from learnmap.store import list_editions, read_entries, upsert_areas, upsert_points
from learnmap.workflows.catchments import compute_city_catchments
from learnmap.workflows.city import City
from learnmap.workflows.editions import (
    Approval,
    draft_edition,
    export_edition,
    preview_edition,
    publish_edition,
    stored_edition,
    verify_edition,
    verify_published,
)
from learnmap.workflows.products import export_with_products, verify_export
from tests.workflows.conftest import SENATE

EXEMPT = Approval(exemption="a test")
ROOT = Path(__file__).parents[2]


@pytest.fixture
def ready(pointed: City) -> City:
    compute_city_catchments(pointed)
    return pointed


def test_what_is_published_verifies_in_the_store_and_in_a_folder(
    ready: City, tmp_path: Path
) -> None:
    row = publish_edition(ready, "learning", 2026, approval=EXEMPT)
    assert (row.status, row.revision) == ("published", 1)
    export_edition(ready, "learning", 2026, tmp_path / "out")
    in_store = verify_published(ready, "learning", 2026)
    assert (in_store, None) == verify_export(tmp_path / "out")
    assert in_store.manifest_sha256 == row.manifest_sha256
    assert set(read_folder(tmp_path / "out")) == {
        "basemap.pmtiles",
        "catchment-unions.geojson",
        "catchments.geojson",
        "edition.json",
        "index.html",
        "manifest.json",
        "points.geojson",
        "routes.geojson",
    }


def test_a_map_shows_the_areas_that_divide_it_and_names_their_source(ready: City) -> None:
    def area(code: str, level: str, west: float, east: float) -> Area:
        outline = box(west, 60.16, east, 60.18)
        names = {"zh": f"区{code}", "en": f"Area {code}"}
        return Area(code=code, level=level, names=names, geometry=outline, source="Land survey")

    # SENATE lies at 24.95225, the two others west of 24.95; nothing lies in E.
    districts = [area("W", "district", 24.93, 24.95), area("M", "district", 24.95, 24.96)]
    with ready.store.begin() as tx:
        city = area("C", "city", 24.9, 25.0)
        upsert_areas(tx, [city, *districts, area("E", "district", 24.96, 24.97)], actor="x")
    publish_edition(ready, "learning", 2026, approval=EXEMPT)
    _, files = stored_edition(ready, "learning", 2026)
    shown = json.loads(files["areas.geojson"])["features"]
    assert [(one["id"], one["properties"]["name_en"]) for one in shown] == [
        ("M", "Area M"),
        ("W", "Area W"),
    ]
    assert shape(shown[0]["geometry"]).equals(box(24.95, 60.16, 24.96, 60.18))
    sources = json.loads(files["edition.json"])["sources"]
    assert "Land survey" in [source["name"] for source in sources]


def test_each_map_shows_the_kinds_that_belong_on_it(ready: City) -> None:
    shown = {}
    for name in ("learning", "elderly", "humanities"):
        publish_edition(ready, name, 2026, approval=EXEMPT)
        _, files = stored_edition(ready, name, 2026)
        shown[name] = [f["id"] for f in json.loads(files["points.geojson"])["features"]]
    # A library is on one map, a museum and a social point each on two.
    assert shown == {
        "learning": ["esplanadi", "kaisaniemi", "senate"],
        "elderly": ["kaisaniemi"],
        "humanities": ["esplanadi"],
    }


def test_a_second_publication_is_refused_and_changes_nothing(ready: City) -> None:
    publish_edition(ready, "learning", 2026, approval=EXEMPT)
    before = stored_edition(ready, "learning", 2026)
    with pytest.raises(ConflictError, match=r"learning edition 2026, revision 1.*--supersede"):
        publish_edition(ready, "learning", 2026, approval=EXEMPT)
    assert stored_edition(ready, "learning", 2026) == before
    with ready.store.begin() as tx:
        assert len(list_editions(tx)) == 1


def test_a_correction_is_a_new_revision_and_the_old_one_stays(ready: City) -> None:
    publish_edition(ready, "learning", 2026, approval=EXEMPT)
    _, first = stored_edition(ready, "learning", 2026)
    corrected = SENATE.model_copy(update={"names": {"zh": "改名", "en": "Corrected"}})
    with ready.store.begin() as tx:
        upsert_points(tx, [corrected], actor="tester")
    second = publish_edition(ready, "learning", 2026, approval=EXEMPT, supersede=True)
    assert second.revision == 2
    assert stored_edition(ready, "learning", 2026, 1)[1] == first
    assert b"Corrected" in stored_edition(ready, "learning", 2026)[1]["points.geojson"]
    assert verify_published(ready, "learning", 2026, 1).revision == 1


def test_one_flipped_byte_in_a_folder_is_found(ready: City, tmp_path: Path) -> None:
    publish_edition(ready, "learning", 2026, approval=EXEMPT)
    export_edition(ready, "learning", 2026, tmp_path / "out")
    target = tmp_path / "out" / "points.geojson"
    content = bytearray(target.read_bytes())
    content[len(content) // 2] ^= 1
    target.write_bytes(content)
    with pytest.raises(IntegrityError, match=r"points\.geojson has SHA-256"):
        verify_export(tmp_path / "out")


def test_products_lie_beside_the_frozen_files_and_are_made_of_them_alone(
    ready: City, tmp_path: Path
) -> None:
    publish_edition(ready, "learning", 2026, approval=EXEMPT)
    folder = tmp_path / "out"
    export_with_products(ready, "learning", 2026, folder, public_url="https://maps.example.org")
    in_store = verify_published(ready, "learning", 2026)
    in_folder, products = verify_export(folder)
    assert in_folder == in_store
    assert products is not None
    assert products.differing == ()
    assert (folder / "products" / "edition.gpkg").is_file()
    (folder / "products" / "points.csv").write_bytes(b"")
    with pytest.raises(IntegrityError, match=r"products/points\.csv has SHA-256"):
        verify_export(folder)


def test_one_flipped_byte_in_the_database_is_found(ready: City, database_url: str) -> None:
    publish_edition(ready, "learning", 2026, approval=EXEMPT)
    # Only who owns the tables can do this, and has to take the guards away first.
    with psycopg.connect(database_url) as raw:
        raw.execute("SET session_replication_role = replica")
        raw.execute("ALTER TABLE learnmap.edition_files DISABLE TRIGGER ALL")
        checks = raw.execute(
            "SELECT conname FROM pg_constraint "
            "WHERE conrelid = 'learnmap.edition_files'::regclass AND contype = 'c'"
        ).fetchall()
        for (name,) in checks:
            raw.execute(f'ALTER TABLE learnmap.edition_files DROP CONSTRAINT "{name}"')
        raw.execute(
            "UPDATE learnmap.edition_files "
            "SET content = set_byte(content, 500, get_byte(content, 500) # 1) "
            "WHERE path = 'index.html'"
        )
    with pytest.raises(IntegrityError, match=r"index\.html has SHA-256"):
        verify_published(ready, "learning", 2026)


def test_a_page_changed_together_with_the_manifest_is_found(ready: City) -> None:
    publish_edition(ready, "learning", 2026, approval=EXEMPT)
    _, files = stored_edition(ready, "learning", 2026)
    files["index.html"] = files["index.html"].replace(b"Library senate", b"Library of lies")
    files[MANIFEST] = make_manifest(files, map_name="learning", year=2026, revision=1)
    with pytest.raises(IntegrityError, match="not what its frozen content makes"):
        verify_edition(files)


def test_the_page_is_made_again_to_the_byte_elsewhere(ready: City, tmp_path: Path) -> None:
    publish_edition(ready, "learning", 2026, approval=EXEMPT)
    export_edition(ready, "learning", 2026, tmp_path / "out")
    program = (
        "import sys; from pathlib import Path; from learnmap.edition import read_folder;"
        "from learnmap.render import render_edition;"
        "sys.stdout.buffer.write(render_edition(read_folder(Path(sys.argv[1]))))"
    )
    for seed, zone, locale in (("1", "America/New_York", "C"), ("77", "Asia/Tokyo", "C.UTF-8")):
        made = subprocess.run(
            [sys.executable, "-c", program, str(tmp_path / "out")],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale},
            capture_output=True,
            check=True,
        ).stdout
        assert made == (tmp_path / "out" / "index.html").read_bytes()


def test_a_draft_is_begun_once_and_published_under_its_revision(ready: City) -> None:
    first = draft_edition(ready, "learning", 2026)
    assert draft_edition(ready, "learning", 2026) == first
    preview = preview_edition(ready, "learning", 2026, approval=EXEMPT)
    row = publish_edition(ready, "learning", 2026, approval=EXEMPT)
    assert (row.id, row.revision) == (first.id, 1)
    assert stored_edition(ready, "learning", 2026)[1] == preview


def test_of_publishers_at_once_one_publishes_and_the_others_are_refused(ready: City) -> None:
    def attempt(_: int) -> str:
        try:
            return publish_edition(ready, "learning", 2026, approval=EXEMPT).status
        except ConflictError as error:
            return str(error)

    with ThreadPoolExecutor(20) as together:
        answers = list(together.map(attempt, range(20)))
    assert len(answers) == 20
    assert answers.count("published") == 1
    assert all("published" in answer for answer in answers)
    with ready.store.begin() as tx:
        assert [row.status for row in list_editions(tx)] == ["published"]
        entries = [e for e in read_entries(tx, limit=100) if e.action == "editions.publish"]
    assert len(entries) == 1


def test_every_step_is_in_the_audit(ready: City) -> None:
    draft_edition(ready, "learning", 2026)
    publish_edition(ready, "learning", 2026, approval=EXEMPT)
    with ready.store.begin() as tx:
        entries = read_entries(tx, limit=100)
    steps = [(e.actor, e.action) for e in entries if e.action.startswith("editions.")]
    assert sorted(steps) == [("tester", "editions.draft"), ("tester", "editions.publish")]


def test_catchments_out_of_date_stop_a_publication(ready: City) -> None:
    moved = SENATE.model_copy(update={"longitude": 24.9500})
    with ready.store.begin() as tx:
        upsert_points(tx, [moved], actor="tester")
    with pytest.raises(NotReadyError, match="3 catchments are missing or out of date"):
        publish_edition(ready, "learning", 2026, approval=EXEMPT)
    with ready.store.begin() as tx:
        assert list_editions(tx) == []


def test_an_empty_map_is_not_published(city: City) -> None:
    with city.store.begin() as tx:
        upsert_points(tx, [SENATE], actor="tester")
    compute_city_catchments(city)
    with pytest.raises(NotReadyError, match="no learning point belongs on the elderly map"):
        publish_edition(city, "elderly", 2026, approval=EXEMPT)


@pytest.mark.parametrize(("name", "year"), [("atlas", 2026), ("learning", 26)])
def test_an_address_that_is_none_is_refused(ready: City, name: str, year: int) -> None:
    with pytest.raises(InvalidInputError, match=rf"{name}|{year}"):
        publish_edition(ready, name, year, approval=EXEMPT)
