"""What the pages for planners say, in both languages; a module for each part of them."""

from learnmap.service.planner.words.saying import map_words, word

__all__ = ["map_words", "word"]
