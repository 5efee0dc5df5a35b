"""The browser's program, and the two screens that pages are looked at on."""

from pathlib import Path
from typing import Any

# Debian's; where the system has none, the one that Playwright brought.
_DEBIANS = Path("/usr/bin/chromium")
CHROMIUM = _DEBIANS if _DEBIANS.exists() else None
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
