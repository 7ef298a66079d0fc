"""Where the fields of infoboxes go: as somebody has chosen for this wiki, else as their names tell."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from fanwiki.importers.mediawiki.infobox import Target, target_of


@dataclass(frozen=True)
class Targets:
    """What was chosen, by the keys of template and field."""

    chosen: dict[tuple[str, str], Target] = field(default_factory=dict)

    @classmethod
    def read(cls, choices: Iterable[str]) -> Self:
        """What a wiki keeps, `Infobox character|allies=aliases` each; what is no choice is passed over."""
        found: dict[tuple[str, str], Target] = {}
        words = {each.value: each for each in Target}
        for choice in choices:
            place, _, word = choice.rpartition("=")
            template, _, key = place.partition("|")
            if key and word in words:
                found[_key(template, key)] = words[word]
        return cls(found)

    def of(self, template: str, key: str) -> Target:
        """Where the values of a field of a template go."""
        return self.chosen.get(_key(template, key)) or target_of(key)


def choice(template: str, key: str, target: str) -> str:
    """A choice as a wiki keeps it."""
    return f"{template}|{key}={target}"


def _key(template: str, key: str) -> tuple[str, str]:
    return " ".join(template.replace("_", " ").split()).casefold(), key.strip()
