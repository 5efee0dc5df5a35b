"""The service's own pages: plain HTML that loads nothing from anywhere."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from learnmap.render.content_policy import PLACE, with_content_policy

_ENVIRONMENT: Final = Environment(
    loader=PackageLoader("learnmap.service"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def problem_page(facts: Mapping[str, Any]) -> bytes:
    """Draw the page that a problem's ``type`` leads to."""
    return _page("problem.html.j2", problem=facts)


def api_page(document: Mapping[str, Any]) -> bytes:
    """Draw an OpenAPI document as a page."""
    return _page("api.html.j2", document=document, operations=list(_operations(document)))


def layers_page(address: str, layers: Sequence[Mapping[str, Any]]) -> bytes:
    """Draw the page that tells how to add the layers to a map program.

    Parameters
    ----------
    address : str
        By which programs reach them.
    layers : sequence of mapping
        Name, title and what each is about.
    """
    return _page("layers.html.j2", address=address, layers=layers)


def _operations(document: Mapping[str, Any]) -> Sequence[dict[str, Any]]:
    return [
        {"method": method.upper(), "path": path, **operation}
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def _page(template: str, **facts: Any) -> bytes:
    html = _ENVIRONMENT.get_template(template).render(place=PLACE, **facts)
    return with_content_policy(html).encode()
