"""An explanation as a folder: its layers for a map, and its sentences."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from learnmap.edition import canonical_json, write_folder
from learnmap.model.errors import ConflictError, InvalidInputError
from learnmap.workflows.explaining import PointExplanation
from learnmap.workflows.explanation_layers import explanation_layers

INDEX: Final = "explanation.json"
"""Names the point, the files beside it, and what is told of each profile."""
_MADE_BY: Final = "learnmap catchments explain"


def explanation_files(explained: PointExplanation) -> dict[str, bytes]:
    """Return the content of each file of an explanation's folder, by its name."""
    layers = explanation_layers(explained)
    files = {f"{layer}.geojson": content for layer, content in layers.items()}
    point, build = explained.point, explained.build
    index = {
        "made_by": _MADE_BY,
        "point_id": point.id,
        "names": point.names,
        "files": sorted(files),
        "network": build.content_hash,
        "extract_date": build.extract_date and build.extract_date.isoformat(),
        "attribution": build.attribution,
        "licence": build.licence,
        "profiles": [
            {
                "profile": part.profile.code,
                "findings": [
                    {"code": finding.code, "zh": chinese, "en": english}
                    for finding, chinese, english in zip(
                        part.findings, part.lines("zh"), part.lines("en"), strict=True
                    )
                ],
            }
            for part in explained.profiles
        ],
    }
    return {**files, INDEX: f"{canonical_json(index)}\n".encode()}


def write_explanation(explained: PointExplanation, folder: Path) -> None:
    """Write an explanation's folder, whole or not at all; an earlier explanation is replaced.

    Raises
    ------
    ConflictError
        When the folder holds anything but an explanation; nothing is changed.
    InvalidInputError
        When no folder can be written there.
    """
    files = explanation_files(explained)
    try:
        if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
            write_folder(files, folder)
        elif _is_explanation(folder):
            _replace(folder, files)
        else:
            raise ConflictError(
                f"{folder}: holds other files than an explanation; give a new folder"
            )
    except OSError as error:
        raise InvalidInputError(
            f"{folder}: cannot be written ({error.strerror}); give another folder"
        ) from error


def _is_explanation(folder: Path) -> bool:
    """Tell whether a folder holds an explanation's files and no other."""
    try:
        index = json.loads((folder / INDEX).read_bytes())
        mine = index["made_by"] == _MADE_BY
        listed = {INDEX, *index["files"]}
    except (OSError, ValueError, LookupError, TypeError):
        return False
    return bool(mine) and {path.name for path in folder.iterdir()} <= listed


def _replace(folder: Path, files: Mapping[str, bytes]) -> None:
    with tempfile.TemporaryDirectory(prefix=".replacing-", dir=folder.parent) as aside:
        new, old = Path(aside) / "new", Path(aside) / "old"
        write_folder(files, new)
        folder.rename(old)
        try:
            new.rename(folder)
        except OSError:
            old.rename(folder)
            raise
