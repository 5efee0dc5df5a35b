"""What stands on every product: which edition, under which approval, from whom, of which day."""

from dataclasses import dataclass

from learnmap.render.edition_facts import EditionFacts
from learnmap.render.labels import words

Pair = tuple[str, str]
"""A text in Chinese and in English."""


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice of an edition, in words.

    Attributes
    ----------
    edition : str
        Map, year and revision, as in ``learning-2026-r1``.
    title : Pair
        City, map and year.
    approval : Pair
        The map approval number, the recorded exemption, or that there is neither.
    sources : str
        Each source with its licence.
    frozen_on : str
        ISO 8601 date.
    fictional : Pair or None
        That the city, or some of the points, are invented.
    """

    edition: str
    title: Pair
    approval: Pair
    sources: str
    frozen_on: str
    fictional: Pair | None

    def columns(self) -> dict[str, str]:
        """Return the notice as columns of a table, the same in each row."""
        return {
            "edition": self.edition,
            "approval": both_in_one(self.approval),
            "sources": self.sources,
            "frozen_on": self.frozen_on,
        }


def notice_of(facts: EditionFacts, *, some_fictional: bool) -> Notice:
    """Put the notice of an edition into words.

    Parameters
    ----------
    facts : EditionFacts
    some_fictional : bool
        Some point or route of the map is invented.
    """
    revision = f"-r{facts.revision}"
    cities, titles = facts.city.names, facts.titles
    fictional = words("fictional") if facts.city.fictional else None
    if fictional is None and some_fictional:
        fictional = words("fictional_some")
    return Notice(
        edition=f"{facts.map}-{facts.year}{revision}",
        title=(
            f"{cities.get('zh') or cities.get('en', '')}{titles.get('zh', '')} {facts.year}",
            f"{cities.get('en') or cities.get('zh', '')} {titles.get('en', '')} {facts.year}",
        ),
        approval=_approval(facts),
        sources="; ".join(
            f"{source.name} ({source.licence})" if source.licence else source.name
            for source in facts.sources
        ),
        frozen_on=facts.frozen_on,
        fictional=fictional,
    )


def both_in_one(pair: Pair) -> str:
    """Return both languages in one text, each once."""
    return pair[0] if pair[0] == pair[1] else " / ".join(text for text in pair if text)


def _approval(facts: EditionFacts) -> Pair:
    if facts.approval_number:
        return words("approval", number=facts.approval_number)
    if facts.approval_exemption:
        # Typed as "Chinese / English" where the city wrote both.
        chinese, _, english = facts.approval_exemption.partition(" / ")
        heads = words("about_exemption")
        return f"{heads[0]}{chinese}", f"{heads[1]} {english or chinese}"
    return words("about_no_approval")
