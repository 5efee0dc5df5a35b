"""The life of an edition in the pages for staff, by the real server."""

import datetime as dt
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from learnmap.model.roles import MAY, ROLES
from learnmap.service.staff.words.findings import finding_words
from learnmap.store import Store, add_entry, list_editions, read_entries, read_point, upsert_points
from learnmap.workflows import edition_desk
from learnmap.workflows.accounts import add_account
from learnmap.workflows.catchments import compute_city_catchments
from learnmap.workflows.cities import change_city
from learnmap.workflows.city import City
from learnmap.workflows.editions import Approval, check_edition
from tests.service.conftest import served
from tests.service.test_staff import GOOD, csrf, log_in, quick_hashes
from tests.service.towns import open_town

__all__ = ["quick_hashes"]

DRAFT = "/staff/editions/2026/learning/r1"
PEOPLE = {"li": "editor", "wang": "publisher", "zhao": "publisher", "ming": "planner"}


@pytest.fixture
def town(store: Store, tmp_path: Path) -> City:
    """Build the river town with its catchments, where everything is reviewed."""
    city = open_town(store, tmp_path)
    change_city(city, changes={"review_required": True})
    compute_city_catchments(city)
    for name, role in PEOPLE.items():
        add_account(city, name, full_name=name.title(), role=role, password=GOOD, temporary=False)
    return city


class Desk:
    """Somebody's browser."""

    def __init__(self, address: httpx.URL, name: str, language: str = "en") -> None:
        self.client = httpx.Client(base_url=address, timeout=60)
        self.client.headers["accept-language"] = language
        assert log_in(self.client, name).status_code == 303

    def page(self, path: str) -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.text
        return answer.text

    def post(self, path: str, *, page: str = "/staff/account", **fields: str) -> httpx.Response:
        token = csrf(self.client.get(page))
        origin = str(self.client.base_url).rstrip("/")
        return self.client.post(path, data={"csrf": token, **fields}, headers={"origin": origin})

    def wait(self, begun: httpx.Response) -> httpx.Response:
        """Follow a long step to its end."""
        assert begun.status_code == 303, begun.text
        for _ in range(600):
            answer = self.client.get(begun.headers["location"])
            if "hx-get" not in answer.text:
                return answer
            time.sleep(0.05)
        raise AssertionError("the step never ended")


@pytest.fixture
def people(town: City) -> Iterator[dict[str, Desk]]:
    with served(town, staff=town, public_url="https://maps.example.org/editions") as client:
        desks = {name: Desk(client.base_url, name) for name in PEOPLE}
        yield desks
        for desk in desks.values():
            desk.client.close()


def drafted(people: dict[str, Desk]) -> None:
    begun = people["li"].post(
        "/staff/editions", map="learning", year="2026", approval_number="沪S(2026)001号"
    )
    assert begun.headers["location"] == f"{DRAFT}?said=edition_done_draft"


def approved(people: dict[str, Desk]) -> None:
    drafted(people)
    ended = people["li"].wait(people["li"].post(f"{DRAFT}/submit"))
    assert ended.headers["location"] == f"{DRAFT}?said=edition_done_submit"
    ended = people["wang"].wait(people["wang"].post(f"{DRAFT}/approve", note="looked at it"))
    assert ended.headers["location"] == f"{DRAFT}?said=edition_done_approve"


def deeds(city: City) -> list[tuple[str, str]]:
    with city.store.begin() as tx:
        entries = read_entries(tx, subject="learning/2026/1", limit=100)
    return [(entry.action, entry.actor) for entry in entries]


def test_an_edition_goes_through_its_whole_life(people: dict[str, Desk], town: City) -> None:
    approved(people)
    page = people["wang"].page(DRAFT)
    assert "looked at it" in page
    assert "points have no name in zh" in page
    reasons = {"reason_translation": "the name is the same in both"}
    unsure = people["wang"].post(f"{DRAFT}/publish", **reasons)
    assert unsure.status_code == 409
    assert "the name is the same in both" in unsure.text  # what was typed is still there
    unreasoned = people["wang"].post(f"{DRAFT}/publish", sure="yes")
    assert "Give a reason for each check" in unreasoned.text

    ended = people["wang"].wait(people["wang"].post(f"{DRAFT}/publish", sure="yes", **reasons))
    assert ended.headers["location"] == f"{DRAFT}?said=edition_done_publish"
    page = people["wang"].page(DRAFT)
    with town.store.begin() as tx:
        (row,) = list_editions(tx)
    assert row.approval_number == "沪S(2026)001号"
    assert row.manifest_sha256 is not None
    assert row.manifest_sha256 in page
    assert "https://maps.example.org/editions/2026/learning/" in page
    assert "data:image/svg+xml" in page
    assert "the name is the same in both" in page
    assert deeds(town) == [
        ("editions.draft", "li"),
        ("editions.approval", "li"),
        ("editions.submit", "li"),
        ("editions.approve", "wang"),
        ("editions.publish", "wang"),
    ]

    begun = people["li"].post(f"{DRAFT}/revise", corrects="a wrong name")
    second = DRAFT.replace("r1", "r2")
    assert begun.headers["location"] == f"{second}?said=edition_done_revise"
    assert "a wrong name" in people["li"].page(second)
    withdrawn = people["wang"].post(f"{DRAFT}/withdraw", reason="the border is wrong")
    assert withdrawn.headers["location"] == f"{DRAFT}?said=edition_done_withdraw"
    assert "the border is wrong" in people["ming"].page(DRAFT)
    public = people["ming"].client.get("/editions/2026/learning/")
    assert (public.status_code, "the border is wrong" in public.text) == (410, True)


def test_who_drafted_submitted_or_brought_in_does_not_review(
    people: dict[str, Desk], town: City
) -> None:
    begun = people["wang"].post("/staff/editions", map="learning", year="2026")
    assert begun.status_code == 303
    with town.store.begin() as tx:
        changed = read_point(tx, "lane").point.model_copy(update={"address": "北街 1 号"})
        upsert_points(tx, [changed], actor="zhao")
    people["wang"].wait(people["wang"].post(f"{DRAFT}/submit"))
    for name, why in (("wang", "You began this draft"), ("zhao", "what you brought in")):
        assert why in people[name].page(DRAFT)
        refused = people[name].wait(people[name].post(f"{DRAFT}/approve"))
        assert why in refused.text
    assert ("editions.approve", "zhao") not in deeds(town)


def test_what_changed_after_it_was_submitted_is_not_approved(
    people: dict[str, Desk], town: City
) -> None:
    drafted(people)
    people["li"].wait(people["li"].post(f"{DRAFT}/submit"))
    again = people["li"].wait(people["li"].post(f"{DRAFT}/submit"))
    assert "The very same content is in review already" in again.text
    with town.store.begin() as tx:
        changed = read_point(tx, "lane").point.model_copy(update={"address": "北街 1 号"})
        upsert_points(tx, [changed], actor="li")
    refused = people["wang"].wait(people["wang"].post(f"{DRAFT}/approve"))
    assert "The content changed since it was submitted" in refused.text
    assert people["wang"].post(f"{DRAFT}/return", note=" ").status_code == 409
    back = people["wang"].post(f"{DRAFT}/return", note="the address of lane")
    assert back.headers["location"] == f"{DRAFT}?said=edition_done_return"
    assert "the address of lane" in people["li"].page(DRAFT)


def test_twenty_clicks_publish_once(people: dict[str, Desk], town: City) -> None:
    approved(people)
    fields = {"sure": "yes", "reason_translation": "a test"}
    desk = people["wang"]
    token = csrf(desk.client.get("/staff/account"))
    origin = str(desk.client.base_url).rstrip("/")
    answers: list[int] = []

    def click() -> None:
        answer = desk.client.post(
            f"{DRAFT}/publish", data={"csrf": token, **fields}, headers={"origin": origin}
        )
        answers.append(answer.status_code)

    clicks = [threading.Thread(target=click) for _ in range(20)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert set(answers) <= {303, 409}
    assert 303 in answers
    late = people["zhao"]
    for _ in range(600):
        if "Published by" in late.page(DRAFT):
            break
        time.sleep(0.05)
    refused = late.post(f"{DRAFT}/publish", **fields)
    assert refused.status_code == 409
    assert re.search(r"Meanwhile wang published revision 1 at 20\d\d-", refused.text)
    with town.store.begin() as tx:
        assert [(row.revision, row.status) for row in list_editions(tx)] == [(1, "published")]
    assert deeds(town).count(("editions.publish", "wang")) == 1


def test_a_blocked_edition_is_not_published_and_what_blocks_is_told(
    people: dict[str, Desk], town: City
) -> None:
    people["li"].post("/staff/editions", map="learning", year="2026")
    page = people["wang"].page(DRAFT)
    assert "neither a map approval number nor a reason" in page
    assert f'action="{DRAFT}/publish"' not in page
    refused = people["wang"].post(f"{DRAFT}/publish", sure="yes")
    assert (refused.status_code, deeds(town)) == (409, [("editions.draft", "li")])
    kept = people["li"].post(f"{DRAFT}/approval", approval_exemption="an internal map")
    assert kept.headers["location"] == f"{DRAFT}?said=edition_done_approval"
    assert "neither a map approval number nor a reason" not in people["wang"].page(DRAFT)
    people["ming"].wait(people["ming"].post(f"{DRAFT}/check"))
    assert "The checks are done" in people["ming"].page(f"{DRAFT}?said=edition_done_check")
    assert "points have no name in zh" in people["ming"].page(DRAFT)


def test_the_preview_is_the_page_and_only_for_staff(people: dict[str, Desk]) -> None:
    drafted(people)
    shown = people["ming"].client.get(f"{DRAFT}/preview")
    assert shown.status_code == 200
    assert shown.headers["cache-control"] == "no-store"
    assert "沪S(2026)001号" in shown.text
    assert "learning-map" in shown.text or "leaflet" in shown.text
    outside = httpx.get(str(people["ming"].client.base_url).rstrip("/") + f"{DRAFT}/preview")
    assert outside.status_code == 303
    assert "/staff/login" in outside.headers["location"]
    assert people["ming"].client.get("/editions/2026/learning/").status_code == 404


STEPS: dict[str, str] = {
    "check": "edition.read",
    "approval": "edition.draft",
    "submit": "edition.draft",
    "revise": "edition.draft",
    "approve": "edition.review",
    "return": "edition.review",
    "publish": "edition.publish",
    "withdraw": "edition.withdraw",
}


def test_each_step_is_for_those_who_may(people: dict[str, Desk], town: City) -> None:
    people["li"].post("/staff/editions", map="learning", year="2026")
    add_account(town, "root", full_name="R", role="admin", password=GOOD, temporary=False)
    names = {role: name for name, role in PEOPLE.items()} | {"admin": "root"}
    people["root"] = Desk(people["li"].client.base_url, "root")  # closed with the others
    for role in ROLES:
        for step, action in STEPS.items():
            answer = people[names[role]].post(f"{DRAFT}/{step}")
            assert (answer.status_code == 403) == (action not in MAY[role]), (role, step)
        begun = people[names[role]].post("/staff/editions", map="elderly", year="x")
        assert (begun.status_code == 403) == ("edition.draft" not in MAY[role])
        for path in ("/staff/audit", "/staff/audit/verify", "/staff/audit/export"):
            audit = people[names[role]].client.get(path)
            assert (audit.status_code == 403) == ("audit.read" not in MAY[role])


def test_what_is_not_there_and_what_cannot_be_begun(people: dict[str, Desk], town: City) -> None:
    for path in (
        "/staff/editions/2026/learning/r9",
        "/staff/editions/2026/nomap/r1",
        "/staff/editions/20262/learning/r1",
        "/staff/editions/2026/learning/r1e3",
        "/staff/compare/learning/2025/2026/passwd",
        "/staff/compare/learning/2025/2026/changes.csv",
    ):
        answer = people["ming"].client.get(path)
        assert answer.status_code == 404
        assert "There is nothing here" in answer.text
    for fields, says in (
        ({"map": "learning", "year": "26"}, "four digits"),
        ({"map": "learning", "year": "２０２６"}, "four digits"),
        ({"map": "nomap", "year": "2026"}, "Choose a map"),
        ({}, "Choose a map"),
    ):
        answer = people["li"].post("/staff/editions", **fields)
        assert (answer.status_code, says in answer.text) == (422, True)
    with town.store.begin() as tx:
        assert list_editions(tx) == []


def test_every_finding_of_a_town_is_told_in_chinese(town: City) -> None:
    with town.store.begin() as tx:
        lane = read_point(tx, "lane").point
        far = read_point(tx, "far").point
        upsert_points(
            tx,
            [
                lane.model_copy(update={"assured_date": None}),
                far.model_copy(update={"assured_date": dt.date(2001, 1, 1)}),
            ],
            actor="li",
        )
    report = check_edition(town, "learning", 2026, approval=Approval())
    told = [one for one in report.findings if one.check not in {"approval", "review"}]
    assert {"assured", "translation", "opening_hours", "address", "certificate"} <= {
        one.check for one in told
    }
    for one in told:
        says, language = finding_words(one.says, "zh")
        assert language == "zh", one.says
        assert re.search(r"[\u4e00-\u9fff]", says)
        assert finding_words(one.says, "en") == (one.says, "en")


def test_the_start_page_counts_what_waits(people: dict[str, Desk], town: City) -> None:
    assert "Nothing waits now" in people["wang"].page("/staff")
    drafted(people)
    assert "a draft, to be submitted" in people["li"].page("/staff")
    people["li"].wait(people["li"].post(f"{DRAFT}/submit"))
    assert "li submitted it; you may review it" in people["wang"].page("/staff")
    assert "li submitted it; another person reviews it" in people["li"].page("/staff")
    with town.store.begin() as tx:
        lane = read_point(tx, "lane").point
        closed = read_point(tx, "closed").point  # closed points need not be verified
        upsert_points(
            tx,
            [one.model_copy(update={"assured_date": None}) for one in (lane, closed)],
            actor="li",
        )
    assert edition_desk.what_waits(town).unassured == 1
    assert "1 learning points were not verified within a year" in people["wang"].page("/staff")


def test_the_record_is_found_by_who_when_and_about_what(
    people: dict[str, Desk], town: City
) -> None:
    drafted(people)
    li = people["li"]
    page = li.page("/staff/audit?subject=learning/2026")
    assert "began a draft" in page
    assert "built the walk network" not in page
    assert f'href="{DRAFT}"' in page
    page = li.page("/staff/audit?actor=tester")
    assert "built the walk network" in page
    assert "began a draft" not in page
    assert "No entry is like that" in li.page("/staff/audit?until=2001-01-01")
    assert "began a draft" in li.page("/staff/audit?since=2001-01-01&subject=learning")
    assert "No entry is like that" in li.page("/staff/audit?subject=%25")
    wrong = li.client.get("/staff/audit?since=yesterday")
    assert (wrong.status_code, "yesterday is no day" in wrong.text) == (422, True)
    with town.store.begin() as tx:
        entries = read_entries(tx, limit=1000)
    head = re.search(r"The head is: <code>([0-9a-f]{64})</code>", li.page("/staff/audit/verify"))
    assert head
    assert f"{len(entries)} entries are" in li.page(f"/staff/audit/verify?expect={head[1]}")
    assert li.client.get("/staff/audit/verify?expect=abc").status_code == 422
    unknown = li.page(f"/staff/audit/verify?expect={'1' * 64}")
    assert "The record is not as it was written" in unknown
    lines = li.client.get("/staff/audit/export")
    assert lines.headers["content-disposition"] == 'attachment; filename="audit.jsonl"'
    assert len(lines.text.splitlines()) == len(entries)

    with town.store.begin() as tx:
        for number in range(60):
            add_entry(tx, actor="many", action="a.new.one", subject=f"{number}")
    page = li.page("/staff/audit?actor=many")
    assert "a.new.one" in page
    older = re.search(r'href="(/staff/audit\?[^"]*before=\d+)"', page)
    assert older
    rest = li.page(older[1].replace("&amp;", "&"))
    assert (page.count("<tr>"), rest.count("<tr>")) == (50 + 1, 10 + 1)
    assert "Older entries" not in rest
