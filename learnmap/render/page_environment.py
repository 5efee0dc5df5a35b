"""The Jinja environment of learnmap's pages."""

from jinja2 import Environment, PackageLoader, StrictUndefined

from learnmap.render.bilingual import both, free, names, say
from learnmap.render.labels import glyph, words
from learnmap.render.page_assets import script_element, style_element
from learnmap.render.safe_links import is_web_address


def page_environment() -> Environment:
    """Return the Jinja environment of learnmap's pages: escaping on, nothing undefined."""
    environment = Environment(
        loader=PackageLoader("learnmap.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        both=both,
        free=free,
        say=say,
        names=names,
        words=words,
        glyph=glyph,
        is_web_address=is_web_address,
        script_element=script_element,
        style_element=style_element,
    )
    return environment
