"""The columns of a table of sites, the same in all files."""

from collections.abc import Iterator
from typing import Any, Final

from learnmap.siting import Aim
from learnmap.workflows.planning.csv_tables import MADE_FROM
from learnmap.workflows.planning.sites.report import SiteRow, SitesReport

_COLUMNS: Final = (
    "rank",
    "id",
    "name_zh",
    "name_en",
    "longitude",
    "latitude",
    "area_code",
    "area_name_zh",
    "area_name_en",
    "gain_residents",
    "loss_residents",
    "gain_seconds",
    "loss_seconds",
    "cost",
    "capacity",
    "model",
    "profile",
    "minutes",
    "age_from",
    "points",
    "points_code",
    "points_on",
    "candidates",
    "proven",
    "gap",
    "attribution",
    "licence",
)
COLUMNS: Final = (*_COLUMNS, *MADE_FROM)
NUMBERS: Final = (
    "gain_residents",
    "loss_residents",
    "gain_seconds",
    "loss_seconds",
    "cost",
    "capacity",
)
"""Columns of numbers that may be empty."""


def sites_table(report: SitesReport) -> Iterator[dict[str, Any]]:
    """Yield the columns of each site by name, in the order of `COLUMNS`.

    Gains are residents, or for the shortest walks seconds of the mean walk; the other two columns
    are empty.
    """
    inputs = _inputs(report)
    for row in report.rows:
        found = {**_site(row), **_worth(row, report.asked.aim), **inputs}
        yield {name: found[name] for name in COLUMNS}


def about_sites(report: SitesReport) -> dict[str, str]:
    """Return what a file of sites tells of itself, by name."""
    asked, made_from, found = report.asked, report.provenance, report.siting
    build = made_from.build
    off = "; ".join(one.id for one in report.off_street)
    return {
        "title": f"learnmap sites: {report.names.get('en') or report.names.get('zh', '')}",
        "model": asked.aim.value,
        "asked": _asked(report),
        "profile": asked.profile,
        "minutes": f"{report.cutoff_s / 60:g}",
        "residents_from_age": str(asked.age_from),
        "residents": "; ".join(
            f"{one.name}{' (fictional)' if one.fictional else ''}" for one in made_from.sources
        ),
        "residents_imported": "; ".join(f"{one.name} {one.applied_on}" for one in made_from.files),
        "residents_of_divided_ages": repr(report.divided),
        "points": asked.points.code or asked.points.by,
        "points_on": str(made_from.points_on),
        "candidates": f"{report.source}: {report.candidates} on streets",
        "candidates_on_no_street": off,
        **{
            f"{name}_{part}": repr(getattr(one, part))
            for name, one in (("before", report.before), ("after", report.after))
            for part in ("covered", "uncovered", "unplaced", "total")
        },
        "value": repr(report.value),
        "greedy": "" if report.greedy_value is None else repr(report.greedy_value),
        "bound": repr(found.bound),
        "gap": repr(found.gap),
        "proven": str(found.proven).lower(),
        "time_limit_reached": str(found.time_limit_reached).lower(),
        "streets": f"{build.extract_name}, {build.extract_date or 'date not told'}",
        "network": build.content_hash,
        "attribution": build.attribution,
        "licence": build.licence,
        "fictional": str(made_from.fictional).lower(),
    }


def _asked(report: SitesReport) -> str:
    asked = report.asked
    given = {
        "sites": asked.sites,
        "budget": asked.budget,
        "target_share": asked.target_share,
        "by_cost": asked.by_cost or None,
        "floor": asked.floor or None,
        "floor_as_far_as_reachable": asked.floor_as_far_as_reachable or None,
        "capacity": asked.capacity,
        "time_limit_s": asked.time_limit_s,
    }
    return ", ".join(f"{name} {value}" for name, value in given.items() if value is not None)


def _site(row: SiteRow) -> dict[str, Any]:
    return {
        "rank": row.rank,
        "id": row.id,
        "name_zh": row.names.get("zh") or row.names.get("und", ""),
        "name_en": row.names.get("en") or row.names.get("und", ""),
        "longitude": round(row.lon, 7),
        "latitude": round(row.lat, 7),
        "area_code": row.area_code,
        "area_name_zh": row.area_names.get("zh", ""),
        "area_name_en": row.area_names.get("en", ""),
        "cost": row.cost,
        "capacity": row.capacity,
    }


def _worth(row: SiteRow, aim: Aim) -> dict[str, float | None]:
    seconds = aim is Aim.SHORTEST_WALKS
    return {
        "gain_residents": None if seconds else row.gain,
        "loss_residents": None if seconds else row.loss,
        "gain_seconds": row.gain if seconds else None,
        "loss_seconds": row.loss if seconds else None,
    }


def _inputs(report: SitesReport) -> dict[str, Any]:
    """Return what every row was made from: a row may travel far from its table."""
    asked, made_from = report.asked, report.provenance
    build = made_from.build
    return {
        "model": asked.aim.value,
        "profile": asked.profile,
        "minutes": report.cutoff_s / 60,
        "age_from": asked.age_from,
        "points": asked.points.by,
        "points_code": asked.points.code,
        "points_on": str(made_from.points_on),
        "candidates": report.source,
        "proven": report.siting.proven,
        "gap": report.siting.gap,
        "attribution": build.attribution,
        "licence": build.licence,
        "streets": build.extract_name,
        "streets_date": str(build.extract_date or ""),
        "network": build.content_hash,
        "residents_sources": made_from.sources_named,
        "residents_imported": made_from.imported_on,
        "fictional": made_from.fictional,
    }
