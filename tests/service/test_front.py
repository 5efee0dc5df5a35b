"""The page of what is near, as it comes from the server."""

import re
from importlib.resources import files
from itertools import accumulate

import httpx
import pytest

from learnmap.model.languages import LANGUAGES
from learnmap.service.public.words.saying import ROOMS, WORDS
from learnmap.service.public.words.script import SCRIPT
from tests.service.towns import PLACES, at


def test_the_front_page_is_in_the_language_that_the_browser_prefers(client: httpx.Client) -> None:
    english = client.get("/", headers={"accept-language": "de, en-GB;q=0.8, zh;q=0.5"})
    chinese = client.get("/", headers={"accept-language": "de"})
    assert (english.status_code, english.headers["content-language"]) == (200, "en")
    assert chinese.headers["content-language"] == "zh-Hans"
    assert "Accept-Language" in english.headers["vary"]
    assert '<html lang="en">' in english.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_address_with_a_language_is_in_it(client: httpx.Client, language: str) -> None:
    page = client.get(
        f"/{language}/", headers={"accept-language": "en" if language == "zh" else "zh"}
    )
    assert page.headers["content-language"].startswith(language)
    root = str(client.base_url).rstrip("/")
    assert f'hreflang="zh-Hans" href="{root}/zh/"' in page.text
    assert f'hreflang="en" href="{root}/en/"' in page.text


def test_large_print_stays_on_the_links_of_a_page(client: httpx.Client) -> None:
    page = client.get("/zh/?view=large").text
    assert '<html lang="zh-Hans" class="large">' in page
    assert 'href="/zh/points?view=large"' in page
    assert 'href="/en/?view=large"' in page


def test_the_page_lists_open_points_without_a_script(client: httpx.Client) -> None:
    page = client.get("/en/").text
    assert 'href="/en/points/garden"' in page
    assert 'href="/en/points/resting"' in page  # closed for a time only
    assert 'href="/en/points/closed"' not in page


def test_a_page_that_the_client_has_is_not_sent_again(client: httpx.Client) -> None:
    first = client.get("/en/")
    again = client.get("/en/", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_nothing_is_loaded_from_elsewhere(client: httpx.Client) -> None:
    policy = client.get("/en/").headers["content-security-policy"]
    sources = {word for part in policy.split(";") for word in part.split()[1:]}
    assert sources == {"'none'", "'self'", "data:", "blob:"}


def test_words_are_in_both_languages_and_belong_to_one_room() -> None:
    assert sum(map(len, ROOMS)) == len(WORDS)
    for key, (chinese, english) in WORDS.items():
        assert chinese, key
        assert english, key


def test_every_word_that_a_page_says_is_there() -> None:
    service = files("learnmap.service")
    pages = [*(service / "templates" / "public").iterdir(), *(service / "public").iterdir()]
    texts = [page.read_text() for page in pages if page.name.endswith((".j2", ".py"))]
    said = {key for text in texts for key in re.findall(r'(?:say|word)\(\s*"(\w+)"[,)]', text)}
    assert len(said) > 50
    assert said <= set(WORDS)


def test_the_scripts_of_the_page_say_what_they_were_given() -> None:
    scripts = (files("learnmap.service") / "assets" / "near").iterdir()
    text = "".join(script.read_text() for script in scripts)
    said = set(re.findall(r'say\("(\w+)"', text))
    assert len(said) > 30
    assert said <= set(SCRIPT)


def test_dots_are_where_the_open_points_are(client: httpx.Client) -> None:
    sent = client.get("/map/points.json").json()
    lon, lat = (list(accumulate(sent[axis])) for axis in ("lon", "lat"))
    open_ones = sorted(name for name in PLACES if name not in {"closed", "resting"})
    assert sent["id"] == open_ones
    for number, name in enumerate(open_ones):
        assert (lon[number] * 1e-5, lat[number] * 1e-5) == pytest.approx(at(name), abs=0.6e-5)
        assert sent["kinds"][sent["kind"][number]] == ("museum" if name == "across" else "library")
