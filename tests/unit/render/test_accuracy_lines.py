"""What a page says about its accuracy: words for a resident, figures for a planner."""

import re
from typing import Any

from learnmap.render import render_edition
from tests.unit.render.frozen_edition import frozen_files, point


def an_accuracy(profile: str = "adult", cutoff_s: int = 900, **facts: Any) -> dict[str, Any]:
    return {
        "profile": profile,
        "cutoff_s": cutoff_s,
        "learning_points": 30,
        "street_places": 10,
        "places": 160000,
        "exact": 50000,
        "wrongly_inside": 0.0004,
        "wrongly_inside_95": [0.0002, 0.0006],
        "wrongly_outside": 0.0123,
        "wrongly_outside_95": [0.0113, 0.0133],
        "iou": 0.98731,
        "iou_95": [0.9863, 0.9883],
        "seed": 1,
        "certified_on": "2026-11-20",
        **facts,
    }


def about(*accuracy: dict[str, Any], language: str) -> str:
    """Return the text of the section in one language, without markup."""
    html = render_edition(frozen_files([point(1)], accuracy=list(accuracy))).decode()
    section = html[html.index('id="about"') : html.index("</section>", html.index('id="about"'))]
    other = "zh" if language == "en" else "en"
    alone = re.sub(rf"<span lang={other}>.*?</span>", "", section)
    return " ".join(re.sub(r"<[^>]+>", " ", alone).split())


def test_a_resident_reads_how_many_of_a_thousand_places_are_wrong() -> None:
    lines = an_accuracy(), an_accuracy(cutoff_s=300, wrongly_outside=0.05)
    english = about(*lines, language="en")
    assert "Around 40 places to walk to (30 of them learning points), 160,000 places" in english
    assert (
        "Adult, 15 minutes: of every 1,000 places that are truly within this walk, 12 lie outside "
        "the catchment drawn; fewer than 1 that are not within it lie inside." in english
    )
    chinese = about(*lines, language="zh")
    assert "在 40 个起点（其中学习点 30 个）周围随机抽取 160,000 个地点" in chinese
    assert (
        "成人，15 分钟：每 1000 个确实走得到的地点，范围漏画 12 个；"
        "另有 不到 1 个走不到的画在了范围内。" in chinese
    )


def test_a_planner_reads_the_figures_with_their_intervals() -> None:
    older = an_accuracy("older_adult", 300, wrongly_inside=0.0, wrongly_inside_95=[0.0, 0.00007])
    english = about(an_accuracy(), older, language="en")
    assert "0.04 % (0.02–0.06)" in english
    assert "1.23 % (1.13–1.33)" in english
    assert "0.00 % (0.00–0.01)" in english
    assert "0.9873 (0.9863–0.9883)" in english
    assert "50,000" in english
    assert "Seed 1, checked on 2026-11-20." in english
    assert "抽样种子 1，核对日期 2026-11-20。" in about(an_accuracy(), language="zh")


def test_a_walk_with_no_place_in_it_has_no_shares() -> None:
    shares = ("wrongly_inside", "wrongly_outside", "iou")
    nothing: dict[str, Any] = dict.fromkeys([*shares, *(f"{share}_95" for share in shares)])
    english = about(an_accuracy(**nothing, exact=0), language="en")
    assert "truly within this walk" not in english
    assert "– – –" in english


def test_a_map_that_was_not_certified_says_so() -> None:
    assert "have not been checked against a sample" in about(language="en")
    assert "没有经过抽样核对" in about(language="zh")
