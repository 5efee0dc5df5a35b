"""An edition as it would be published now: its files, and what the checks find."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from learnmap.edition import RESIDENTS, content_digest, freeze_residents, with_checks
from learnmap.model.errors import InvalidInputError
from learnmap.model.kinds import MAPS
from learnmap.render import least_page_bytes
from learnmap.store import EditionRow, Transaction, begun_edition, list_editions
from learnmap.workflows.city import City
from learnmap.workflows.freezing import Address, freeze, read_content
from learnmap.workflows.gate import GateReport, judge
from learnmap.workflows.gate_checks import Subject

NO_OVERRIDES: Final[Mapping[str, str]] = MappingProxyType({})
_YEARS: Final = range(1900, 2201)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What publishing now would publish.

    Attributes
    ----------
    begun : EditionRow or None
        The draft, if one is begun.
    revision : int
    files : dict of str to bytes
        Content by path, without page and manifest; empty while it cannot be frozen.
    residents : bytes or None
        What is kept of residents and not published; None where none are on record.
    content_sha256 : str or None
        What a reviewer approves.
    report : GateReport
    """

    begun: EditionRow | None
    revision: int
    files: dict[str, bytes]
    residents: bytes | None
    content_sha256: str | None
    report: GateReport


def prepare(
    city: City,
    map_name: str,
    year: int,
    *,
    approval_number: str | None = None,
    approval_exemption: str | None = None,
    overrides: Mapping[str, str] = NO_OVERRIDES,
) -> Prepared:
    """Freeze the content of a map as it is now, and check it.

    Raises
    ------
    InvalidInputError
        For an unknown map, a year that is none, or an override that cannot be.
    NotReadyError
        When there are no streets or points yet, or the map would be empty.
    """
    check_address(map_name, year)
    with city.store.begin() as tx:
        begun = begun_edition(tx, map_name, year)
        revision = begun.revision if begun else _next_revision(tx, map_name, year)
    content = read_content(city, map_name)
    address = Address(
        map_name=map_name,
        year=year,
        revision=revision,
        approval_number=approval_number,
        approval_exemption=approval_exemption,
    )
    files = {} if content.plan.due else freeze(city, address, content)
    residents = freeze_residents(content.residents)
    withheld = {} if residents is None else {RESIDENTS: residents}
    digest = content_digest(files | withheld) if files else None
    report = judge(
        Subject(
            city=city,
            address=address,
            content=content,
            begun=begun,
            content_sha256=digest,
            page_bytes=least_page_bytes(files) if files else 0,
            today=dt.datetime.now(ZoneInfo(content.plan.settings.timezone)).date(),
        ),
        overrides,
    )
    if files:
        files["edition.json"] = with_checks(files["edition.json"], report.facts)
    return Prepared(begun, revision, files, residents, digest, report)


def check_address(map_name: str, year: int) -> None:
    """Refuse an unknown map or a year that is none.

    Raises
    ------
    InvalidInputError
    """
    if map_name not in MAPS:
        raise InvalidInputError(f"{map_name!r} is no map; the maps are {', '.join(MAPS)}")
    if year not in _YEARS:
        raise InvalidInputError(f"{year} is no year of an edition; give four digits")


def _next_revision(tx: Transaction, map_name: str, year: int) -> int:
    editions = list_editions(tx, map_name=map_name, year=year)
    return max((edition.revision for edition in editions), default=0) + 1
