"""The page of one edition: map, list and everything about it in one HTML file."""

import base64
import gzip
from collections.abc import Mapping

from markupsafe import Markup

from learnmap.render.about_facts import about_facts, catchment_reasons
from learnmap.render.catchment_encoding import UNION_BUDGET_BYTES, encode_catchments
from learnmap.render.content_policy import with_content_policy
from learnmap.render.edition_files import FrozenEdition, read_edition
from learnmap.render.folium_map import MapParts, folium_map
from learnmap.render.page_assets import (
    EARLY_SCRIPT,
    SCRIPTS,
    STYLES,
    VENDOR_SCRIPTS,
    VENDOR_STYLES,
    asset_text,
)
from learnmap.render.page_environment import page_environment
from learnmap.render.page_facts import STATUSES, json_element, marker_rows, page_facts
from learnmap.render.point_rows import COLUMNS, LEAN_FROM_POINTS, PointRows


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


def _page(edition: FrozenEdition) -> str:
    facts = edition.facts
    occurring = {point.status for point in edition.points}
    profiles = [profile.code for profile in facts.profiles]
    catchments = encode_catchments(edition.catchments, profiles=profiles, cutoffs_s=facts.cutoffs_s)
    unions = encode_catchments(
        edition.unions,
        profiles=profiles,
        cutoffs_s=facts.cutoffs_s,
        budget_bytes=UNION_BUDGET_BYTES,
    )
    chart = folium_map(
        bounds=facts.bounds,
        marker_rows=marker_rows(edition),
        routes=edition.routes,
        basemap=edition.basemap,
    )
    kinds = {kind.code: kind for kind in facts.kinds}
    rows = PointRows(kinds=kinds, reasons=catchment_reasons(facts))
    full = Markup("\n").join(rows.full(point) for point in edition.points)
    lean = len(edition.points) >= LEAN_FROM_POINTS
    shown = Markup("\n").join(rows.lean(point) for point in edition.points) if lean else full
    page = (
        page_environment()
        .get_template("edition.html.j2")
        .render(
            edition=edition,
            facts=facts,
            chart=_as_markup(chart),
            rows=shown,
            lean=lean,
            full_rows=_gzip_base64(full) if lean else "",
            columns=COLUMNS,
            statuses=[status for status in STATUSES if status in occurring],
            kind_counts=_kind_counts(edition),
            from_osm=any("openstreetmap" in source.name.lower() for source in facts.sources),
            any_fictional=any(point.fictional for point in edition.points),
            about=about_facts(edition, catchments=catchments),
            data=json_element(
                "page-data",
                page_facts(edition, catchments=catchments, unions=unions),
            ),
            basemap_base64=_base64(edition),
            vendor_scripts=VENDOR_SCRIPTS,
            vendor_styles=VENDOR_STYLES,
            early_script=EARLY_SCRIPT,
            scripts=SCRIPTS,
            styles=STYLES,
            licences=asset_text("vendor/LICENCES.txt"),
        )
    )
    return with_content_policy(page)


def _as_markup(chart: MapParts) -> dict[str, Markup]:
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


def _base64(edition: FrozenEdition) -> str:
    if edition.basemap is None:
        return ""
    return base64.b64encode(edition.basemap.data).decode("ascii")


def _gzip_base64(text: str) -> str:
    # mtime 0: a time of day would make every build differ.
    return base64.b64encode(gzip.compress(text.encode("utf-8"), 9, mtime=0)).decode("ascii")
