"""Where a page is, and where what is on it leads."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

#: How often a page looks for something new, in seconds.
WATCH = 5


@dataclass(frozen=True, slots=True)
class Site:
    """The surroundings of one page. `base`: the address under which its asker's pages lie; empty for nobody's.

    `pages`: the asker's pages, by their names in the texts. `here`: this one, one of those. `language`: that the
    asker chose, if they did; every address keeps it. `query`: what else was asked for in this page's address. `space`,
    `name`: what the space and the asker are called.
    """

    base: str = ""
    pages: tuple[tuple[str, str], ...] = ()
    page: str = ""
    language: str = ""
    query: tuple[tuple[str, str], ...] = ()
    space: str = ""
    name: str = ""
    watch: int = 0

    def to(self, path: str, **query: str) -> str:
        """An address under the base, in the language that was chosen."""
        asked = urlencode({**query, **({"lang": self.language} if self.language else {})})
        return f"{self.base}{path}" + (f"?{asked}" if asked else "")

    def in_language(self, code: str) -> str:
        """This page in another language."""
        return "?" + urlencode([*self.query, ("lang", code)])

    @property
    def here(self) -> str:
        """The address of this page."""
        return next((self.to(path) for name, path in self.pages if name == self.page), "")


#: The pages of a person in a space, of its host, and of an administrator.
PERSON = (("card", ""), ("mine", "/answers"))
HOST = (("host", ""),)
ADMIN = (("admin", ""), ("feature", "/features"), ("notice", "/notices"))
