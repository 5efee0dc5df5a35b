"""Runs: the items of some rows, where the items of all rows lie one after the other."""

import numpy as np
from numpy.typing import NDArray


def runs_of(
    offset: NDArray[np.integer], rows: NDArray[np.integer]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the items of some rows.

    Parameters
    ----------
    offset : (m + 1,) integers
        Where each row's items begin.
    rows : (k,) integers

    Returns
    -------
    begins : (k + 1,) int64
        Where the items of each of the rows begin once they are put together.
    items : (i,) int64
        Numbers of the items, in the order of the rows.
    """
    first = offset[rows].astype(np.int64)
    begins = np.concatenate([[0], np.cumsum(offset[rows + 1] - first)])
    items = np.arange(begins[-1]) + np.repeat(first - begins[:-1], np.diff(begins))
    return begins, items
