"""Find what was published: editions, and their files under stable addresses."""

import json
from dataclasses import dataclass
from typing import Any

from learnmap.model.errors import NotFoundError, WithdrawnError
from learnmap.render import EditionLink
from learnmap.store import (
    EditionFile,
    EditionRow,
    Transaction,
    list_editions,
    list_files,
    read_file,
)
from learnmap.workflows.city import City

_PUBLIC = ("published", "superseded", "withdrawn")


@dataclass(frozen=True, slots=True)
class PublishedEdition:
    """An edition that was published, whatever became of it.

    Attributes
    ----------
    row : EditionRow
    files : tuple of EditionFile
        Empty when it was withdrawn.
    """

    row: EditionRow
    files: tuple[EditionFile, ...]


@dataclass(frozen=True, slots=True)
class RevisionsBeside:
    """The other revisions of a map of a year, as one of them sees them.

    Attributes
    ----------
    published : bool
        Whether one is published now, so that the address without a revision leads to it.
    before, after : int or None
        The nearest revisions that can be read.
    """

    published: bool
    before: int | None
    after: int | None


def published_editions(city: City) -> list[PublishedEdition]:
    """List what was published: newest year first, then by map and newest revision."""
    with city.store.begin(snapshot=True) as tx:
        return [
            PublishedEdition(
                row, () if row.status == "withdrawn" else tuple(list_files(tx, row.id))
            )
            for row in list_editions(tx)
            if row.status in _PUBLIC
        ]


def edition_links(city: City) -> list[EditionLink]:
    """List the editions that are published now, as the front page shows them."""
    with city.store.begin(snapshot=True) as tx:
        return [
            _link(row, json.loads(read_file(tx, row.id, "edition.json")[0]))
            for row in list_editions(tx)
            if row.status == "published"
        ]


def revisions_beside(city: City, map_name: str, year: int, revision: int) -> RevisionsBeside:
    """Find the revisions before and after one, and whether one is published now.

    Those that were withdrawn are passed over: nothing can be read there.
    """
    with city.store.begin() as tx:
        rows = [
            row
            for row in list_editions(tx, map_name=map_name, year=year)
            if row.status in {"published", "superseded"}
        ]
    numbers = [row.revision for row in rows]
    return RevisionsBeside(
        published=any(row.status == "published" for row in rows),
        before=max((number for number in numbers if number < revision), default=None),
        after=min((number for number in numbers if number > revision), default=None),
    )


def find_published(
    city: City, map_name: str, year: int, *, revision: int | None = None
) -> EditionRow:
    """Find a published edition; see `find_published_file`.

    Raises
    ------
    WithdrawnError
        When the edition was taken back; says why.
    NotFoundError
        When there is no such edition; a draft is none.
    """
    with city.store.begin() as tx:
        return _find(tx, map_name, year, revision)


def read_published_facts(
    city: City, edition: EditionRow
) -> tuple[dict[str, Any], tuple[EditionFile, ...]]:
    """Read what ``edition.json`` says of a published edition, and list its files."""
    with city.store.begin(snapshot=True) as tx:
        facts = json.loads(read_file(tx, edition.id, "edition.json")[0])
        return facts, tuple(list_files(tx, edition.id))


def find_published_file(
    city: City, map_name: str, year: int, path: str, *, revision: int | None = None
) -> tuple[EditionRow, EditionFile]:
    """Find a file of a published edition, without its content.

    Parameters
    ----------
    city : City
    map_name : str
    year : int
    path : str
    revision : int, optional
        The one that is published now by default; earlier ones stay where they were.

    Raises
    ------
    WithdrawnError
        When the edition was taken back; says why.
    NotFoundError
        When there is no such edition or file; a draft is none.
    """
    with city.store.begin(snapshot=True) as tx:
        row = _find(tx, map_name, year, revision)
        for file in list_files(tx, row.id):
            if file.path == path:
                return row, file
    raise NotFoundError(f"{row.title}, has no file {path!r}; its manifest.json lists what it has")


def read_published_file(city: City, edition: EditionRow, file: EditionFile) -> bytes:
    """Read the content of a file that `find_published_file` found."""
    with city.store.begin() as tx:
        return read_file(tx, edition.id, file.path)[0]


def _find(tx: Transaction, map_name: str, year: int, revision: int | None) -> EditionRow:
    rows = [
        row
        for row in list_editions(tx, map_name=map_name, year=year)
        if row.status in _PUBLIC and revision in {None, row.revision}
    ]
    return _chosen(rows, map_name, year, revision)


def _link(row: EditionRow, facts: dict[str, Any]) -> EditionLink:
    return EditionLink(
        city=facts["city"]["names"],
        titles=facts["titles"],
        map=row.map_name,
        year=row.year,
        revision=row.revision,
        href=f"/editions/{row.year}/{row.map_name}/",
        points=facts["counts"]["points"],
        routes=facts["counts"]["routes"],
        frozen_on=facts["frozen_on"],
        fictional=facts["city"]["fictional"],
        products=f"/editions/{row.year}/{row.map_name}/products/",
    )


def _chosen(rows: list[EditionRow], map_name: str, year: int, revision: int | None) -> EditionRow:
    for row in rows:
        if row.status == "published" or (revision is not None and row.status == "superseded"):
            return row
    for row in rows:
        if row.status == "withdrawn":
            raise WithdrawnError(f"{row.title}, was withdrawn: {row.status_reason}")
    which = "" if revision is None else f", revision {revision},"
    raise NotFoundError(
        f"there is no published {map_name} edition of {year}{which} here; "
        "/editions/ lists those there are"
    )
