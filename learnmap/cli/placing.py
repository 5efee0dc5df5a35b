"""``learnmap points check-datum`` and ``match-addresses``: where delivered rows lie."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from learnmap.cli.console import opened_city, say, show_table
from learnmap.cli.explaining import Language
from learnmap.model.languages import LANGUAGES
from learnmap.render.datum_words import SIGNS, VERDICTS
from learnmap.workflows.address_matching import PlacedRow, match_address_file, matches_as_csv
from learnmap.workflows.datum_check import DatumFinding, check_datum_file


def check_datum(
    file: Annotated[Path, typer.Argument(help="GeoJSON, or CSV with longitude and latitude")],
    datum: Annotated[
        str | None, typer.Option(help="As declared: wgs84, cgcs2000, gcj02 or bd09.")
    ] = None,
    reference: Annotated[
        list[Path] | None, typer.Option(help="A file to compare with; may be repeated.")
    ] = None,
    reference_datum: Annotated[str, typer.Option(help="Datum of the references.")] = "wgs84",
    lang: Annotated[Language, typer.Option(help="Language of the advice.")] = Language.EN,
) -> None:
    """Say which datum a file's places fit best, in metres; nothing is changed.

    They are compared with the city's own points, streets and areas, and with the references.
    """
    with opened_city() as city:
        found = check_datum_file(
            city,
            file,
            datum=datum,
            references=reference or (),
            reference_datum=reference_datum,
        )
    _show(found, lang.value)
    say(found.message[lang.value])


def _show(found: DatumFinding, language: str) -> None:
    words = LANGUAGES.index(language)
    if not found.check.evidence:
        return
    datums = list(found.check.evidence[0].median_m)
    heads = [("比对", "compared with"), ("数量", "places")]
    columns = [head[words] for head in heads]
    columns += [f"{datum} {('中位米/最近数', 'median m (nearest)')[words]}" for datum in datums]
    rows = [
        [
            SIGNS[one.sign][words],
            str(one.count),
            *(f"{one.median_m[datum]:.0f} ({one.nearest[datum]})" for datum in datums),
            one.best or "-",
            VERDICTS[one.verdict][words],
        ]
        for one in found.check.evidence
    ]
    show_table([*columns, ("符合", "fits")[words], ("判断", "verdict")[words]], rows)


def match_addresses(
    file: Annotated[Path, typer.Argument(help="CSV with names or addresses")],
    to: Annotated[Path | None, typer.Option(help="CSV to write the places to.")] = None,
) -> None:
    """Find places for rows without coordinates; nothing is stored.

    By the city's own points of the same address or name, known numbers of the street, and the
    streets. Only the first two are sure; whatever is not is for somebody to place on the map.
    """
    with opened_city() as city:
        placed = match_address_file(city, file)
    counts = Counter(one.match.how for one in placed)
    show_table(
        ["found by", "rows", "sure", "may be off by, median m"],
        [[how, str(count), *_told(placed, how)] for how, count in counts.most_common()],
    )
    sure = sum(one.match.sure for one in placed)
    say(f"{sure} of {len(placed)} rows are placed surely; look at the others on the map")
    if to is not None:
        to.write_bytes(matches_as_csv(placed))
        say(f"places: {to}")


def _told(placed: list[PlacedRow], how: str) -> tuple[str, str]:
    of_it = [one.match for one in placed if one.match.how == how]
    off = [match.within_m for match in of_it if match.within_m is not None]
    return "yes" if of_it[0].sure else "no", f"{np.median(off):.0f}" if off else "-"
