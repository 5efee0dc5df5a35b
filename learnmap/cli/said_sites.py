"""What is said of sites on the command line: what they add, and how sure that is."""

from collections.abc import Iterator

from learnmap.access import Coverage
from learnmap.cli.console import say, show_table
from learnmap.cli.said_figures import called, say_divided, say_sources
from learnmap.model.languages import name_in
from learnmap.siting import Aim
from learnmap.workflows.planning.sites.report import OffStreet, SiteRow, SitesReport

_MOST_NAMED = 10


def say_sites(report: SitesReport) -> None:
    """Print what is proposed."""
    asked = report.asked
    say(
        f"where the next learning points of {called(report.names)} should stand: profile "
        f"{asked.profile}, residents from {asked.age_from}, within {report.cutoff_s / 60:g} min, "
        f"beside points {asked.points.code or 'all'}"
    )
    say(f"candidates: {report.source}: {report.candidates:,} on streets")
    if report.rows:
        show_table(_columns(report), [list(_line(row, report)) for row in report.rows])
    else:
        say("no new site: none of the candidates would add anybody")
    _say_sum("now", report.before, report.siting.before.mean_walk_s, report)
    told = "1 new site" if len(report.rows) == 1 else f"{len(report.rows)} new sites"
    _say_sum(f"with {told}", report.after, report.siting.proposed.mean_walk_s, report)
    for line in _how_sure(report):
        say(line)
    if report.areas:
        show_table(
            [asked.level or "area", f"from {asked.age_from}", "now", "then"],
            [
                [
                    f"{one.code} {called(one.names)}".strip(),
                    f"{one.residents:,.0f}",
                    _percent(one.before),
                    _percent(one.after),
                ]
                for one in report.areas
            ],
        )
    _warn(report.off_street)
    if report.divided:
        say_divided({asked.age_from: report.divided})
    say_sources(report.provenance)


def _columns(report: SitesReport) -> list[str]:
    unit = "s of the mean walk" if report.asked.aim is Aim.SHORTEST_WALKS else "residents"
    names = ["rank", "site", "longitude, latitude", "area", f"adds {unit}", "lost without it"]
    return [*names, *(["cost"] if report.rows[0].cost is not None else [])]


def _line(row: SiteRow, report: SitesReport) -> Iterator[str]:
    yield str(row.rank)
    yield f"{row.id} {name_in(row.names, 'en')}".strip()
    yield f"{row.lon:.6f}, {row.lat:.6f}"
    yield f"{row.area_code} {called(row.area_names)}".strip()
    digits = 1 if report.asked.aim is Aim.SHORTEST_WALKS else 0
    yield f"{row.gain:,.{digits}f}"
    yield f"{row.loss:,.{digits}f}"
    if row.cost is not None:
        yield f"{row.cost:,g}"


def _say_sum(when: str, found: Coverage, mean_s: float | None, report: SitesReport) -> None:
    say(
        f"{when}: {found.covered:,.0f} covered + {found.uncovered:,.0f} not + "
        f"{found.unplaced:,.0f} on no street = {found.total:,.0f} ({_percent(found.share)})"
    )
    if report.asked.aim is Aim.SHORTEST_WALKS and mean_s is not None:
        say(
            f"{when}: mean walk {_minutes(mean_s)}, where whoever no point reaches counts as "
            f"{_minutes(report.siting.penalty_s)}"
        )


def _how_sure(report: SitesReport) -> Iterator[str]:
    """Say in plain words how good the proposal is, what is possible, and what greedy finds."""
    found, value = report.siting, _value(report, report.value)
    bound = _value(report, report.siting.bound)
    gap = f"gap {found.gap:.2%}"
    if found.proven:
        yield f"proven: {value}; the best that any choice could come to is {bound} ({gap})"
    else:
        why = f"the search stopped after {report.asked.time_limit_s:g} s"
        yield f"not proven: {value}; {why}, and another choice could come to {bound} ({gap})"
    greedy = report.greedy_value
    if greedy is None:
        yield "one site after the other (greedy): finds no choice that keeps all conditions"
    else:
        yield f"one site after the other (greedy): {_value(report, greedy)}"


def _value(report: SitesReport, value: float) -> str:
    if report.asked.aim is Aim.MOST_COVERED:
        return f"{value:,.0f} residents covered"
    if report.asked.aim is Aim.SHORTEST_WALKS:
        return f"a mean walk of {_minutes(value)}"
    return f"a cost of {value:,g}" if report.asked.by_cost else f"{value:,.0f} new sites"


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.2f} min"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"


def _warn(off_street: tuple[OffStreet, ...]) -> None:
    if not off_street:
        return
    told = ", ".join(map(_off, off_street[:_MOST_NAMED]))
    more = len(off_street) - _MOST_NAMED
    rest = f" and {more:,} more" if more > 0 else ""
    say(f"warning: {len(off_street):,} candidates join no street and are left out: {told}{rest}")


def _off(one: OffStreet) -> str:
    if one.is_island:
        return f"{one.id} (its street is joined to no others)"
    if one.distance_m is None:
        return f"{one.id} (no street within 2 km)"
    return f"{one.id} ({one.distance_m:,.0f} m from the nearest street)"
