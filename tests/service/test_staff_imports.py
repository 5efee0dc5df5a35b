"""Imports in the pages for staff by the real server: from a file that is sent to taking back."""

import io
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import openpyxl
import pytest
from shapely.geometry import box

from learnmap.model.city import CitySettings
from learnmap.model.records import Area
from learnmap.model.roles import MAY, ROLES
from learnmap.service.staff import sent_files
from learnmap.store import Store, read_entries, read_points, upsert_areas
from learnmap.workflows.accounts import change_role
from learnmap.workflows.city import City
from learnmap.workflows.import_runs import list_imports, run_import, show_import
from tests.service.conftest import served
from tests.service.staffed import add_person, csrf, hash_quickly, log_in, origin, post

HEADER = "名称,类别,地址,经度,纬度,热线"
ROWS = (
    "东校,图书馆,外滩1号,121.4,31.2,63511234",
    "东 校,图书馆,外滩2号,121.40001,31.2,63511234",
    "西校,图书馆,外滩3号,121.42,31.2,问门卫",
)


@pytest.fixture
def city(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> City:
    hash_quickly(monkeypatch)
    found = City(store, tmp_path / "home", "test")
    found.set(CitySettings(names={"zh": "城", "en": "Town"}))
    add_person(found, "li", "editor")
    return found


@pytest.fixture
def client(city: City) -> Iterator[httpx.Client]:
    with served(city, staff=city) as asking:
        asking.headers["accept-language"] = "en"
        log_in(asking, "li")
        yield asking


def send(
    client: httpx.Client,
    content: bytes | str,
    name: str = "points.csv",
    *,
    headers: dict[str, str] | None = None,
    **fields: str,
) -> httpx.Response:
    """Send a file as a browser does."""
    body = content.encode() if isinstance(content, str) else content
    given = {"csrf": csrf(client.get("/staff")), "what": "points", "source": "黄浦", "datum": ""}
    return client.post(
        "/staff/imports/new",
        data=given | fields,
        files={"file": (name, body, "application/octet-stream")},
        headers=origin(client) if headers is None else headers,
    )


def file_page(client: httpx.Client, *rows: str, name: str = "points.csv") -> str:
    """Send a list and return the address of its columns."""
    answer = send(client, "\n".join((HEADER, *rows)), name)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def checked(client: httpx.Client, path: str, **fields: str) -> httpx.Response:
    """Let a file be checked with its columns as they are, and return the report."""
    answer = post(client, path, **fields)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{path}/report")
    return client.get(f"{path}/report")


def chosen(page: httpx.Response) -> dict[str, str]:
    """Return what is chosen in each field of the columns' page."""
    selects = re.findall(r'<select id="(column-\d+)".*?</select>', page.text, re.DOTALL)
    parts = re.findall(r'<select id="column-\d+".*?</select>', page.text, re.DOTALL)
    values = [re.search(r'value="([^"]*)" selected', part) for part in parts]
    return {name: found[1] for name, found in zip(selects, values, strict=True) if found}


def test_a_file_is_sent_corrected_checked_and_imported(client: httpx.Client, city: City) -> None:
    path = file_page(client, *ROWS)
    page = client.get(path)
    assert list(chosen(page).values()) == [
        *("name_zh", "kind", "address", "longitude", "latitude", "-"),
    ]
    report = checked(client, path, **{"column-5": "phone"})
    assert "no errors and 2 warnings" in report.text
    assert "Added 3" in report.text
    assert "may be the same as made-" in report.text
    assert "does not look like a phone number" in report.text
    # Nothing is stored by looking.
    assert list_imports(city) == []
    book = client.get(f"{path}/report.xlsx")
    assert "attachment" in book.headers["content-disposition"]
    assert book.headers["cache-control"] == "no-store"
    sheet = openpyxl.load_workbook(io.BytesIO(book.content))["points"]
    assert sheet["G4"].value.startswith("To confirm: 热线: does not look like a phone number")

    waiting = post(client, f"{path}/import")
    assert waiting.headers["location"] == "/staff/imports/1?said=done_waiting"
    shown = client.get("/staff/imports/1")
    assert "2 warnings are open" in shown.text
    assert "points.csv" in shown.text
    assert 'value="3"' in shown.text
    # The file is gone; what is needed of it is in the database.
    assert client.get(path).status_code == 404
    assert list((city.folder / "uploads").iterdir()) == []

    one = "/staff/imports/1"
    refused = post(client, f"{one}/confirm", line="3", note="  ")
    assert (refused.status_code, "Say why the warnings may stand" in refused.text) == (422, True)
    none = post(client, f"{one}/confirm", note="seen")
    assert (none.status_code, "Choose a row first" in none.text) == (422, True)
    early = post(client, f"{one}/apply")
    assert (early.status_code, "2 of 2 warnings that nobody confirmed" in early.text) == (422, True)
    assert post(client, f"{one}/drop", line="3").status_code == 303
    both = post(client, f"{one}/confirm", line=["4"], note="<b>asked</b>")
    assert both.headers["location"] == f"{one}?said=done_confirmed"
    shown = client.get(one)
    assert "Confirmed by li: &lt;b&gt;asked&lt;/b&gt;" in shown.text
    assert "Dropped by li" in shown.text
    assert post(client, f"{one}/apply").status_code == 303
    assert "Added 2" in client.get(one).text
    with city.store.begin() as tx:
        assert {found.point.names["zh"] for found in read_points(tx)} == {"东校", "西校"}
        told = {(e.action, e.actor) for e in read_entries(tx) if e.action.startswith("import")}
    assert told == {
        ("imports.check", "li"),
        ("imports.drop", "li"),
        ("imports.confirm", "li"),
        ("imports.apply", "li"),
    }
    # The next file of the source is read as this one was.
    again = file_page(client, *ROWS)
    page = client.get(again)
    assert chosen(page)["column-5"] == "phone"
    assert "As remembered for 黄浦 from points.csv" in page.text
    assert post(client, f"{one}/take-back").headers["location"].endswith("done_taken_back")
    with city.store.begin() as tx:
        assert read_points(tx) == []
    twice = post(client, f"{one}/take-back")
    assert (twice.status_code, "nothing was changed" in twice.text) == (422, True)


def test_a_file_with_errors_cannot_be_imported(client: httpx.Client, city: City) -> None:
    path = file_page(client, *ROWS, "南校,书店,外滩4号,121°24′,31.2,1")
    report = checked(client, path)
    assert "It has 2 errors and cannot be imported" in report.text
    assert f"{path}/import" not in report.text
    assert "is not a number" in report.text
    only = client.get(f"{path}/report", params={"show": "error"})
    assert only.text.count('class="state error"') == 2
    client.get("/staff/language/zh")
    chinese = client.get(f"{path}/report")
    assert "有 2 处错误，不能导入" in chinese.text
    assert "不是数字" in chinese.text
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"{path}/report.xlsx").content))["points"]
    assert "错误：经度：不是数字" in sheet["G5"].value
    assert post(client, f"{path}/import").status_code == 422
    assert list_imports(city) == []
    assert post(client, f"{path}/remove").status_code == 303
    assert client.get(path).status_code == 404


def test_a_list_that_changes_nothing_and_one_that_changes_a_point(
    client: httpx.Client,
) -> None:
    clean = [ROWS[0], "西校,图书馆,外滩3号,121.42,31.2,"]
    first = file_page(client, *clean)
    assert "Nothing is wrong with it" in checked(client, first).text
    assert post(client, f"{first}/import").headers["location"].endswith("?said=done_applied")
    again = file_page(client, *clean)
    report = checked(client, again)
    assert "There is nothing to import" in report.text
    assert f"{again}/import" not in report.text
    # What was ignored before is used now; the old value and the new stand beside each other.
    phone = checked(client, again, **{"column-5": "phone"})
    assert "Changed 1" in phone.text
    assert re.search(r"\(empty\)</td>\s*<td[^>]*><bdi>63511234</bdi>", phone.text)


def test_what_cannot_be_read_is_said_at_once(client: httpx.Client) -> None:
    for name, content, said in (
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls workbook"),
        ("a.csv", b"PK\x03\x04aaaa", "zip archive"),
        ("a.pdf", b"%PDF", ".pdf files are not read"),
        ("a.xlsx", b"", "the file is empty"),
    ):
        path = send(client, content, name).headers["location"]
        page = client.get(path)
        assert (page.status_code, said in page.text) == (422, True), (name, page.text)
        assert post(client, path).status_code == 422


def test_the_form_says_what_is_missing(client: httpx.Client) -> None:
    cases: tuple[tuple[dict[str, str], str], ...] = (
        ({"source": "  "}, "Give a source"),
        ({"source": "x" * 201}, "at most 200 characters"),
        ({"datum": "mars"}, "Choose one of the list"),
        ({"what": "people"}, "Choose one of the list"),
    )
    for fields, said in cases:
        answer = send(client, "a,b\n1,2\n", headers=None, **fields)
        assert (answer.status_code, said in answer.text) == (422, True), said
    no_file = send(client, "", "")
    assert (no_file.status_code, "Choose a file" in no_file.text) == (422, True)


def test_columns_that_say_two_things_are_asked_again(client: httpx.Client) -> None:
    path = file_page(client, *ROWS)
    twice = post(client, path, **{"column-5": "address"})
    assert (twice.status_code, "taken for the same" in twice.text) == (422, True)
    kinds = post(client, path, **{"fixed-kind": "library"})
    assert (kinds.status_code, "The file has a column for it" in kinds.text) == (422, True)
    odd = post(client, path, **{"column-5": "<script>"})
    assert (odd.status_code, "<script>" in odd.text) == (422, False)
    fixed = checked(client, path, **{"column-1": "-", "fixed-kind": "museum"})
    assert "Added 3" in fixed.text


HOSTILE = "<script>alert(1)</script>"


def test_hostile_text_is_shown_as_text(client: httpx.Client, city: City) -> None:
    rows = (
        f"{HOSTILE},图书馆,=cmd|'/C calc'!A0,121.4,31.2,{HOSTILE}",
        "\u202eesrever,图书馆,外滩2号,121.41,31.2,+1",
    )
    content = "\n".join((f"{HEADER},{HOSTILE}", *(f"{row},x" for row in rows)))
    path = send(client, content, f"../../{HOSTILE}\u202e.csv", source=HOSTILE).headers["location"]
    pages = [client.get(path), checked(client, path, **{"column-5": "phone"})]
    post(client, f"{path}/import")
    pages += [client.get("/staff/imports"), client.get("/staff/imports/1")]
    for page in pages:
        assert page.status_code == 200
        assert HOSTILE not in page.text
        assert "&lt;script&gt;" in page.text
        assert "\u202e" not in re.sub(r"<bdi[^>]*>.*?</bdi>", "", page.text, flags=re.DOTALL)
    assert list_imports(city)[0].facts.file_name == f"{HOSTILE.rpartition('/')[2]}.csv"
    assert not list(city.folder.glob("**/*script*"))


def test_a_large_file_is_refused_and_leaves_nothing(
    client: httpx.Client, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sent_files, "MOST_FILE_BYTES", 100_000)
    assert send(client, b"x" * 90_000).status_code == 303
    large = send(client, b"x" * 300_000)
    assert (large.status_code, "The file is too large" in large.text) == (413, True)
    assert len(list((city.folder / "uploads").iterdir())) == 1


def test_a_file_from_elsewhere_is_refused(client: httpx.Client, city: City) -> None:
    good = origin(client)
    for headers, fields in (
        ({}, {}),
        ({"origin": "https://evil.example"}, {}),
        ({**good, "sec-fetch-site": "cross-site"}, {}),
        (good, {"csrf": "0" * 64}),
        (good, {"csrf": ""}),
    ):
        answer = send(client, HEADER, headers=headers, **fields)
        assert answer.status_code == 403, headers
    plain = client.post("/staff/imports/new", data={"csrf": "x"}, headers=good)
    assert plain.status_code == 415
    assert not (city.folder / "uploads").exists()


def test_a_file_is_its_senders_alone(client: httpx.Client, city: City) -> None:
    path = file_page(client, *ROWS)
    add_person(city, "wang", "publisher")
    log_in(client, "wang")
    for page in (path, f"{path}/report", f"{path}/report.xlsx"):
        assert client.get(page).status_code == 404
    assert post(client, f"{path}/import").status_code == 404
    for token in ("0" * 32, "%2e%2e", "%2e%2e%2f" + "0" * 26):
        assert client.get(f"/staff/imports/files/{token}").status_code == 404


def test_a_file_goes_after_a_day_and_the_oldest_for_an_eleventh(
    client: httpx.Client, city: City
) -> None:
    paths = [file_page(client, *ROWS) for _ in range(3)]
    folders = [city.folder / "uploads" / path.rpartition("/")[2] for path in paths]
    now = time.time()
    for folder, age_s in zip(folders, (90_000, 80_000, 0), strict=True):
        os.utime(folder, (now - age_s, now - age_s))
    paths += [file_page(client, *ROWS)]
    assert [client.get(path).status_code for path in paths] == [404, 200, 200, 200]
    paths += [file_page(client, *ROWS) for _ in range(8)]
    assert [client.get(path).status_code for path in paths] == [404, 404, *[200] * 10]


def test_each_role_sees_and_does_what_the_table_says(
    client: httpx.Client, city: City, tmp_path: Path
) -> None:
    file = tmp_path / "points.csv"
    file.write_text("\n".join((HEADER, *ROWS)), "utf-8")
    assert run_import(city, file).import_id == 1
    steps = {
        "/staff/imports/1/confirm": "import.confirm",
        "/staff/imports/1/drop": "import.confirm",
        "/staff/imports/1/apply": "import.apply",
        "/staff/imports/1/discard": "import.apply",
        "/staff/imports/1/take-back": "import.undo",
        "/staff/imports/new": "import.check",
    }
    for role in ROLES:
        change_role(city, "li", role)
        may = MAY[role]
        for page in ("/staff/imports", "/staff/imports/new", "/staff/imports/1"):
            expected = 200 if "import.check" in may else 403
            assert client.get(page).status_code == expected, (role, page)
        assert ("/staff/imports" in client.get("/staff").text) == ("import.check" in may)
        for path, action in steps.items():
            if action not in may:
                assert post(client, path, line="3", note="x").status_code == 403, (role, path)
    assert show_import(city, 1).row.pending == 1
    assert client.get("/staff/imports/99").status_code == 403


def test_the_rows_of_an_area_are_taken_and_one_problem_is_settled_at_once(
    client: httpx.Client, city: City
) -> None:
    assert "Rows from where" not in client.get("/staff/imports/new").text
    shape = box(121.39, 31.19, 121.41, 31.21)
    with city.store.begin() as tx:
        area = Area(code="a1", level="district", names={"zh": "东区"}, geometry=shape, source="x")
        upsert_areas(tx, [area], actor="x")
    assert '<option value="a1">东区</option>' in client.get("/staff/imports/new").text
    wrong = send(client, HEADER, inside="a2")
    assert (wrong.status_code, "Choose one of the list" in wrong.text) == (422, True)
    # Of the three rows two lie in the area, alike and 1 m apart; one more is far away.
    far = "远校,图书馆,天边,10.5,50.5,问门卫"
    sent = send(client, "\n".join((HEADER, *ROWS, far)), inside="a1")
    path = sent.headers["location"]
    report = checked(client, path, **{"column-5": "phone"})
    assert "2 of 4 rows lie outside 东区 (a1)" in report.text
    assert ("Added 2" in report.text, "no errors and 1 warnings" in report.text) == (True, True)
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"{path}/report.xlsx").content))["points"]
    assert [row[0].value for row in sheet.iter_rows()] == ["名称", "东校", "东 校"]
    client.get("/staff/language/zh")
    assert "共 4 行，其中 2 行在 东区 (a1) 以外" in client.get(f"{path}/report").text
    outside = send(client, f"{HEADER}\n{far}", inside="a1").headers["location"]
    refused = checked(client, outside, **{"column-5": "phone"})
    assert "共 1 行，都在 东区 (a1) 以外" in refused.text
    assert "请核对坐标系，或选择取所有行" in refused.text
    client.get("/staff/language/en")

    whole = checked(client, file_page(client, *ROWS), **{"column-5": "phone"})
    assert post(client, str(whole.url.path).replace("report", "import")).status_code == 303
    one = "/staff/imports/1"
    assert "may be a duplicate 1" in client.get(one).text
    page = client.get(one, params={"show": "near_duplicate"})
    assert "All 1 that are open: may be a duplicate" in page.text
    assert 'value="4"' not in page.text
    everything = post(client, f"{one}/drop", line="all")
    assert (everything.status_code, "Filter by a problem" in everything.text) == (422, True)
    assert post(client, f"{one}/drop", line="all", code="near_duplicate").status_code == 303
    said = {"line": "all", "code": "reading", "note": "asked"}
    assert post(client, f"{one}/confirm", **said).status_code == 303
    assert post(client, f"{one}/apply").status_code == 303
    assert "Added 2" in client.get(one).text


def test_an_import_that_is_not_there_is_said(client: httpx.Client) -> None:
    assert client.get("/staff/imports/99").status_code == 404
    assert post(client, "/staff/imports/99/apply").status_code == 404
    assert "No file has been imported yet" in client.get("/staff/imports").text
