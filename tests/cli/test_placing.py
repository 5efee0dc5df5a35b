"""The datum check and address matching on the command line."""

from pathlib import Path

import prcoords

from tests.cli.conftest import Run


def write(path: Path, *, shifted: bool, fields: str = "") -> Path:
    lines = ["id,kind,name_zh,address,longitude,latitude,source" if fields else "名称,经度,纬度"]
    for i in range(9):
        lon, lat = 121.45 + 0.004 * i, 31.2
        if shifted:
            found = prcoords.wgs_gcj((lat, lon))
            lon, lat = found.lon, found.lat
        name = f"第{i}图书馆"
        lines.append(
            f"l{i},library,{name},南昌路{100 + 2 * i}号,{lon},{lat},a test"
            if fields
            else f"{name},{lon},{lat}"
        )
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_the_check_before_an_import(learnmap: Run, tmp_path: Path) -> None:
    own = write(tmp_path / "own.csv", shifted=False, fields="all")
    file = write(tmp_path / "delivered.csv", shifted=True)

    alone = learnmap("points", "check-datum", file).stdout
    assert "cannot be told: nothing known of the city" in alone
    beside = learnmap("points", "check-datum", file, "--reference", own).stdout
    assert "No datum was declared. gcj02 fits best: 9 places lie 0 m" in beside

    learnmap("points", "import", own)
    stored = learnmap("points", "check-datum", file, "--datum", "wgs84").stdout
    assert "Declared wgs84, but gcj02 fits better" in stored
    assert "0 (9)" in stored
    chinese = learnmap("points", "check-datum", file, "--datum", "gcj02", "--lang", "zh").stdout
    assert "申报的坐标系 gcj02 相符：9 处同名或同址地点" in chinese

    swapped = ("--reference", file, "--reference-datum", "gcj02")
    assert (
        "wgs84 fits" in learnmap("points", "check-datum", own, "--datum", "wgs84", *swapped).stdout
    )
    unknown = learnmap("points", "check-datum", file, "--datum", "gps", fails=True)
    assert "datum 'gps' is unknown" in unknown.stderr


def test_rows_without_coordinates(learnmap: Run, tmp_path: Path) -> None:
    learnmap("points", "import", write(tmp_path / "own.csv", shifted=False, fields="all"))
    rows = tmp_path / "rows.csv"
    rows.write_text("名称,地址\n甲,南昌路１０４号\n乙,南昌路105号\n丙,无名路1号\n", "utf-8")
    out = tmp_path / "out.csv"
    told = learnmap("points", "match-addresses", rows, "--to", out).stdout
    assert "1 of 3 rows are placed surely" in told
    first, second, third = out.read_text("utf-8-sig").splitlines()[1:]
    assert ",121.4580000,31.2000000,same_address,true,0,l2" in first
    assert ",121.4600000,31.2000000,between_numbers,false," in second
    assert ",nothing,false," in third

    rows.write_text("名称,类别,地址\n乙,图书馆,南昌路105号\n丙,图书馆,无名路1号\n", "utf-8")
    tried = learnmap("import", "points", rows, "--place-by-hand", "--dry-run").stdout
    assert "2 rows have no coordinates" in tried
    assert learnmap("points", "unplaced").stdout.count("\n") == 1
    learnmap("import", "points", rows, "--place-by-hand")
    learnmap("points", "unplaced", "--to", out)
    waiting = out.read_text("utf-8-sig").splitlines()[1:]
    assert (
        ",乙,,南昌路105号,rows.csv,rows.csv,2,between_numbers,121.4600000,31.2000000," in waiting[0]
    )
    assert ",丙,,无名路1号,rows.csv,rows.csv,3,,,,," in waiting[1]
