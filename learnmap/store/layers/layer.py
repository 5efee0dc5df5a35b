"""A layer that map programs read: a view with flat columns that say what they are."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from learnmap.model.crs import STORED_SRID
from learnmap.store.schema import LAYERS_SCHEMA

KEY: Final = "id"
"""Column of every layer that is different in each of its rows."""
SHAPE: Final = "geometry"
"""Column of every layer that holds where it is."""
JOINT: Final = "~"
"""Joins ids to the key of a row; no id has it, and an address may."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a layer.

    Attributes
    ----------
    name : str
    kind : str
        Its type in PostgreSQL.
    value : str
        Its SQL.
    zh, en : str
        What it says.
    """

    name: str
    kind: str
    value: str
    zh: str
    en: str

    @property
    def about(self) -> str:
        """What it says, in both languages."""
        return f"{self.zh} / {self.en}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A layer.

    Attributes
    ----------
    name : str
    title_zh, title_en : str
    zh, en : str
        What it shows.
    shape : str
        Type of its geometry, such as ``Point``.
    shape_value : str
        SQL of its geometry, in `STORED_SRID`.
    fields : tuple of Field
        The first is `KEY`.
    source : str
        SQL behind FROM: views of the published schema, and nothing else.
    time : str or None
        The column that a filter by time is about. It is the only one with times: GDAL puts a
        comparison of any of them into the one filter by time that the standard has.
    city_wide : bool
        Whether it lies within the box of the city's streets, so that nobody has to measure it.
    """

    name: str
    title_zh: str
    title_en: str
    zh: str
    en: str
    shape: str
    shape_value: str
    fields: tuple[Field, ...]
    source: str
    time: str | None = None
    city_wide: bool = False

    @property
    def title(self) -> str:
        """The title in both languages."""
        return f"{self.title_zh} / {self.title_en}"

    @property
    def about(self) -> str:
        """What it shows, in both languages."""
        return f"{self.zh} / {self.en}"

    @property
    def view(self) -> str:
        """Name of its view, with the schema."""
        return f"{LAYERS_SCHEMA}.{self.name}"

    def statements(self) -> Iterator[str]:
        """Yield the SQL that makes its view, with comments for those who read the database."""
        geometry = f"public.geometry({self.shape},{STORED_SRID})"
        columns = [f"({field.value})::{field.kind} AS {field.name}" for field in self.fields]
        columns.append(f"({self.shape_value})::{geometry} AS {SHAPE}")
        yield f"CREATE VIEW {self.view} AS SELECT {', '.join(columns)} FROM {self.source}"
        yield f"COMMENT ON VIEW {self.view} IS {_quoted(f'{self.title}: {self.about}')}"
        for field in self.fields:
            yield f"COMMENT ON COLUMN {self.view}.{field.name} IS {_quoted(field.about)}"


def name_fields(names: str, zh: str, en: str, *, prefix: str = "name") -> tuple[Field, Field]:
    """Return the columns of a name in Chinese and in English.

    As on the maps, a name that one language lacks is the one there is.

    Parameters
    ----------
    names : str
        SQL of an object of names by language.
    zh, en : str
        What is named, in Chinese and English.
    prefix : str
    """
    chinese, english = (f"nullif({names} ->> '{code}', '')" for code in ("zh", "en"))
    other = (
        f"(SELECT any_name.value FROM jsonb_each_text({names}) AS any_name"
        " WHERE any_name.value <> '' ORDER BY any_name.key COLLATE \"C\" LIMIT 1)"
    )
    return (
        Field(
            f"{prefix}_zh",
            "text",
            f"coalesce({chinese}, {english}, {other})",
            f"{zh}中文名称",
            f"{en} in Chinese",
        ),
        Field(
            f"{prefix}_en",
            "text",
            f"coalesce({english}, {chinese}, {other})",
            f"{zh}英文名称",
            f"{en} in English",
        ),
    )


def _quoted(words: str) -> str:
    doubled = words.replace("'", "''")
    return f"'{doubled}'"
