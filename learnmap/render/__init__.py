"""An edition's frozen files become the page that people open."""

from learnmap.render.edition_page import render_edition

__all__ = ["render_edition"]
