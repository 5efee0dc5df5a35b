"""Names are found as people type them: in part, by sound, by initials, with slips."""

import pytest

from learnmap.gazetteer import Entry, Gazetteer, Sort
from learnmap.gazetteer.spellings import fold, spellings


def entry(sort: Sort, zh: str, en: str | None = None) -> Entry:
    return Entry(sort, {"zh": zh} | ({"en": en} if en else {}), 121.4, 31.2, "", {})


CITY = Gazetteer(
    [
        entry("street", "徐家汇路"),
        entry("point", "徐家汇社区学校", "Xujiahui Community School"),
        entry("area", "徐家汇街道"),
        entry("point", "徐汇区图书馆", "Xuhui Library"),
        entry("street", "重庆南路"),
        entry("address", "南昌路136弄11号"),
        entry("point", "绿地老年大学", "Café École"),
        entry("point", "西安路文化中心"),
    ]
)


def found(text: str, most: int = 8) -> list[str]:
    return [one.name for one in CITY.find(text, most=most)]


@pytest.mark.parametrize(
    ("typed", "first", "fit"),
    [
        ("徐汇区图书馆", "徐汇区图书馆", "WHOLE"),
        ("徐家汇社区", "徐家汇社区学校", "BEGINNING"),
        ("图书馆", "徐汇区图书馆", "WITHIN"),
        ("library", "Xuhui Library", "WORD"),
        ("ＸＵＨＵＩ　ＬＩＢ", "Xuhui Library", "BEGINNING"),
        ("徐家会", "徐家汇社区学校", "SOUND"),  # an input method's other 会
        ("chongqing", "重庆南路", "SOUND"),  # and not zhongqing
        ("lvdi", "绿地老年大学", "SOUND"),
        ("xjhsq", "徐家汇社区学校", "INITIALS"),
        ("xl", "Xuhui Library", "INITIALS"),
        ("tsg", "徐汇区图书馆", "INITIALS_WITHIN"),
        ("tushuguan", "徐汇区图书馆", "SOUND_WITHIN"),
        ("xujiahiu", "徐家汇社区学校", "SLIP"),  # two letters swapped
        ("libary", "Xuhui Library", "SLIP"),  # one left out
        ("libbrary", "Xuhui Library", "SLIP"),  # one too many
        ("徐汇区图书官", "徐汇区图书馆", "SOUND"),
        ("重青南路", "重庆南路", "SLIP"),  # 重 alone is read zhong
        ("cafe ecole", "Café École", "WHOLE"),
        ("南昌路136弄", "南昌路136弄11号", "BEGINNING"),
    ],
)
def test_what_is_typed_finds_its_place(typed: str, first: str, fit: str) -> None:
    best = CITY.find(typed)[0]
    assert (best.name, best.fit.name) == (first, fit)


def test_points_come_before_areas_and_streets_that_fit_alike() -> None:
    assert found("徐家汇")[:3] == ["徐家汇社区学校", "徐家汇街道", "徐家汇路"]
    assert found("徐家汇", most=1) == ["徐家汇社区学校"]


def test_a_sound_begins_where_a_syllable_begins() -> None:
    # 西安 is xi'an: "an" begins a syllable, "ian" does not.
    assert "西安路文化中心" in found("anlu")
    assert "西安路文化中心" not in found("ianlu")


def test_an_entry_stands_once_with_its_best_name() -> None:
    names = found("xuhui")
    assert names == ["Xuhui Library"]


@pytest.mark.parametrize("typed", ["", " ", "·", "\x00", "\n", "zzzz", "龘龘龘龘", "%", "_", "'"])
def test_what_is_no_name_finds_nothing(typed: str) -> None:
    assert found(typed) == []


def test_no_entries_are_no_fault() -> None:
    assert Gazetteer([]).find("图书馆") == []
    assert Gazetteer([entry("point", "·")]).find("图书馆") == []


def test_names_are_folded_in_one_way() -> None:
    assert fold("  Straße—École ") == "strasse ecole"
    assert fold("徐 家·汇") == "徐家汇"
    spelled = spellings("银行路")
    assert (spelled.pinyin, spelled.initials) == ("yinhanglu", "yhl")
