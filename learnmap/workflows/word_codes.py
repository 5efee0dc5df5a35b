"""Words as small numbers, so that a filter over many records is one look-up each."""

from collections.abc import Collection, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray


def codes_of(words: Iterable[str], known: Sequence[str]) -> NDArray[np.int16]:
    """Return the place of each word among the known ones."""
    rank = {word: i for i, word in enumerate(known)}
    return np.array([rank[word] for word in words], np.int16)


def are(
    codes: NDArray[np.int16], known: Sequence[str], wanted: Collection[str]
) -> NDArray[np.bool_]:
    """Tell which codes stand for one of the wanted words."""
    return np.array([word in wanted for word in known], np.bool_)[codes]
