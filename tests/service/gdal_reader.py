"""Reads layers by GDAL, in a process of its own: GDAL would keep the service's threads waiting."""

import json
import subprocess
import sys
from typing import Any

Job = dict[str, Any]
Read = dict[str, Any]


def read_by_gdal(
    address: str, jobs: dict[str, dict[str, Any]]
) -> tuple[list[Any], dict[str, Read]]:
    """Return the layers that GDAL lists with their shapes, and what it reads for each job.

    A job is a layer with what else pyogrio takes: ``where``, ``bbox``, open options. What is
    read are keys in GDAL's order, types of columns, and the number of features with a place.
    """
    done = subprocess.run(
        [sys.executable, __file__],
        input=json.dumps([f"OAPIF:{address}/ogc", jobs]),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    listed, found = json.loads(done.stdout)
    return listed, found


def _main() -> None:
    import pyogrio  # noqa: PLC0415 - in the process of its own alone

    source, jobs = json.load(sys.stdin)
    found = {}
    for name, job in jobs.items():
        if "bbox" in job:
            job["bbox"] = tuple(job["bbox"])
        meta, _, shapes, columns = pyogrio.raw.read(source, **job)
        names = [str(field) for field in meta["fields"]]
        found[name] = {
            "keys": columns[names.index("id")].tolist(),
            "types": dict(zip(names, map(str, meta["dtypes"]), strict=True)),
            "placed": sum(shape is not None for shape in shapes),
        }
    json.dump([pyogrio.list_layers(source).tolist(), found], sys.stdout)


if __name__ == "__main__":
    _main()
