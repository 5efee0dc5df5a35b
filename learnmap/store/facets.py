"""What the open learning points differ in, so that a page offers no filter that finds nothing."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from learnmap.store._transaction import Transaction
from learnmap.store.schema import LearningPointRow, OfferingRow


@dataclass(frozen=True, slots=True)
class Facets:
    """The values that occur, each once and sorted.

    Attributes
    ----------
    kinds, designations, accessibilities : tuple of str
        Of open points.
    categories, modes, languages : tuple of str
        Of offerings.
    free : bool
        Whether any offering is free of charge.
    """

    kinds: tuple[str, ...]
    designations: tuple[str, ...]
    accessibilities: tuple[str, ...]
    categories: tuple[str, ...]
    modes: tuple[str, ...]
    languages: tuple[str, ...]
    free: bool


def read_facets(tx: Transaction) -> Facets:
    """Read what open points and their offerings differ in."""
    row = LearningPointRow
    is_open = row.status == "open"
    return Facets(
        kinds=_distinct(tx, row.kind, is_open),
        designations=_distinct(tx, row.designation, is_open),
        accessibilities=_distinct(tx, row.accessibility, is_open),
        categories=_distinct(tx, OfferingRow.category),
        modes=_distinct(tx, OfferingRow.mode),
        languages=_distinct(tx, OfferingRow.language),
        free=tx.scalar(select(OfferingRow.id).where(OfferingRow.fee == 0).limit(1)) is not None,
    )


def _distinct(
    tx: Transaction, column: InstrumentedAttribute[Any], *conditions: ColumnElement[bool]
) -> tuple[str, ...]:
    statement = select(column).where(column.is_not(None), *conditions).distinct()
    return tuple(sorted(tx.scalars(statement)))
