import re

from learnmap.render import EditionLink, render_index


def link(year: int, kind: str, *, revision: int = 1, name: str = "石桥") -> EditionLink:
    return EditionLink(
        city={"zh": name, "en": "Shiqiao"},
        titles={"zh": "学习地图", "en": "Learning Map"},
        map=kind,
        year=year,
        revision=revision,
        href=f"/editions/{year}/{kind}/",
        points=612,
        routes=12 if kind == "humanities" else 0,
        frozen_on="2026-11-23",
    )


def test_the_newest_year_comes_first_and_order_given_does_not_matter() -> None:
    links = [link(2025, "learning"), link(2026, "learning"), link(2026, "elderly")]
    html = render_index(links).decode()
    assert re.findall(r'class="edition \w+" href="([^"]+)"', html) == [
        "/editions/2026/learning/",
        "/editions/2026/elderly/",
        "/editions/2025/learning/",
    ]
    assert render_index(links[::-1]) == render_index(links)


def test_titles_stand_in_both_languages_and_names_are_text() -> None:
    html = render_index([link(2026, "humanities", revision=2, name="<script>x</script>")]).decode()
    assert "<span lang=zh>学习地图</span><span lang=en>Learning Map</span>" in html
    assert "&lt;script&gt;x&lt;/script&gt;" in html
    assert "<script>x" not in html
    assert "revision 2" in html
    assert "12 walking routes" in html


def test_no_edition_yet() -> None:
    assert "No edition is published yet." in render_index([]).decode()
