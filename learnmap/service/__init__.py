"""The service: published editions under stable addresses, and an API over the city's points."""

from learnmap.service.app import create_app
from learnmap.service.identity_provider import IdentityProvider
from learnmap.service.server import serve

__all__ = ["IdentityProvider", "create_app", "serve"]
