"""Writes a city's coverage report: HTML and PDF, in Chinese and in English."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from learnmap.model.errors import ConflictError, InvalidInputError
from learnmap.model.languages import name_in
from learnmap.model.records import Level
from learnmap.products.document_sheet import document_sheet
from learnmap.render.document import Document, Language
from learnmap.render.document_page import render_document
from learnmap.workflows.city import City
from learnmap.workflows.planning.held_city import HeldCity, hold_city
from learnmap.workflows.planning.inputs import WHOLE
from learnmap.workflows.planning.questions import CoverageQuestion
from learnmap.workflows.planning.report.covered import (
    asked,
    by_area,
    by_walker,
    key_figures,
    on_map,
)
from learnmap.workflows.planning.report.enough import aims, enough
from learnmap.workflows.planning.report.left_out import left_out
from learnmap.workflows.planning.report.next_sites import next_sites
from learnmap.workflows.planning.report.sets import by_set
from learnmap.workflows.planning.report.sources import sources
from learnmap.workflows.planning.report.words import say

IN: Final[tuple[Language, ...]] = ("zh", "en")
_USUAL: Final = "older_adult"


@dataclass(frozen=True, slots=True)
class ReportQuestion:
    """What a report is about.

    Attributes
    ----------
    profile : str
        Whose walks the parts by area and the map tell; ``older_adult`` where the city has it.
    minutes : int
        The limit that stands large; the city's largest cutoff where it is 0.
    level : str
        Areas; the city's largest level that has any where it is empty.
    """

    profile: str = ""
    minutes: int = 0
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class WrittenReport:
    """What was written.

    Attributes
    ----------
    files : tuple of Path
    fictional : bool
        Whether any of it is of invented data.
    """

    files: tuple[Path, ...]
    fictional: bool


def write_report(
    city: City, folder: Path, question: ReportQuestion = ReportQuestion()
) -> WrittenReport:
    """Write the report of a city as it is now.

    Parameters
    ----------
    city : City
    folder : Path
        New, or empty; four files are written into it, all of them or none.
    question : ReportQuestion

    Raises
    ------
    ConflictError
        When the folder holds something.
    NotReadyError
        When there are no streets, residents, open points, or areas of the level, or this machine
        lacks the fonts.
    InvalidInputError
        For a profile or minutes that cannot be asked.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ConflictError(f"{folder} holds something already; name a new folder")
    held = hold_city(city)
    made: dict[str, bytes] = {}
    for document in coverage_documents(held, question):
        name = f"coverage-report.{document.language}"
        made[f"{name}.html"] = render_document(document)
        made[f"{name}.pdf"] = document_sheet(document)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        (folder / name).write_bytes(content)
    return WrittenReport(tuple(folder / name for name in made), held.inputs.provenance.fictional)


def coverage_documents(held: HeldCity, question: ReportQuestion) -> list[Document]:
    """Return the report in each language.

    Raises
    ------
    InvalidInputError
        For a profile or minutes that cannot be asked.
    """
    question_now = settled(held, question)
    return [_document(held, question_now, language) for language in IN]


def settled(held: HeldCity, question: ReportQuestion) -> CoverageQuestion:
    """Return what is asked, with what a city usually asks in the place of what is left open.

    Raises
    ------
    InvalidInputError
        For a profile or minutes that cannot be asked.
    """
    settings = held.inputs.settings
    codes = [one.code for one in settings.profiles]
    profile = question.profile or (_USUAL if _USUAL in codes else codes[0])
    settings.profiles_of([profile])
    minutes = question.minutes or settings.cutoffs_s[-1] // 60
    if not 1 <= minutes <= held.limit_s // 60:
        raise InvalidInputError(
            f"{minutes} minutes: give whole minutes from 1 to {held.limit_s // 60}"
        )
    levels = [one for one in held.levels() if one != WHOLE]
    level = question.level or (levels[0] if levels else WHOLE)
    return asked(profile, level=level, minutes=minutes)


def _document(held: HeldCity, question: CoverageQuestion, language: Language) -> Document:
    inputs = held.inputs
    city = name_in(inputs.settings.names, language)
    build = inputs.build
    areas = [] if question.level == WHOLE else [by_area(held, question, language)]
    return Document(
        language=language,
        title=say(language, "title", city=city),
        subtitle=say(language, "subtitle", day=inputs.read_on),
        made_on=inputs.read_on.isoformat(),
        fictional=say(language, "fictional") if inputs.provenance.fictional else "",
        key_figures=key_figures(held, question, language),
        sections=[
            by_walker(held, question, language),
            *areas,
            on_map(held, question, language),
            left_out(held, question, language),
            *next_sites(held, question, language),
            by_set(held, question, language),
            *aims(held, language),
            *enough(held, question, language),
            sources(held, question, language),
        ],
        foot=say(
            language,
            "foot",
            city=city,
            attribution=build.attribution,
            licence=build.licence,
            day=inputs.read_on,
        ),
    )
