"""``learnmap kind``, as it is typed."""

from pathlib import Path

from tests.cli.conftest import Run


def test_a_kind_is_added_listed_changed_and_imported(learnmap: Run, tmp_path: Path) -> None:
    said = ("--zh", "名人旧居", "--en", "Former residence", "--map", "humanities")
    added = learnmap("kind", "add", "former_residence", *said, "--colour", "#1d5c8a").stdout
    assert "kind former_residence is added" in added
    assert "note:" not in added
    changed = learnmap("kind", "edit", "former_residence", "--colour", "#7a4b14").stdout
    assert "note: its colour is that of humanities_stop (人文学习点)" in changed
    row = learnmap("kind", "list").stdout.splitlines()[-1].split()
    assert row == ["former_residence", "名人旧居", "Former", "residence", "humanities", "#7a4b14"]
    table = tmp_path / "list.csv"
    table.write_text("名称,类别,经度,纬度\n甲宅,名人旧居,121.4,31.2\n", "utf-8")
    assert "1 added" in learnmap("import", "points", table).stdout
