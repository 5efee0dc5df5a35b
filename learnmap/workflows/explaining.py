"""Explain why the catchments of a learning point look as they do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from learnmap.catchment.explaining import explain_catchment
from learnmap.catchment.explanation import Band, Explanation
from learnmap.catchment.finding import Finding
from learnmap.catchment.findings import findings
from learnmap.model.errors import NotFoundError
from learnmap.model.languages import LANGUAGES, name_in
from learnmap.model.profiles import WalkProfile
from learnmap.model.records import LearningPoint
from learnmap.network import EdgeIndex, Workspace, walk_costs
from learnmap.render.explanation_sentences import sentence
from learnmap.store import (
    NetworkBuild,
    Transaction,
    current_build,
    read_catchments,
    read_city,
    read_points,
    similar_points,
)
from learnmap.workflows.catchment_plan import WALKED_TO, shape_of
from learnmap.workflows.city import City


@dataclass(frozen=True, slots=True)
class ProfileExplanation:
    """Why one profile's catchment of a point looks as it does.

    Attributes
    ----------
    profile : WalkProfile
    explanation : Explanation
    findings : tuple of Finding
        What is worth a sentence, in order; how it stands with the stored catchment comes first.
    """

    profile: WalkProfile
    explanation: Explanation
    findings: tuple[Finding, ...]

    def lines(self, language: str) -> list[str]:
        """Return the findings as sentences in one of `LANGUAGES`."""
        return [sentence(finding)[LANGUAGES.index(language)] for finding in self.findings]


@dataclass(frozen=True, slots=True)
class PointExplanation:
    """Why the catchments of a learning point look as they do.

    Attributes
    ----------
    point : LearningPoint
    build : NetworkBuild
        That was walked on.
    profiles : tuple of ProfileExplanation
        In the order asked for.
    """

    point: LearningPoint
    build: NetworkBuild
    profiles: tuple[ProfileExplanation, ...]


def explain_point(city: City, point_id: str, *, profiles: Sequence[str] = ()) -> PointExplanation:
    """Compute a point's catchments once more and say what shaped them; nothing is stored.

    Parameters
    ----------
    city : City
    point_id : str
    profiles : sequence of str
        Codes; the first of the city's by default.

    Returns
    -------
    PointExplanation

    Raises
    ------
    NotFoundError
        For an unknown point; the message names those that are like it.
    InvalidInputError
        For an unknown profile.
    NotReadyError
        When there is no walk graph yet.
    """
    with city.store.begin(snapshot=True) as tx:
        settings, build = read_city(tx), current_build(tx)
        wanted = settings.profiles_of(profiles) or settings.profiles[:1]
        point = _point(tx, point_id)
        stored = read_catchments(tx, build_hash=build.content_hash, point_ids=[point_id])
    graph = city.graph(build)
    index, workspace = EdgeIndex(graph), Workspace(graph)
    explained = []
    for profile in wanted:
        explanation = explain_catchment(
            index,
            walk_costs(graph, profile, island_below_m=settings.island_below_m),
            point.walk_to,
            shape_of(settings),
            snap_limit_m=settings.snap_limit_m,
            workspace=workspace,
        )
        own = stored[stored["profile"] == profile.code]
        by_cutoff = dict(zip(own["cutoff_s"].astype(float), own.geometry, strict=True))
        told = findings(explanation, entrance=point.entrance_longitude is not None)
        first = _standing(point, explanation.bands, by_cutoff)
        explained.append(ProfileExplanation(profile, explanation, (*first, *told)))
    return PointExplanation(point, build, tuple(explained))


def _point(tx: Transaction, point_id: str) -> LearningPoint:
    for stored in read_points(tx, ids=[point_id]):
        return stored.point
    similar = [f"{found} ({name_in(names, 'zh')})" for found, names in similar_points(tx, point_id)]
    hint = f"similar are {', '.join(similar)}" if similar else "none is like it; give a point's id"
    raise NotFoundError(f"there is no learning point {point_id!r}; {hint}")


def _standing(
    point: LearningPoint, bands: Sequence[Band], stored: Mapping[float, BaseGeometry]
) -> list[Finding]:
    """Tell how what is stored stands to what was computed; nothing where they are the same."""
    if point.status not in WALKED_TO:
        return [Finding("status_closed")]
    computed = {band.cutoff_s: band.polygon for band in bands if not band.polygon.is_empty}
    if computed and not stored:
        return [Finding("stored_none")]
    same = computed.keys() == stored.keys() and all(
        stored[cutoff_s].equals(polygon) for cutoff_s, polygon in computed.items()
    )
    return [] if same else [Finding("stored_differs")]
