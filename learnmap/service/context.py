"""What every endpoint works with."""

from dataclasses import dataclass, field
from typing import Annotated, Final

from fastapi import Depends, Request

from learnmap.service.content_cache import ContentCache
from learnmap.service.identity_provider import IdentityProvider
from learnmap.service.long_steps import LongSteps
from learnmap.service.nearby_answer import NearbyWriter
from learnmap.service.report_limit import ReportLimit
from learnmap.workflows.city import City
from learnmap.workflows.dots import Dots
from learnmap.workflows.followed import Followed
from learnmap.workflows.front import Front
from learnmap.workflows.nearby import NearbyIndex
from learnmap.workflows.place_search import PlaceSearch
from learnmap.workflows.planning.held_city import HeldCity
from learnmap.workflows.point_directory import PointDirectory
from learnmap.workflows.product_shelf import ProductShelf
from learnmap.workflows.shown_route import RouteShelf

CACHE_BYTES: Final = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Context:
    """The city that is served, and what is kept in memory of it.

    Attributes
    ----------
    city : City
    nearby : NearbyIndex
    places : PlaceSearch
    products : ProductShelf
    front : Followed of Front
        What the front page says.
    dots : Followed of Dots
        What a map shows from afar.
    directory : Followed of PointDirectory
        The list of all points.
    routes : RouteShelf
    staff : City or None
        The same city with the rights of staff; None where the service is for the public only.
    provider : IdentityProvider or None
        Where staff may log in, besides by a password.
    planning : Followed of HeldCity, or None
        What planners' figures are counted from; None where the service is for the public only.
    steps : LongSteps
        That staff began and that take long.
    nearby_writer : NearbyWriter
    report_limit : ReportLimit
        On what residents report.
    files : ContentCache
        Contents of published files, which never change.
    public_url : str or None
        Where ``YEAR/MAP/`` is on the web.
    """

    city: City
    nearby: NearbyIndex
    places: PlaceSearch
    products: ProductShelf
    front: Followed[Front]
    dots: Followed[Dots]
    directory: Followed[PointDirectory]
    routes: RouteShelf
    staff: City | None = None
    provider: IdentityProvider | None = None
    planning: Followed[HeldCity] | None = None
    steps: LongSteps = field(default_factory=LongSteps)
    nearby_writer: NearbyWriter = field(default_factory=NearbyWriter)
    report_limit: ReportLimit = field(default_factory=ReportLimit)
    files: ContentCache = field(default_factory=lambda: ContentCache(CACHE_BYTES))
    public_url: str | None = None


async def _context(request: Request) -> Context:  # else each request is handed to a thread for it
    context: Context = request.app.state.context
    return context


Here = Annotated[Context, Depends(_context)]
"""The context, as a parameter of an endpoint."""
