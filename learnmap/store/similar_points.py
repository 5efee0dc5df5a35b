"""Learning points whose id or name resembles a text, for who mistyped one."""

from typing import Final

from sqlalchemy import case, func, or_, select

from learnmap.model.languages import Names
from learnmap.store._point_filters import like_part
from learnmap.store._transaction import Transaction
from learnmap.store.schema import LearningPointRow

_LEAST_ID: Final = 0.3
_LEAST_WORD: Final = 0.5
"""Of the trigrams of an id, and of a part of a name (PostgreSQL's pg_trgm), from 0 to 1."""


def similar_points(tx: Transaction, text: str, *, most: int = 5) -> list[tuple[str, Names]]:
    """Read the ids and names of points like a text, those most like it first.

    A point that has the text in its name or address comes before all that only resemble it.
    Letters are compared whatever their case.

    Parameters
    ----------
    text : str
    most : int
        At most so many.
    """
    if not text.strip():
        return []
    row = LearningPointRow
    has_it = case((row.search.ilike(like_part(text)), 1.0), else_=0.0)
    of_id, of_word = func.similarity(row.id, text), func.word_similarity(text, row.search)
    statement = (
        select(row.id, row.names)
        .where(or_(has_it > 0, of_id >= _LEAST_ID, of_word >= _LEAST_WORD))
        .order_by(func.greatest(has_it, of_id, of_word).desc(), row.id)
    )
    return [(found, names) for found, names in tx.execute(statement.limit(most))]
