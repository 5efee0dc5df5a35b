"""Files that staff sent and that wait to be imported: each in a folder of its own.

The name that a browser gave is only shown. On disk a file is called ``upload`` with an ending
that its reader goes by.
"""

import dataclasses
import json
import re
import secrets
import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from learnmap.ingest import ToldColumns
from learnmap.store import What
from learnmap.workflows.city import City
from learnmap.workflows.table_openers import NO_EXTRAS, Extras, has_columns

KEPT_S: Final = 24 * 60 * 60
"""A file that nobody imports goes after a day."""
KEPT_OF_ONE: Final = 10
"""So many files of one account wait; an older one goes for a newer."""

_TOKEN: Final = re.compile(r"[0-9a-f]{32}")
_SUFFIX: Final = re.compile(r"\.[a-z0-9]{1,8}", re.ASCII)
_UNSHOWN: Final = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_LONGEST_NAME: Final = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that waits.

    Attributes
    ----------
    folder : Path
        Of this file alone.
    name : str
        As the browser called it, to be shown.
    suffix : str
        Of the file on disk.
    account : str
        Who sent it; nobody else sees it.
    what : What
    source : str
    datum, sheet : str or None
    told : ToldColumns
        What was said of its columns so far.
    beside_name, beside_suffix : str or None
        Of a second file: stops of routes, sessions of offerings.
    within_m : float or None
    level, ages : str or None
        As `learnmap.workflows.checked_tables.Extras`.
    by_hand : bool
        Whether rows without coordinates are taken.
    inside : str or None
        The region whose rows alone are taken.
    """

    folder: Path
    name: str
    suffix: str
    account: str
    what: What
    source: str
    datum: str | None = None
    sheet: str | None = None
    told: ToldColumns = field(default_factory=ToldColumns)
    beside_name: str | None = None
    beside_suffix: str | None = None
    within_m: float | None = None
    level: str | None = None
    ages: str | None = None
    by_hand: bool = False
    inside: str | None = None

    @property
    def token(self) -> str:
        """What its pages are called."""
        return self.folder.name

    @property
    def path(self) -> Path:
        """The file."""
        return self.folder / f"upload{self.suffix}"

    @property
    def beside(self) -> Path | None:
        """The second file, None where there is none."""
        return None if self.beside_name is None else self.folder / f"beside{self.beside_suffix}"

    @property
    def has_columns(self) -> bool:
        """Whether it is a table; a raster and GPX are none."""
        return has_columns(self.path, self.what)

    @property
    def extras(self) -> Extras:
        """What was said beside the file."""
        within_m = NO_EXTRAS.within_m if self.within_m is None else self.within_m
        return Extras(self.beside, within_m, self.level, self.ages)

    def keep(self) -> None:
        """Write down what is known of it."""
        facts = dataclasses.asdict(self)
        del facts["folder"]
        (self.folder / "facts.json").write_text(json.dumps(facts, default=list), "utf-8")

    def keep_report(self, report: dict[str, Any]) -> None:
        """Write down what the check of it found; reports of other columns go."""
        for old in self.folder.glob("report*"):
            old.unlink()
        (self.folder / "report.json").write_text(json.dumps(report), "utf-8")

    def report(self) -> dict[str, Any] | None:
        """Return what the check of it found, None before it was checked."""
        path = self.folder / "report.json"
        return json.loads(path.read_text("utf-8")) if path.is_file() else None

    def remove(self) -> None:
        """Forget the file."""
        shutil.rmtree(self.folder, ignore_errors=True)


def new_folder(city: City) -> Path:
    """Make an empty folder for a file that is about to come, and let old ones go."""
    root = _root(city)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    for folder in root.iterdir():
        if _changed_at(folder) < time.time() - KEPT_S:
            shutil.rmtree(folder, ignore_errors=True)
    folder = root / secrets.token_hex(16)
    folder.mkdir(mode=0o700)
    return folder


def find_upload(city: City, token: str, *, account: str) -> Upload | None:
    """Find a file by the name of its pages; None where it is gone or somebody else's."""
    if not _TOKEN.fullmatch(token):
        return None
    try:
        facts = json.loads((_root(city) / token / "facts.json").read_text("utf-8"))
    except OSError:
        return None
    if facts["account"] != account:
        return None
    told = facts.pop("told")
    said = ToldColumns(told["columns"], tuple(told["ignored"]), told["fixed"])
    return Upload(folder=_root(city) / token, told=said, **facts)


def drop_oldest(city: City, *, account: str) -> None:
    """Keep no more than so many files of one account."""
    own = [
        found
        for folder in _root(city).iterdir()
        if (found := find_upload(city, folder.name, account=account))
    ]
    own.sort(key=lambda found: _changed_at(found.folder), reverse=True)
    for found in own[KEPT_OF_ONE:]:
        found.remove()


def shown_name(given: str) -> str:
    """Return the last part of a file's name without what cannot be seen."""
    last = re.split(r"[/\\]", given)[-1]
    return _UNSHOWN.sub("", last).strip()[-_LONGEST_NAME:] or "?"


def safe_suffix(given: str) -> str:
    """Return the ending of a name in small letters, none where it is no plain one."""
    dot, ending = given.rpartition(".")[1:]
    suffix = (dot + ending).lower()
    return suffix if _SUFFIX.fullmatch(suffix) else ""


def _changed_at(folder: Path) -> float:
    """Return when a folder was changed last, in s; 0 for one that somebody removed just now."""
    try:
        return folder.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _root(city: City) -> Path:
    return city.folder / "uploads"
