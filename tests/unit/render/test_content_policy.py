import re

import pytest

from learnmap.model.errors import InvalidInputError
from learnmap.render.content_policy import PLACE, with_content_policy


def test_inline_code_is_allowed_by_its_hash_and_data_is_not_code() -> None:
    html = (
        f"<head>{PLACE}</head><style>a{{}}</style><script>\nalert('Hello, world.');\n</script>"
        '<script type="application/json">{"a":1}</script>'
    )
    policy = re.search(r'content="([^"]*)"', with_content_policy(html))
    assert policy is not None
    # printf "\nalert('Hello, world.');\n" | openssl dgst -sha256 -binary | base64
    assert "script-src 'sha256-/YHppIGn9RS8PBfrgY/XSUQMtUKwlUZPwDQm/xPayJY='" in policy[1]
    assert policy[1].count("sha256-") == 2
    assert policy[1].startswith("default-src 'none'; ")
    assert "connect-src 'none'" in policy[1]
    assert "unsafe" not in policy[1]


def test_a_page_that_loads_a_script_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="inline it"):
        with_content_policy(f"{PLACE}<script src='https://cdn.example/x.js'></script>")


def test_a_page_without_a_place_for_the_policy_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="0 places"):
        with_content_policy("<html></html>")
