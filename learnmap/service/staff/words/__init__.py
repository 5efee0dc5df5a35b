"""What the pages for staff say, in both languages; a module for each room of pages."""

from learnmap.service.staff.words.saying import action_word, role_word, word

__all__ = ["action_word", "role_word", "word"]
