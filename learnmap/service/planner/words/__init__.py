"""What the pages for planners say, in both languages; a module for each part of them."""

from learnmap.service.planner.words.saying import word

__all__ = ["word"]
