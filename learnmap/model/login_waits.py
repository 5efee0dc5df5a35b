"""How long a login waits after failures: longer with each, and never for ever."""

from typing import Final, Literal

Bucket = Literal["account", "client"]

FREE_FAILURES: Final = {"account": 5, "client": 10}
"""So many cost nothing: people mistype, and an office shares one address."""
LONGEST_S: Final = {"account": 30, "client": 300}
"""An account's owner waits no longer than this, whoever guesses at the account."""
FORGET_S: Final = 60 * 60
"""Failures count no more when the last of them is so long ago."""


def wait_s(bucket: Bucket, *, failures: int, since_s: float) -> float:
    """Return how long the next try has to wait yet.

    After ``n`` failures beyond the free ones it is ``2 ** n`` seconds from the last one, at
    most `LONGEST_S`.

    Parameters
    ----------
    bucket : {"account", "client"}
    failures : int
        Without a success between them.
    since_s : float
        Seconds since the last one.

    Returns
    -------
    float
        Seconds, 0 when it need not wait.
    """
    beyond = failures - FREE_FAILURES[bucket]
    if beyond < 0 or since_s >= FORGET_S:
        return 0.0
    longest = LONGEST_S[bucket]
    # Beyond this many doublings it is the longest in any case.
    pause = longest if beyond >= 16 else min(2**beyond, longest)
    return max(0.0, pause - since_s)
