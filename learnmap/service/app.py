"""The application: its routes, its errors, and what every request passes through."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Final

from anyio import to_thread
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from starlette.routing import Mount, Route

from learnmap import __version__
from learnmap.model.errors import LearnmapError, NotReadyError
from learnmap.model.languages import LANGUAGES
from learnmap.service.context import Context
from learnmap.service.description import DescribedApp
from learnmap.service.fair_share import FairShare
from learnmap.service.identity_provider import IdentityProvider
from learnmap.service.ogc import PATH as LAYERS_PATH
from learnmap.service.ogc import create_layer_api
from learnmap.service.passage import HeadByGet, LastNet, SafeHeaders
from learnmap.service.planner.held import NotPlannableYet
from learnmap.service.planner.routes import coverage as planner_coverage
from learnmap.service.planner.routes import gaps as planner_gaps
from learnmap.service.planner.routes import map as planner_map
from learnmap.service.planner.routes import scenarios as planner_scenarios
from learnmap.service.planner.routes import years as planner_years
from learnmap.service.planner.routes.coverage import not_plannable
from learnmap.service.problems import register_problems
from learnmap.service.public.routes import crawlers, front, leading, reports
from learnmap.service.public.routes import points as public_points
from learnmap.service.public.routes import walking_routes as public_routes
from learnmap.service.request_log import RequestLog, log, told
from learnmap.service.routes import (
    documentation,
    editions,
    files,
    health,
    nearby,
    offerings,
    places,
    points,
    products,
    reach,
    vocabulary,
    walking_routes,
    walks,
)
from learnmap.service.staff.pages import login_needed, password_due, refused
from learnmap.service.staff.routes import (
    accounts,
    audit,
    changes,
    comparing,
    edition_steps,
    identity,
    imports,
    point_list,
    start,
    unplaced,
    upload_columns,
    upload_reports,
    uploads,
)
from learnmap.service.staff.routes import editions as staff_editions
from learnmap.service.staff.routes import offerings as staff_offerings
from learnmap.service.staff.routes import points as staff_points
from learnmap.service.staff.routes import reports as staff_reports
from learnmap.service.staff.routes import walking_routes as staff_routes
from learnmap.service.staff.visit import LoginNeeded, PasswordDue, StaffRefusal
from learnmap.store import planning_token
from learnmap.store.layer_pool import LayerPool
from learnmap.workflows.city import City
from learnmap.workflows.dots import read_dots
from learnmap.workflows.followed import Followed
from learnmap.workflows.front import read_front
from learnmap.workflows.nearby import NearbyIndex
from learnmap.workflows.place_search import PlaceSearch
from learnmap.workflows.planning.held_city import HeldCity, hold_city
from learnmap.workflows.point_directory import read_directory
from learnmap.workflows.product_shelf import ProductShelf
from learnmap.workflows.public_layers import PublicLayers
from learnmap.workflows.shown_route import RouteShelf

_DESCRIPTION: Final = """\
Learning points of a city, the streets from which one can walk to them, and the yearly maps
that it publishes. Coordinates are longitude, latitude in WGS 84 degrees; collections are
GeoJSON (RFC 7946). Errors are problem details (RFC 9457).
"""
_READ_HEADERS: Final = ["Content-Type", "If-None-Match", "If-Range", "Range"]
_SHOWN_HEADERS: Final = ["Accept-Ranges", "Content-Range", "ETag", "Link", "Retry-After"]


def create_app(
    city: City,
    *,
    staff: City | None = None,
    provider: IdentityProvider | None = None,
    public_url: str | None = None,
    requests_per_minute: int | None = None,
) -> FastAPI:
    """Make the application that serves a city.

    Parameters
    ----------
    city : City
        Open for as long as the application runs; it is only read.
    staff : City, optional
        The same city with the rights of staff. Without it there are no pages for staff.
    provider : IdentityProvider, optional
        Where staff may log in, besides by a password.
    public_url : str, optional
        Where ``YEAR/MAP/`` is on the web, for QR codes.
    requests_per_minute : int, optional
        As `FairShare` takes it.

    Returns
    -------
    FastAPI
        It starts without a walk graph or a database too, and says by ``/readyz`` when it is
        ready to answer everything.
    """
    shelf = ProductShelf(city, public_url)
    nearby_index = NearbyIndex(city)
    context = Context(
        city,
        nearby_index,
        PlaceSearch(city),
        shelf,
        Followed(city, partial(read_front, city)),
        Followed(city, partial(read_dots, city)),
        Followed(city, partial(read_directory, city)),
        RouteShelf(city, nearby_index),
        staff,
        provider,
        _followed_by_planners(staff),
        public_url=public_url,
    )
    pool = LayerPool(city.store)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await to_thread.run_sync(_prepare, context)
        # Names of a large city take seconds, and all but the search by name goes without them.
        names = asyncio.create_task(asyncio.to_thread(_read_names, context))
        yield
        await names
        await pool.close()
        await to_thread.run_sync(context.steps.close)
        await to_thread.run_sync(shelf.close)

    app = DescribedApp(
        title="learnmap",
        version=__version__,
        description=_DESCRIPTION,
        lifespan=lifespan,
        openapi_url=None,  # routes.documentation has it, and a page that loads nothing
        generate_unique_id_function=lambda route: route.name,
        redirect_slashes=False,  # its redirects repeat the Host header that a client sent
    )
    app.state.context = context
    for routes in (
        *(products, editions, points, nearby, walks, places, reach),
        *(vocabulary, health, documentation, files, leading, crawlers),
        *(walking_routes, offerings),
    ):
        app.include_router(routes.router)
    for language in LANGUAGES:
        for pages in (front, public_points, public_routes, reports):
            app.include_router(pages.router, prefix=f"/{language}")
    if staff is not None:
        _add_staff_pages(app)
    layers = create_layer_api(PublicLayers(city), pool, public_url=public_url)
    app.router.routes += [Route(LAYERS_PATH, layers), Mount(LAYERS_PATH, layers)]
    register_problems(app)
    # The last one added is the outermost.
    app.add_middleware(FairShare, per_minute=requests_per_minute)
    app.add_middleware(LastNet)
    app.add_middleware(HeadByGet)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "POST"],
        allow_headers=_READ_HEADERS,
        expose_headers=_SHOWN_HEADERS,
    )
    app.add_middleware(SafeHeaders)
    app.add_middleware(RequestLog)
    return app


def _followed_by_planners(staff: City | None) -> Followed[HeldCity] | None:
    if staff is None:
        return None
    return Followed(staff, partial(hold_city, staff), token=planning_token)


def _add_staff_pages(app: FastAPI) -> None:
    for routes in (
        *(start, uploads, upload_columns, upload_reports, imports, unplaced, staff_routes),
        *(point_list, changes, staff_offerings, staff_points, staff_reports),
        *(staff_editions, edition_steps, comparing, audit, accounts, identity),
        *(planner_coverage, planner_map, planner_gaps, planner_scenarios, planner_years),
    ):
        app.include_router(routes.router)
    app.add_exception_handler(StaffRefusal, refused)
    app.add_exception_handler(LoginNeeded, login_needed)
    app.add_exception_handler(PasswordDue, password_due)
    app.add_exception_handler(NotPlannableYet, not_plannable)


def _prepare(context: Context) -> None:
    """Load the walk graph, so that the first resident does not wait for it."""
    try:
        context.nearby.refresh()
    except NotReadyError as error:
        # Editions can be served all the same; each request tries again.
        log.warning("walk graph not loaded yet", reason=str(error))
    except LearnmapError as error:
        log.warning("walk graph not loaded yet", exception=told(error))
    else:
        context.nearby.warm_up()


def _read_names(context: Context) -> None:
    """Load the names of places, so that the first search by name does not wait for it."""
    try:
        context.places.refresh()
    except LearnmapError as error:
        log.warning("names not loaded yet", exception=told(error))
