"""What is kept in memory of published files stays within its limit."""

from learnmap.service.content_cache import ContentCache


def test_the_least_used_goes_first() -> None:
    made: list[str] = []
    cache = ContentCache(100)

    def get(key: str, size: int = 40) -> bytes:
        def make() -> bytes:
            made.append(key)
            return key.encode() * size

        return cache.get(key, make)

    assert get("a") == b"a" * 40
    get("b")
    get("a")
    get("c")  # 120 bytes would be kept: b goes, which was used longest ago
    get("a")
    assert made == ["a", "b", "c"]
    get("b")
    assert made == ["a", "b", "c", "b"]


def test_what_is_larger_than_half_is_never_kept() -> None:
    calls = 0

    def make() -> bytes:
        nonlocal calls
        calls += 1
        return bytes(51)

    cache = ContentCache(100)
    assert cache.get("big", make) == cache.get("big", make) == bytes(51)
    assert calls == 2
