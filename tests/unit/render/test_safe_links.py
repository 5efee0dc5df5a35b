import pytest

from learnmap.render.safe_links import is_web_address, phone_links, web_link


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//example.org",
        "www.example.org",
        "http://",
        "https://exa mple.org",
        'https://example.org/" onclick="alert(1)',
        "https://example.org/\u202egpj.exe",
        "http://[::1",
    ],
)
def test_what_is_no_web_address_stays_text(url: str) -> None:
    assert not is_web_address(url)
    assert "<a" not in web_link(url)
    assert "<script" not in web_link(url)


def test_a_web_address_becomes_a_link() -> None:
    assert web_link("https://example.org/a?b=1&c=2") == (
        '<a href="https://example.org/a?b=1&amp;c=2">example.org/a?b=1&amp;c=2</a>'
    )


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("021-1234 5678", "<a href=tel:02112345678>021-1234 5678</a>"),
        ("+86 (21) 1234", "<a href=tel:+86211234>+86 (21) 1234</a>"),
        (
            "021-12345678；13800000000",
            "<a href=tel:02112345678>021-12345678</a>, <a href=tel:13800000000>13800000000</a>",
        ),
        ("ask the desk", "ask the desk"),
        ("110><img src=x>", "110&gt;&lt;img src=x&gt;"),
        ("", ""),
    ],
)
def test_telephone_numbers(text: str, html: str) -> None:
    assert phone_links(text) == html
