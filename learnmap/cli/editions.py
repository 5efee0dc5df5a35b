"""``learnmap edition``: the yearly maps."""

from pathlib import Path
from typing import Annotated

import typer

from learnmap.cli.comparing import compare
from learnmap.cli.console import opened_city, say, show_table
from learnmap.cli.edition_options import (
    Exemption,
    Map,
    Number,
    Overrides,
    Year,
    each,
    reasons,
    say_findings,
)
from learnmap.cli.edition_reviews import gate, review, revise, submit
from learnmap.edition import Verification, write_folder
from learnmap.model.errors import InvalidInputError
from learnmap.products import ProductsVerification
from learnmap.settings import Settings
from learnmap.workflows.edition_residents import export_residents
from learnmap.workflows.editions import (
    Approval,
    all_editions,
    draft_edition,
    export_edition,
    find_edition,
    preview_edition,
    publish_edition,
    verify_published,
    withdraw_edition,
)
from learnmap.workflows.products import export_with_products, verify_export

app = typer.Typer(
    help="Yearly maps: draft, review, publish, verify, list, export.", no_args_is_help=True
)


@app.command()
def draft(
    year: Year,
    map_name: Map = "all",
    to: Annotated[Path | None, typer.Option(help="Folder to look at the draft in.")] = None,
    approval_number: Number = None,
    approval_exemption: Exemption = None,
    override: Overrides = None,
) -> None:
    """Begin an edition; with --to, write what publishing now would publish."""
    approval, overrides = Approval(approval_number, approval_exemption), reasons(override)
    with opened_city() as city:

        def step(name: str) -> None:
            row = draft_edition(city, name, year)
            say(f"{row.title}: {row.status}")
            if to is not None:
                folder = to / str(year) / name
                files = preview_edition(city, name, year, approval=approval, overrides=overrides)
                write_folder(files, folder)
                say(f"  look at {folder / 'index.html'}")

        each(map_name, step)


@app.command()
def publish(
    year: Year,
    map_name: Map = "all",
    approval_number: Number = None,
    approval_exemption: Exemption = None,
    override: Overrides = None,
    supersede: Annotated[  # noqa: FBT002 -- an option of the command line
        bool, typer.Option(help="Publish a correction as a new revision.")
    ] = False,
) -> None:
    """Freeze and publish, once the checks let it pass; what is published never changes."""
    approval, overrides = Approval(approval_number, approval_exemption), reasons(override)
    with opened_city() as city:

        def step(name: str) -> None:
            row = publish_edition(
                city,
                name,
                year,
                approval=approval,
                supersede=supersede,
                overrides=overrides,
                checked=say_findings,
            )
            say(f"{row.title}: published; manifest SHA-256 {row.manifest_sha256}")

        each(map_name, step)


@app.command()
def verify(
    what: Annotated[str, typer.Argument(metavar="FOLDER|YEAR", help="A folder, or a year")],
    map_name: Map = "all",
    revision: Annotated[int | None, typer.Option(help="Another than the published one.")] = None,
) -> None:
    """Verify published editions, or one in a folder (which needs no database)."""
    if not what.isdigit() or Path(what).is_dir():
        verification, products = verify_export(Path(what))
        _say_verified(verification)
        _say_products(products)
        return
    with opened_city() as city:

        def step(name: str) -> None:
            _say_verified(verify_published(city, name, int(what), revision))
            row = find_edition(city, name, int(what), revision)
            if row.status != "published":
                say(f"  it is {row.status}: {row.status_reason}")

        each(map_name, step)


def _say_verified(found: Verification) -> None:
    say(
        f"{found.map_name} {found.year}, revision {found.revision}: {found.files} files are as "
        f"published; manifest SHA-256 {found.manifest_sha256}"
    )


def _say_products(found: ProductsVerification | None) -> None:
    if found is None:
        return
    again = "made again here, and the same"
    if found.differing:
        again = "not made again: here are other versions of " + ", ".join(found.differing)
    say(f"products: {found.files} files are as listed; {again}")


@app.command("list")
def list_all() -> None:
    """List the editions."""
    with opened_city() as city:
        rows, clock = all_editions(city), city.clock()
    if not rows:
        say("no editions yet; begin one with `learnmap edition draft YEAR`")
        return
    show_table(
        ["year", "map", "revision", "status", "published", "by", "manifest SHA-256", "reason"],
        [
            [
                str(row.year),
                row.map_name,
                str(row.revision),
                "approved" if row.status == "in_review" and row.reviewed_by else row.status,
                f"{row.published_at.astimezone(clock):%Y-%m-%d %H:%M}" if row.published_at else "",
                row.published_by or "",
                (row.manifest_sha256 or "")[:16],
                row.status_reason or row.revises_reason or "",
            ]
            for row in rows
        ],
    )


@app.command()
def export(
    year: Year,
    to: Annotated[Path, typer.Option(help="Folder that gets YEAR/MAP/ with the files.")],
    map_name: Map = "all",
    revision: Annotated[int | None, typer.Option(help="Another than the published one.")] = None,
    products: Annotated[  # noqa: FBT002 -- an option of the command line
        bool, typer.Option(help="Make GeoPackage, GeoParquet, CSV, PDF and QR codes of each.")
    ] = True,
    public_url: Annotated[
        str | None,
        typer.Option(help="Where the folder TO will be on the web, for the QR codes."),
    ] = None,
) -> None:
    """Write published editions as folders for any web host, byte for byte as published."""
    if revision is not None and map_name == "all":
        raise InvalidInputError("--revision belongs to one map; name it")
    address = public_url or Settings().public_url
    with opened_city() as city:

        def step(name: str) -> None:
            folder = to / str(year) / name
            if products:
                export_with_products(
                    city, name, year, folder, revision=revision, public_url=address
                )
            else:
                export_edition(city, name, year, folder, revision=revision)
            say(str(folder / "index.html"))

        each(map_name, step)
    if products and not address:
        say("no QR codes: give --public-url, or set LEARNMAP_PUBLIC_URL, to have them")


@app.command()
def residents(
    year: Year,
    map_name: Annotated[str, typer.Argument(metavar="MAP", help="learning, elderly, humanities")],
    to: Annotated[Path, typer.Option(help="New file, such as residents.csv.")],
    revision: Annotated[int | None, typer.Option(help="Another than the published one.")] = None,
) -> None:
    """Write the residents that an edition was frozen with; they are not published with it."""
    with opened_city() as city:
        row = export_residents(city, map_name, year, to, revision=revision)
    say(f"{row.title}: {to}; put it into the edition's folder as residents.csv to verify it")


@app.command()
def withdraw(
    year: Year,
    map_name: Annotated[str, typer.Argument(metavar="MAP", help="learning, elderly, humanities")],
    reason: Annotated[str, typer.Option(help="Why; the service shows it at the old address.")],
) -> None:
    """Take a published edition back; its content stays as it was published."""
    with opened_city() as city:
        row = withdraw_edition(city, map_name, year, reason=reason)
    say(f"{row.title}: {row.status}")


for step in (submit, review, gate, revise, compare):
    app.command()(step)
