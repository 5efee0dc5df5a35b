"""Where a point's or a route's page is on the web, and the QR codes that lead there."""

import io
from dataclasses import dataclass

import segno

from learnmap.model.errors import InvalidInputError
from learnmap.render.edition_files import FrozenEdition
from learnmap.render.safe_links import is_web_address


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses below the place where the folders ``YEAR/MAP/`` are put.

    The page of a point is the edition's page, which opens there: it is what a resident can
    read, it works from any web host, and it stays with the edition. An id holds only signs that
    may stand in a fragment as they are.

    Attributes
    ----------
    page : str or None
        Address of the edition's page, with a slash at its end; None where nobody told.
    """

    page: str | None

    def point(self, point_id: str) -> str | None:
        """Return the address of a point's page."""
        return f"{self.page}#p-{point_id}" if self.page else None

    def route(self, number: int) -> str | None:
        """Return the address of a route on the page, by its number from 0 in order of ids."""
        return f"{self.page}#route-{number}" if self.page else None


def addresses_of(edition: FrozenEdition, public_url: str | None) -> Addresses:
    """Return the addresses of an edition.

    Parameters
    ----------
    edition : FrozenEdition
    public_url : str or None
        ``https://maps.example.org`` where the exported folders lie at its top;
        ``https://learnmap.example.org/editions`` for learnmap's own service.

    Raises
    ------
    InvalidInputError
        When it is no web address, or has a query or a fragment.
    """
    if not public_url:
        return Addresses(None)
    if not is_web_address(public_url) or "?" in public_url or "#" in public_url:
        raise InvalidInputError(
            f"--public-url {public_url}: is no web address; give one such as "
            "https://maps.example.org, without ? or #"
        )
    facts = edition.facts
    return Addresses(f"{public_url.rstrip('/')}/{facts.year}/{facts.map}/")


def qr_svg(address: str) -> bytes:
    """Draw a QR code with error correction M and the quiet zone of its standard."""
    out = io.BytesIO()
    code = segno.make_qr(address, error="m", boost_error=False)
    code.save(
        out, kind="svg", border=4, xmldecl=False, svgclass=None, lineclass=None, omitsize=True
    )
    return out.getvalue()


def qr_files(edition: FrozenEdition, addresses: Addresses) -> dict[str, bytes]:
    """Draw a code for each point and route, by path; none where there is no address."""
    codes = {}
    for point in edition.points:
        if address := addresses.point(point.id):
            codes[f"qr/points/{_file_name(point.id)}.svg"] = qr_svg(address)
    for number, route in enumerate(edition.routes):
        if address := addresses.route(number):
            codes[f"qr/routes/{_file_name(route.facts.id)}.svg"] = qr_svg(address)
    return codes


def _file_name(thing_id: str) -> str:
    # Windows has no files with a colon, and no id has a tilde.
    return thing_id.replace(":", "~")
