"""Where the next learning points should stand."""

from learnmap.siting.fewest_sites import fewest_sites
from learnmap.siting.flows import Aim
from learnmap.siting.goal import Search
from learnmap.siting.most_covered import most_covered
from learnmap.siting.question import SitingQuestion
from learnmap.siting.shortest_walks import shortest_walks
from learnmap.siting.siting import ChosenSite, Outcome, Siting
from learnmap.siting.walktable import WalkTable, walk_table

__all__ = [
    "Aim",
    "ChosenSite",
    "Outcome",
    "Search",
    "Siting",
    "SitingQuestion",
    "WalkTable",
    "fewest_sites",
    "most_covered",
    "shortest_walks",
    "walk_table",
]
