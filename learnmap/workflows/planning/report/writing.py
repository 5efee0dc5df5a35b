"""Writes a city's coverage report: HTML and PDF, in Chinese and in English."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from learnmap.model.languages import name_in
from learnmap.products.document_sheet import document_sheet
from learnmap.render.document import Document, Language
from learnmap.render.document_page import render_document
from learnmap.workflows.city import City
from learnmap.workflows.planning.held_city import HeldCity, hold_city
from learnmap.workflows.planning.inputs import WHOLE
from learnmap.workflows.planning.new_folder import check_free, write_files
from learnmap.workflows.planning.questions import CoverageQuestion, ReportQuestion, settled
from learnmap.workflows.planning.report.covered import (
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


def write_report(city: City, folder: Path, question: ReportQuestion | None = None) -> WrittenReport:
    """Write the report of a city as it is now.

    Parameters
    ----------
    city : City
    folder : Path
        New, or empty; four files are written into it, all of them or none.
    question : ReportQuestion, optional

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
    check_free(folder)
    held = hold_city(city)
    made: dict[str, bytes] = {}
    for document in coverage_documents(held, question or ReportQuestion()):
        name = f"coverage-report.{document.language}"
        made[f"{name}.html"] = render_document(document)
        made[f"{name}.pdf"] = document_sheet(document)
    return WrittenReport(write_files(folder, made), held.inputs.provenance.fictional)


def coverage_documents(held: HeldCity, question: ReportQuestion) -> list[Document]:
    """Return the report in each language.

    Raises
    ------
    InvalidInputError
        For a profile or minutes that cannot be asked.
    """
    question_now = settled(held, question)
    return [_document(held, question_now, language) for language in IN]


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
