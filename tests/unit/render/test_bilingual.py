import pytest

from learnmap.render.bilingual import both, free, names


def test_both_languages_stand_in_elements_of_their_own() -> None:
    assert both(("图书馆", "Library & <b>")) == (
        "<span lang=zh>图书馆</span><span lang=en>Library &amp; &lt;b&gt;</span>"
    )


@pytest.mark.parametrize("pair", [("Tate", None), (None, "Tate"), ("", "Tate"), ("Tate", "Tate")])
def test_a_text_in_one_language_stands_once(pair: tuple[str | None, str | None]) -> None:
    assert both(pair) == "Tate"


def test_names_show_in_both_languages() -> None:
    assert names(("塔", "Tower")) == "<b lang=zh>塔</b> <b lang=en>Tower</b>"
    assert names((None, "<i>")) == "<b lang=en>&lt;i&gt;</b>"
    assert names((None, None)) == ""


def test_a_name_on_record_in_one_language_stands_once_in_that_language() -> None:
    assert names(("国际饭店", "国际饭店")) == "<b lang=zh>国际饭店</b>"
    assert names(("Park Hotel", "Park Hotel")) == "<b lang=en>Park Hotel</b>"


def test_a_cell_typed_in_both_languages_is_a_pair() -> None:
    assert free("每周一 18:30 / Mondays 18:30") == both(("每周一 18:30", "Mondays 18:30"))


@pytest.mark.parametrize(
    "text",
    ["Monday / Tuesday", "周一 / 周二", "Library / 图书馆", "周一/Mon", "周一 / Mon / Tue", ""],
)
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert free(text) == text
    assert free(None) == ""
