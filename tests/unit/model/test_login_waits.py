"""Waits after failed logins: doubled each time, never for ever."""

import pytest

from learnmap.model.login_waits import Bucket, wait_s


@pytest.mark.parametrize(
    ("bucket", "failures", "since_s", "expected"),
    [
        ("account", 0, 0, 0),
        ("account", 4, 0, 0),
        ("account", 5, 0, 1),
        ("account", 6, 0.5, 1.5),
        ("account", 8, 0, 8),
        ("account", 10, 0, 30),  # 32 s, cut to the longest
        ("account", 10**9, 0, 30),
        ("account", 10**9, 30, 0),
        ("account", 10**9, 3600, 0),
        ("client", 9, 0, 0),
        ("client", 10, 0, 1),
        ("client", 18, 56, 200),  # 2 ** 8 = 256 s
        ("client", 19, 0, 300),  # 512 s, cut
        ("client", 10**9, 299, 1),
        ("client", 12, -2, 6),  # another server's later clock
    ],
)
def test_waits(bucket: Bucket, failures: int, since_s: float, expected: float) -> None:
    assert wait_s(bucket, failures=failures, since_s=since_s) == expected
