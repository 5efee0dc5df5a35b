import re
from importlib.resources import files
from string import Formatter

import pytest

from learnmap.model.errors import NotFoundError
from learnmap.model.kinds import KINDS
from learnmap.render.labels import GLYPHS, LABELS, SCRIPT_KEYS, glyph, words
from learnmap.render.page_assets import EARLY_SCRIPT, SCRIPTS
from learnmap.render.point_rows import COLUMNS
from learnmap.workflows.gate import OVERRIDABLE

RENDER = files("learnmap.render")
SCRIPT_TEXT = "\n".join(
    (RENDER / "assets" / name).read_text(encoding="utf-8") for name in (EARLY_SCRIPT, *SCRIPTS)
)
TEMPLATES = {
    one.name: one.read_text(encoding="utf-8")
    for one in (RENDER / "templates").iterdir()
    if one.name.endswith(".j2")
}
HAN = re.compile(r"[\u4e00-\u9fff]")


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", sorted(LABELS))
def test_both_languages_say_something_with_the_same_places(key: str) -> None:
    chinese, english = LABELS[key]
    assert chinese.strip()
    assert english.strip()
    assert places(chinese) == places(english)
    if key != "language_switch":  # It names the other language in that language.
        assert not HAN.search(english) or key == "language_switch_label"


def test_scripts_find_every_key_that_they_use() -> None:
    used = set(re.findall(r"""\bsay\(\s*["'](\w+)["']""", SCRIPT_TEXT))
    used |= set(re.findall(r'data-(?:label|placeholder)="(\w+)"', "\n".join(TEMPLATES.values())))
    used |= {"found_none", "found_one", "found", "walking_hint", "walking_other"}
    assert used <= set(SCRIPT_KEYS)
    assert set(SCRIPT_KEYS) <= set(LABELS)


def test_templates_use_only_keys_of_the_table() -> None:
    for name, text in TEMPLATES.items():
        used = set(re.findall(r"""\b(?:say|words)\(\s*"(\w+)\"""", text))
        assert used <= set(LABELS), name


def test_every_key_is_used_somewhere() -> None:
    python = "\n".join(
        one.read_text(encoding="utf-8")
        for one in RENDER.iterdir()
        if one.name.endswith(".py") and one.name != "labels.py"
    )
    everything = "\n".join([python, SCRIPT_TEXT, *TEMPLATES.values()])
    by_value = {"open", "temporarily_closed", "closed", "planned", "in_person", "online", "mobile"}
    by_value |= {"step_free", "partly", "steps", "unknown"}
    by_value |= {f"check_{code}" for code in OVERRIDABLE}
    unused = {key for key in LABELS if not re.search(rf"\b{key}\b", everything)}
    assert unused - by_value == set()


def test_columns_have_words() -> None:
    assert set(COLUMNS) <= set(LABELS)


def test_each_built_in_kind_has_a_character_of_its_own() -> None:
    assert set(GLYPHS) == {kind.code for kind in KINDS}
    assert len(set(GLYPHS.values())) == len(GLYPHS)
    assert all(len(one) == 1 for one in GLYPHS.values())


def test_a_citys_own_kind_takes_the_first_character_of_its_label() -> None:
    assert glyph("tea_house", " 茶馆") == "茶"
    assert glyph("tea_house", "") == "?"


def test_words_fill_places_by_language() -> None:
    assert words(
        "about_profile", name=("成人", "Adult"), speed="1.25", minutes=15, metres=1125
    ) == (
        "成人：每秒 1.25 米，15 分钟约走 1125 米。",
        "Adult: 1.25 m per second, about 1125 m in 15 minutes.",
    )


def test_an_unknown_key_is_named() -> None:
    with pytest.raises(NotFoundError, match="no words for 'nothing'"):
        words("nothing")
