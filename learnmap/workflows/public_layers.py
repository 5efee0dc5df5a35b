"""The layers of a city for map programs, with from where to where they reach."""

from collections.abc import Mapping
from dataclasses import dataclass

from learnmap.store import LayerExtent, layer_extents, layers_token
from learnmap.workflows.city import City
from learnmap.workflows.followed import Followed


@dataclass(frozen=True, slots=True)
class _Measured:
    """The extents of the layers when the city's token was such."""

    token: str
    extents: Mapping[str, LayerExtent]


class PublicLayers:
    """Knows how far each layer reaches; follows the city's changes.

    Parameters
    ----------
    city : City
    """

    def __init__(self, city: City) -> None:
        self._measured = Followed[_Measured](
            city, lambda _before: _measure(city), token=layers_token
        )

    def extents(self) -> Mapping[str, LayerExtent]:
        """Return the extent of each layer by its name.

        Raises
        ------
        NotReadyError
            When the database has no layers of this version yet.
        StoreError
            When it does not answer.
        """
        return self._measured.current().extents


def _measure(city: City) -> _Measured:
    with city.store.begin(snapshot=True) as tx:
        return _Measured(layers_token(tx), layer_extents(tx))
