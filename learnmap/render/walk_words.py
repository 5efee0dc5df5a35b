"""A walk told in words: one sentence for each stretch, in Chinese and English."""

from collections.abc import Iterable, Iterator
from typing import Final, Protocol

Pair = tuple[str, str]
"""Chinese, English."""

_TURNS: Final[dict[str, Pair]] = {
    "ahead": ("直行", "Go straight on"),
    "slight_left": ("向左前方走", "Bear left"),
    "left": ("左转", "Turn left"),
    "sharp_left": ("向左急转", "Turn sharp left"),
    "slight_right": ("向右前方走", "Bear right"),
    "right": ("右转", "Turn right"),
    "sharp_right": ("向右急转", "Turn sharp right"),
    "back": ("掉头", "Turn round"),
}
_COMPASS: Final[tuple[Pair, ...]] = (
    ("北", "north"),
    ("东北", "north-east"),
    ("东", "east"),
    ("东南", "south-east"),
    ("南", "south"),
    ("西南", "south-west"),
    ("西", "west"),
    ("西北", "north-west"),
)
_WORTH_SAYING_M: Final = 15.0
"""A shorter way between a door and its street goes without saying."""


class Told(Protocol):
    """A stretch: see `learnmap.network.directions.Stretch`."""

    @property
    def name(self) -> str:
        """Of the street."""

    @property
    def english(self) -> str:
        """Its English name, empty where none is known."""

    @property
    def ground(self) -> str:
        """What is underfoot: ``street``, ``steps`` or ``open_space``."""

    @property
    def length_m(self) -> float:
        """Metres."""

    @property
    def turn(self) -> str:
        """``start`` or a key of `_TURNS`."""

    @property
    def heading_deg(self) -> float:
        """Clockwise from north."""


def walk_words(stretches: Iterable[Told], *, before_m: float, after_m: float) -> list[Pair]:
    """Tell a walk.

    Parameters
    ----------
    stretches : iterable of Told
    before_m, after_m : float
        Straight from the place to the first street, and from the last one to the entrance.

    Returns
    -------
    list of (str, str)
        Sentences in Chinese and English, the arrival last.
    """
    return list(_sentences(stretches, before_m, after_m))


def rounded_m(metres: float) -> int:
    """Return metres as one says them: whole tens from fifty on, fives below, never none."""
    step = 10 if metres >= 50 else 5
    return max(step * round(metres / step), 5)


def _sentences(stretches: Iterable[Told], before_m: float, after_m: float) -> Iterator[Pair]:
    if before_m >= _WORTH_SAYING_M:
        metres = rounded_m(before_m)
        yield f"先走到街上，约 {metres} 米", f"Walk to the street, about {metres} m"
    for stretch in stretches:
        yield _begun(stretch) if stretch.turn == "start" else _turned(stretch)
    if after_m >= _WORTH_SAYING_M:
        metres = rounded_m(after_m)
        yield (
            f"离开街道，约 {metres} 米后到达",
            f"Leave the street; you are there after about {metres} m",
        )
    else:
        yield "到达", "You are there"


def _begun(stretch: Told) -> Pair:
    zh, en = _COMPASS[round(stretch.heading_deg / 45) % 8]
    on_zh, on_en = _on(stretch)
    return f"向{zh}，{on_zh}", f"Walk {en} {on_en}"


def _turned(stretch: Told) -> Pair:
    zh, en = _TURNS[stretch.turn]
    on_zh, on_en = _on(stretch)
    return f"{zh}，{on_zh}", f"{en} {on_en}"


def _on(stretch: Told) -> Pair:
    """Say what one walks on and how far."""
    metres, zh = rounded_m(stretch.length_m), stretch.name
    en = stretch.english or stretch.name
    if stretch.ground == "steps":
        of = f" of {en}" if en else ""
        return f"走{zh}台阶 {metres} 米", f"and take the steps{of} for {metres} m"
    if stretch.ground == "open_space":
        across = en or "the open space"
        return f"穿过{zh or '广场'}，{metres} 米", f"across {across} for {metres} m"
    return f"沿{zh or '小路'}走 {metres} 米", f"along {en or 'the path'} for {metres} m"
