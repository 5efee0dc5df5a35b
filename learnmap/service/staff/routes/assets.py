"""Files of the pages for staff, and the base map below their maps."""

from typing import Annotated, Final

from fastapi import APIRouter, Path, Request
from fastapi.responses import FileResponse, Response

from learnmap.service.staff.assets import SERVED, asset
from learnmap.service.staff.base_map import PATH
from learnmap.service.staff.visit import StaffMember, StaffRefusal
from learnmap.service.validators import has_tag

router = APIRouter(include_in_schema=False)

_KEPT: Final = "private, max-age=31536000, immutable"


@router.get("/staff/assets/{name:path}")
def send_asset(request: Request, name: str) -> Response:
    """Send a script, a style sheet or an image of the pages."""
    if name not in SERVED:
        raise StaffRefusal(404, "refused_missing")
    body, media_type, tag = asset(name)
    headers = {"Cache-Control": "no-cache", "ETag": f'"{tag}"'}
    if has_tag(request.headers.get("if-none-match"), {tag}):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=media_type)


@router.get(f"{PATH}/{{sha256}}.pmtiles")
def send_base_map(
    visit: StaffMember, sha256: Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
) -> Response:
    """Send the base map of an extract, or the parts of it that a map asks for."""
    path = visit.city.basemap_path(sha256)
    if not path.is_file():
        raise StaffRefusal(404, "refused_missing")
    return FileResponse(
        path, media_type="application/vnd.pmtiles", headers={"Cache-Control": _KEPT}
    )
