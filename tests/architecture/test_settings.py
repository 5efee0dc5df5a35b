"""Settings that nobody can find are no settings; documentation of none is a lie."""

import re

from learnmap.settings import Settings
from tests.architecture.project import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
COMPOSE = (ROOT / "compose.yaml").read_text("utf-8")
COMPOSE_ONLY = set(re.findall(r"\$\{(LEARNMAP_\w+?)(?::|\})", COMPOSE))
"""Names that compose.yaml reads itself to fill its own places."""


def _names() -> set[str]:
    prefix = Settings.model_config.get("env_prefix", "")
    return {f"{prefix}{field}".upper() for field in Settings.model_fields}


def test_every_setting_is_documented() -> None:
    documented = set(
        re.findall(r"\bLEARNMAP_[A-Z0-9_]+\b", "\n".join(page.read_text("utf-8") for page in PAGES))
    )
    assert "LEARNMAP_DATABASE_URL" in documented
    assert _names() - documented == set()
    assert documented - _names() - COMPOSE_ONLY == set()


def test_containers_set_only_what_exists() -> None:
    given = re.findall(r"^ +(LEARNMAP_\w+):", COMPOSE, re.MULTILINE)
    assert given == ["LEARNMAP_DATABASE_URL"]
    assert set(given) <= _names()
