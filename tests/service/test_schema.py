"""The whole API against its own description, by schemathesis: nothing unannounced is answered."""

import subprocess
import sys
from pathlib import Path
from typing import Final

import httpx

from tests.service.towns import at

# A place or a word that fits the description may still be none of this city's: too far from any
# street, or a kind that it does not have. That is told by 422, which is no failure here.
CONFIG: Final = """
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", "404", "422"]
[parameters]
"path.point_id" = ["garden", "lane", "across", "nowhere"]
"path.year" = ["2026", "2025"]
"path.map_name" = ["learning", "elderly"]
"path.path" = ["index.html", "points.geojson", "nothing"]
"query.lon" = [{lon}, 8.5]
"query.lat" = [{lat}, 47.4]
"query.profile" = ["adult", "older_adult", "nobody"]
"""


def test_no_answer_breaks_the_description(client: httpx.Client, tmp_path: Path) -> None:
    lon, lat = at("across")
    config = tmp_path / "schemathesis.toml"
    config.write_text(CONFIG.format(lon=lon, lat=lat))
    program = Path(sys.executable).with_name("schemathesis")
    done = subprocess.run(
        [
            *(program, "--config-file", config, "run", str(client.base_url.join("/openapi.json"))),
            *("--checks", "all", "--max-examples", "10", "--seed", "7", "--no-color"),
        ],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Examples" in done.stdout
