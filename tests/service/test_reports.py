"""Residents report what is wrong, from the form to the room of staff."""

import re
from collections.abc import Iterator

import httpx
import pytest

from learnmap.model.roles import Role
from learnmap.service.report_limit import ALL, EACH, WINDOW_S, ReportLimit
from learnmap.store import AuditFilter, find_entries
from learnmap.workflows.city import City
from learnmap.workflows.error_reports import handled_reports, waiting_reports
from tests.service.conftest import served
from tests.service.staffed import add_person, hash_quickly, log_in, origin, post
from tests.service.towns import HOSTILE

PATH = "/en/points/across/report"


@pytest.fixture
def client(own_town: City, monkeypatch: pytest.MonkeyPatch) -> Iterator[httpx.Client]:
    hash_quickly(monkeypatch)
    with served(own_town, staff=own_town) as asking:
        yield asking


def report(client: httpx.Client, path: str = PATH, /, **fields: str) -> httpx.Response:
    return client.post(path, data=fields, headers=origin(client))


def test_a_report_comes_to_staff_as_text_and_leaves_no_trace_of_who(
    client: httpx.Client, own_town: City
) -> None:
    page = client.get("/en/points/across").text
    assert 'action="/en/points/across/report#report"' in page
    answer = report(client, what="hours", note=f"  {HOSTILE}\r\nsecond line\x00 ")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/en/points/across?said=thanks#report"
    assert not answer.cookies
    assert "Thank you" in client.get(answer.headers["location"]).text
    (named,) = waiting_reports(own_town)
    assert (named.report.point_id, named.report.what) == ("across", "hours")
    assert named.report.note == f"{HOSTILE}\nsecond line"
    with own_town.store.begin() as tx:
        columns = tx.exec_driver_sql(
            "SELECT to_jsonb(r) FROM learnmap.error_reports r"
        ).scalar_one()
    assert set(columns) == {
        *("id", "point_id", "what", "note", "reported_at"),
        *("handled_at", "handled_by", "handled_note"),
    }
    add_person(own_town, "editor", "editor")
    log_in(client, "editor")
    start = client.get("/staff", headers={"accept-language": "en"}).text
    assert "Reports of residents wait: 1" in start
    room = client.get("/staff/reports", headers={"accept-language": "en"}).text
    assert "&lt;/script&gt;&lt;img" in room
    assert "<img" not in room


def test_staff_handle_a_report_once_and_the_record_says_so(
    client: httpx.Client, own_town: City
) -> None:
    report(client, what="other", note="the door is round the corner")
    number = waiting_reports(own_town)[0].report.id
    add_person(own_town, "editor", "editor")
    log_in(client, "editor")
    answer = post(client, f"/staff/reports/{number}", note="entrance moved")
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff/reports?said=done")
    assert not waiting_reports(own_town)
    (done,) = handled_reports(own_town)
    assert (done.report.handled_by, done.report.handled_note) == ("editor", "entrance moved")
    again = post(client, f"/staff/reports/{number}", note="me too")
    assert again.status_code == 409
    assert post(client, "/staff/reports/999", note="").status_code == 404
    with own_town.store.begin() as tx:
        (entry,) = find_entries(tx, AuditFilter(subject=f"error_reports/{number}"), limit=9)
    assert (entry.actor, entry.action) == ("editor", "reports.handle")
    assert entry.details == {"point": "across", "note": "entrance moved"}


@pytest.mark.parametrize("role", ["planner", "admin"])
def test_who_may_not_edit_does_not_see_reports(
    client: httpx.Client, own_town: City, role: Role
) -> None:
    add_person(own_town, "somebody", role)
    log_in(client, "somebody")
    assert client.get("/staff/reports").status_code == 403
    assert post(client, "/staff/reports/1", note="").status_code == 403


def test_what_cannot_be_taken_comes_back_with_what_was_typed(
    client: httpx.Client, own_town: City
) -> None:
    for fields, words in (
        ({"note": "no choice"}, "Choose what is wrong"),
        ({"what": "other"}, "Choose what is wrong"),
        ({"what": "weather", "note": "x"}, "Choose what is wrong"),
        ({"what": "hours", "note": "字" * 1001}, "1001 characters"),
    ):
        answer = report(client, **fields)
        assert answer.status_code == 422
        assert words in answer.text
        assert 'role="alert"' in answer.text
        assert answer.headers["cache-control"] == "no-store"
        typed = re.search(r"(?s)<textarea[^>]*>(.*?)</textarea>", answer.text)
        assert typed is not None
        assert typed[1] == fields.get("note", "")
    assert report(client, "/en/points/nobody/report", what="hours").status_code == 404
    assert not waiting_reports(own_town)


def test_a_form_from_elsewhere_and_a_program_that_fills_in_all_leave_nothing(
    client: httpx.Client, own_town: City
) -> None:
    for headers in ({}, {"origin": "https://evil.example"}, {"origin": "null"}):
        assert client.post(PATH, data={"what": "hours"}, headers=headers).status_code == 403
    assert report(client, what="hours", homepage="https://spam.example").status_code == 303
    assert client.post(PATH, content=b"\xff" * 100_000, headers=origin(client)).status_code == 422
    assert not waiting_reports(own_town)


def test_more_than_a_few_at_once_have_to_wait(client: httpx.Client, own_town: City) -> None:
    statuses = [report(client, what="hours").status_code for _ in range(EACH + 2)]
    assert statuses == [303] * EACH + [429] * 2
    assert int(report(client, what="hours").headers["retry-after"]) == WINDOW_S
    assert len(waiting_reports(own_town)) == EACH


def test_the_limit_is_of_each_and_of_all_and_passes() -> None:
    now = [0.0]
    limit = ReportLimit(lambda: now[0])
    assert [limit.take("a") for _ in range(EACH + 1)] == [True] * EACH + [False]
    assert limit.take("b")
    now[0] = WINDOW_S - 1
    assert not limit.take("a")
    now[0] = WINDOW_S
    assert limit.take("a")
    taken = [limit.take(f"c{number}") for number in range(ALL)]
    assert taken.count(True) == ALL - 1
    assert not limit.take("d")
    assert b"a" not in {who for _, who in limit._taken}
