"""The page of one edition: map, list and everything about it in one HTML file."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any, Final

from markupsafe import Markup

from learnmap.render.about_facts import AboutFacts, about_facts, catchment_reasons
from learnmap.render.catchment_encoding import (
    BUDGET_BYTES,
    COARSEST_BYTES,
    LEAST_BUDGET_BYTES,
    NO_CATCHMENTS,
    EncodedCatchments,
    encode_catchments,
    encode_unions,
)
from learnmap.render.content_policy import with_content_policy
from learnmap.render.edition_files import FrozenEdition, read_edition
from learnmap.render.folium_map import folium_map
from learnmap.render.packing import data_element, packed_bytes, packed_json
from learnmap.render.page_assets import (
    EARLY_SCRIPT,
    SCRIPTS,
    STYLES,
    VENDOR_SCRIPTS,
    VENDOR_STYLES,
    asset_text,
)
from learnmap.render.page_environment import page_environment
from learnmap.render.page_facts import STATUSES, json_element, page_facts, point_columns
from learnmap.render.point_rows import COLUMNS, LEAN_COLUMNS, LEAN_FROM_POINTS, PointRows

PAGE_BYTES: Final = 5_000_000
"""What a page shall take at most, so that an old phone opens it."""

_SLACK_BYTES: Final = 1_000
"""What sentences about the catchments may differ by."""


def render_edition(files: Mapping[str, bytes]) -> bytes:
    """Make an edition's page from its frozen files.

    The page is one HTML file that opens from disk without a network and asks nobody for
    anything. The same files give the same bytes, whatever the clock, locale or hash seed.

    Parameters
    ----------
    files : mapping of str to bytes
        ``edition.json``, ``points.geojson``, ``catchments.geojson``,
        ``catchment-unions.geojson``, ``routes.geojson`` and, if the map shall have a ground,
        ``basemap.pmtiles``. Other files are ignored.

    Returns
    -------
    bytes
        UTF-8 HTML.

    Raises
    ------
    NotReadyError
        When a file is absent, or the package lacks its browser libraries.
    InvalidInputError
        When a file cannot be read or contradicts another.
    """
    edition = read_edition(files)
    return _page(edition).encode("utf-8")


def least_page_bytes(files: Mapping[str, bytes]) -> int:
    """Return about what an edition's page takes at least, its catchments at their coarsest.

    Parameters
    ----------
    files : mapping of str to bytes
        As `render_edition` takes them.
    """
    nothing = b'{"type":"FeatureCollection","features":[]}'
    edition = read_edition({**files, "catchments.geojson": nothing})
    return len(_page(edition).encode("utf-8")) + COARSEST_BYTES * len(edition.points)


def _page(edition: FrozenEdition) -> str:
    lean = len(edition.points) >= LEAN_FROM_POINTS
    if lean:
        edition = _by_kind(edition)
    facts = edition.facts
    profiles = [profile.code for profile in facts.profiles]
    unions = encode_unions(edition.unions, profiles=profiles, cutoffs_s=facts.cutoffs_s)
    rows = PointRows(
        kinds={kind.code: kind for kind in facts.kinds}, reasons=catchment_reasons(facts)
    )
    cells = [rows.packed(point) for point in edition.points] if lean else []
    parts = {
        "row_groups": _row_groups(edition, rows, lean=lean),
        "lean": lean,
        "chart": _chart(edition),
    }
    data = [packed_json("points-data", point_columns(edition, cells))]
    if edition.basemap is not None:
        data.append(data_element("basemap-data", edition.basemap.data))
    data.append(packed_bytes("unions-data", unions.content))

    def page(catchments: EncodedCatchments) -> str:
        told = json_element("page-data", page_facts(edition, catchments=catchments, unions=unions))
        outlines = packed_bytes("catchments-data", catchments.content)
        about = about_facts(edition, catchments=catchments)
        return _html(edition, about=about, data=[told, *data, outlines], **parts)

    # Single catchments come last: they take what all else leaves, and the page is written again.
    left_bytes = PAGE_BYTES - len(page(NO_CATCHMENTS).encode("utf-8")) - _SLACK_BYTES
    for budget_bytes in (min(BUDGET_BYTES, left_bytes), LEAST_BUDGET_BYTES):
        catchments = encode_catchments(
            edition.catchments,
            points=edition.points,
            profiles=profiles,
            cutoffs_s=facts.cutoffs_s,
            bounds=facts.bounds,
            budget_bytes=budget_bytes,
        )
        if catchments is not NO_CATCHMENTS:
            break
    return page(catchments)


def _html(
    edition: FrozenEdition, *, about: AboutFacts, data: Sequence[Markup], **parts: Any
) -> str:
    facts = edition.facts
    occurring = {point.status for point in edition.points}
    page = (
        page_environment()
        .get_template("edition.html.j2")
        .render(
            edition=edition,
            facts=facts,
            columns=COLUMNS,
            lean_columns=LEAN_COLUMNS,
            statuses=[status for status in STATUSES if status in occurring],
            kind_counts=_kind_counts(edition),
            from_osm=any("openstreetmap" in source.name.lower() for source in facts.sources),
            any_fictional=any(point.fictional for point in edition.points),
            about=about,
            data=data,
            vendor_scripts=VENDOR_SCRIPTS,
            vendor_styles=VENDOR_STYLES,
            early_script=EARLY_SCRIPT,
            scripts=SCRIPTS,
            styles=STYLES,
            licences=asset_text("vendor/LICENCES.txt"),
            **parts,
        )
    )
    return with_content_policy(page)


def _by_kind(edition: FrozenEdition) -> FrozenEdition:
    """Put points of a kind together; within a kind they stay in the order of their ids."""
    kinds = [kind.code for kind in edition.facts.kinds]
    points = sorted(edition.points, key=lambda point: kinds.index(point.kind))
    return replace(edition, points=tuple(points))


def _row_groups(
    edition: FrozenEdition, rows: PointRows, *, lean: bool
) -> list[tuple[Markup, Markup]]:
    """Return the table's bodies: a heading, empty where there is but one body, and rows."""
    if not lean:
        return [(Markup(""), Markup("\n").join(rows.full(point) for point in edition.points))]
    return [
        (rows.kind_label(code), Markup("\n").join(rows.lean(point) for point in points))
        for code, points in groupby(edition.points, key=lambda point: point.kind)
    ]


def _chart(edition: FrozenEdition) -> dict[str, Markup]:
    chart = folium_map(bounds=edition.facts.bounds, routes=edition.routes, basemap=edition.basemap)
    # folium's own output: numbers and identifiers of ours, no text from a file.
    return {
        "header": Markup(chart.header),  # noqa: S704
        "html": Markup(chart.html),  # noqa: S704
        "script": Markup(chart.script),  # noqa: S704
    }


def _kind_counts(edition: FrozenEdition) -> dict[str, int]:
    counts = dict.fromkeys((kind.code for kind in edition.facts.kinds), 0)
    for point in edition.points:
        counts[point.kind] += 1
    return counts
