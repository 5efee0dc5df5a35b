"""Files that pages load: scripts, styles and images, and the base map below their maps."""

from typing import Annotated, Final

from fastapi import APIRouter, Path, Request
from fastapi.responses import FileResponse, Response

from learnmap.model.errors import NotFoundError
from learnmap.service.answers import FOREVER, REVALIDATE, takes_gzip, to_json, written_answer
from learnmap.service.base_map import PATH
from learnmap.service.context import Here
from learnmap.service.package_files import SERVED, SHELL, package_file, shell_version
from learnmap.service.validators import has_tag

router = APIRouter(include_in_schema=False)

BASE_MAP_TYPE: Final = "application/vnd.pmtiles"


@router.get("/assets/{name:path}")
def send_file(request: Request, name: str) -> Response:
    """Send a script, a style sheet or an image of the pages."""
    if name not in SERVED:
        raise NotFoundError(f"there is no file {name!r} that a page loads")
    file = package_file(name)
    headers = {"Cache-Control": REVALIDATE, "ETag": f'W/"{file.tag}"', "Vary": "Accept-Encoding"}
    if has_tag(request.headers.get("if-none-match"), {file.tag}):
        return Response(status_code=304, headers=headers)
    if file.compressed is not None and takes_gzip(request):
        headers["Content-Encoding"] = "gzip"
        return Response(file.compressed, headers=headers, media_type=file.media_type)
    return Response(file.body, headers=headers, media_type=file.media_type)


@router.get("/map/points.json")
def send_dots(request: Request, here: Here) -> Response:
    """Send where all open points are, for a map to draw from afar."""
    body = here.dots.current().written
    return written_answer(request, body, media_type="application/json", cache=REVALIDATE)


@router.get("/service_worker.js")
async def send_service_worker() -> Response:
    """Send what keeps the pages for when there is no network, with the files that they need."""
    head = f"const SHELL = {to_json(SHELL)};\nconst VERSION = {to_json(shell_version())};\n"
    body = head.encode() + package_file("service_worker.js").body
    return Response(body, headers={"Cache-Control": REVALIDATE}, media_type="text/javascript")


@router.get(f"{PATH}/{{sha256}}.pmtiles")
def send_base_map(here: Here, sha256: Annotated[str, Path(pattern="^[0-9a-f]{64}$")]) -> Response:
    """Send the base map of an extract, or the parts of it that a map asks for."""
    path = here.city.basemap_path(sha256)
    if not path.is_file():
        raise NotFoundError(f"there is no base map of the extract {sha256!r}")
    return FileResponse(path, media_type=BASE_MAP_TYPE, headers={"Cache-Control": FOREVER})
