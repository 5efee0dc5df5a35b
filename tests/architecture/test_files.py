"""What holds for every file of the project, whatever is in it."""

import json
import re
import tempfile
from pathlib import Path

from tests.architecture.project import LOCKS, ROOT, written_files, written_texts

MOST_LINES = 500
MISSING_NOUNS = {"common", "helper", "helpers", "manager", "misc", "util", "utils"}

HOMES = re.compile(r"(?<![\w.])/(?:home|Users)/[\w.-]+/|(?<![\w.])/root/|[A-Z]:\\Users\\")
REGISTRIES = re.compile(
    # In pieces, so that this file does not hold what it forbids.
    "|".join(
        re.escape(".".join(parts))
        for parts in (
            ("registry", "npmjs", "org"),
            ("files", "pythonhosted", "org"),
            ("deb", "debian", "org"),
            ("pypi", "org/simple"),
        )
    )
)


def test_no_file_names_a_place_on_one_machine() -> None:
    here = {str(ROOT.parent), str(Path.home()), tempfile.gettempdir()} - {"/"}
    roots = "|".join(re.escape(f"{place}/") for place in here)
    # A path that begins there: not the middle of an address or of another path.
    places = re.compile(rf"{HOMES.pattern}|(?<![\w.}})/])(?:{roots})")
    found = [
        f"{name}: {match.group()}"
        for name, text in written_texts()
        if Path(name).name not in LOCKS and Path(name) != Path(__file__).relative_to(ROOT)
        for match in places.finditer(text)
    ]
    assert found == []


def test_no_file_names_a_package_registry() -> None:
    """Who uses a mirror says so in the settings of uv and npm; a lock of uv names its own."""
    found = [
        f"{name}: {match.group()}"
        for name, text in written_texts()
        if Path(name).name != "uv.lock"
        for match in REGISTRIES.finditer(text)
    ]
    assert found == []


def test_browser_lock_pins_hashes_and_no_addresses() -> None:
    packages = json.loads((ROOT / "browser/package-lock.json").read_text("utf-8"))["packages"]
    locked = {where: facts for where, facts in packages.items() if where}
    assert "node_modules/leaflet" in locked
    assert [where for where, facts in locked.items() if "resolved" in facts] == []
    assert [where for where, facts in locked.items() if "integrity" not in facts] == []


def test_no_module_is_crowded() -> None:
    lines = {
        str(path.relative_to(ROOT)): path.read_text("utf-8").count("\n")
        for path in written_files()
        if path.suffix in {".py", ".js", ".css", ".html", ".jinja"}
    }
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}


def test_every_module_is_called_after_what_it_holds() -> None:
    names = [str(path.relative_to(ROOT)) for path in written_files() if path.suffix == ".py"]
    words = {name: set(re.split(r"[/_.]", name)) for name in names}
    assert [name for name in names if MISSING_NOUNS & words[name]] == []
