"""Growth: faces of a tiling are shared among connected parts of about equal weight."""

import heapq
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import Polygon

from data.demo_city.ground import Floats, density
from data.demo_city.noding import Ints


@dataclass(frozen=True, slots=True)
class Land:
    """Faces that tile the plan.

    Attributes
    ----------
    faces : list of Polygon
        Plan metres.
    middle : ndarray of shape (faces, 2)
        A place inside each.
    weight : ndarray of shape (faces,)
        About how many people live there; only ratios matter.
    near : list of list of int
        Faces that share an edge with each.
    """

    faces: list[Polygon]
    middle: Floats
    weight: Floats
    near: list[list[int]]

    @classmethod
    def of(cls, faces: list[Polygon]) -> "Land":
        """Weigh faces and find their neighbours."""
        middle = shapely.get_coordinates([face.representative_point() for face in faces])
        weight: Floats = np.asarray(shapely.area(faces)) * (0.06 + density(middle) ** 1.4)
        return cls(faces, middle, weight, _neighbours(faces))

    def share(self, members: Ints, parts: int, rng: np.random.Generator) -> list[Ints]:
        """Share faces among connected parts, by growing each from a seed.

        The lightest part that can grow takes the free neighbour nearest to its seed.

        Parameters
        ----------
        members : ndarray of int
            Faces to share.
        parts : int
            Into how many; no more than there are members.
        rng : numpy.random.Generator
            Decides the seeds.
        """
        seeds = self._seeds(members, parts, rng)
        free = set(members.tolist()) - set(seeds)
        grown: list[list[int]] = [[seed] for seed in seeds]
        load = [float(self.weight[seed]) for seed in seeds]
        rims: list[list[tuple[float, int]]] = [[] for _ in seeds]
        for part, seed in enumerate(seeds):
            self._open(rims[part], seed, seed, free)
        while free:
            waiting = [part for part in range(len(seeds)) if rims[part]]
            if waiting:
                part = min(waiting, key=lambda index: (load[index], index))
                _, face = heapq.heappop(rims[part])
            else:
                # Cut off from every part, as an island in the river would be.
                face = min(free)
                part = int(np.argmin([self._apart(face, seed) for seed in seeds]))
            if face in free:
                free.remove(face)
                grown[part].append(face)
                load[part] += float(self.weight[face])
                self._open(rims[part], face, seeds[part], free)
        return [np.asarray(sorted(faces)) for faces in grown]

    def _open(self, rim: list[tuple[float, int]], face: int, seed: int, free: set[int]) -> None:
        for other in self.near[face]:
            if other in free:
                heapq.heappush(rim, (self._apart(other, seed), other))

    def _apart(self, face: int, other: int) -> float:
        return float(np.hypot(*(self.middle[face] - self.middle[other])))

    def _seeds(self, members: Ints, parts: int, rng: np.random.Generator) -> list[int]:
        """Choose well-spread faces by weighted k-means, from north-west to south-east."""
        places, loads = self.middle[members], self.weight[members]
        drawn = rng.choice(len(members), size=parts, replace=False, p=loads / loads.sum())
        centres = places[drawn]
        for _ in range(25):
            nearest = np.argmin(((places[:, None] - centres[None]) ** 2).sum(axis=2), axis=1)
            for part in range(parts):
                mine = nearest == part
                if mine.any():
                    centres[part] = np.average(places[mine], axis=0, weights=loads[mine])
        centres = centres[np.lexsort((centres[:, 0], -np.round(centres[:, 1] / 2_500)))]
        seeds: list[int] = []
        for centre in centres:
            order = np.argsort(((places - centre) ** 2).sum(axis=1), kind="stable")
            seeds.append(next(face for face in members[order].tolist() if face not in seeds))
        return seeds


def _neighbours(faces: list[Polygon]) -> list[list[int]]:
    array = np.asarray(faces)
    a, b = shapely.STRtree(array).query(array, predicate="touches")
    shared = shapely.length(shapely.intersection(array[a], array[b])) > 1.0
    near: list[list[int]] = [[] for _ in faces]
    for i, j in zip(a[shared].tolist(), b[shared].tolist(), strict=True):
        near[i].append(j)
    return [sorted(found) for found in near]
