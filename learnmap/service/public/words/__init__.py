"""What the pages for everybody say, in Chinese and English."""

from learnmap.service.public.words.saying import script_words, word

__all__ = ["script_words", "word"]
