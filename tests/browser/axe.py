"""What axe-core holds against a page, at the levels A and AA of WCAG 2.2.

The PyPI package carries axe-core itself, so the lock of Python pins it and nothing of Node is
needed to test.
"""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
ADVICE = "best-practice"
"""The tag of what is good practice beyond WCAG; only the grave of it is reported."""
GRAVE = ("serious", "critical")


def violations(page: Page) -> list[str]:
    """Return a line for each element that breaks a rule: rule, gravity, place and what to do.

    Parameters
    ----------
    page : Page
        A page as a person sees it now; what is hidden is not looked at.

    Returns
    -------
    list of str
        Empty where nothing is wrong.
    """
    options = {
        "runOnly": {"type": "tag", "values": [*RULES, ADVICE]},
        "resultTypes": ["violations"],
    }
    found: list[dict[str, Any]] = Axe().run(page, options=options).response["violations"]
    return [
        f"{broken['id']} ({broken['impact']}) at {place(node)}: {broken['help']}; {why(node)}"
        for broken in found
        if ADVICE not in broken["tags"] or broken["impact"] in GRAVE
        for node in broken["nodes"]
    ]


def place(node: dict[str, Any]) -> str:
    """Return the selector of the element, through the frames that it lies in."""
    return " >> ".join(map(str, node["target"]))


def why(node: dict[str, Any]) -> str:
    """Return what axe measured at the element, such as the two colours of a contrast."""
    checks = [*node["any"], *node["all"], *node["none"]]
    return " / ".join(check["message"] for check in checks)
