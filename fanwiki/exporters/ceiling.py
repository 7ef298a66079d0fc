"""A last look at a bundle with a ceiling: does any file hold a name that is revealed later?

The View has left such names out already; this looks for what the ways from the View to the files might have let
through. What is looked for are titles, names, redirects, files and state words that the author sees and the reader
does not. A name that the reader's own texts and facts hold as well is left alone: the prose was vouched for by its
author, and a title may be an everyday word. So are names of less than four letters, or of one syllable of Hangul, and
words of the program itself. Files of the wiki (pictures) are not looked into.
"""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from datetime import date
from html import unescape
from typing import Final
from urllib.parse import unquote

from fanwiki import markup
from fanwiki.domain import entities, vocabulary
from fanwiki.domain.dates import MONTHS
from fanwiki.domain.entities import Media, Page
from fanwiki.domain.errors import WikiError
from fanwiki.exporters.write import BundleWriter
from fanwiki.resources import resource
from fanwiki.wiki.view import View

_FACTS: Final = (
    entities.Name,
    entities.Redirect,
    entities.Portrayal,
    entities.Relationship,
    entities.Membership,
    entities.StatusEvent,
    entities.Claim,
    entities.ProfileValue,
    entities.Media,
)
_VOCABULARIES: Final = (
    vocabulary.PageKind,
    vocabulary.ShowStatus,
    vocabulary.RoleType,
    vocabulary.AppearanceMode,
    vocabulary.Certainty,
    vocabulary.Standing,
)
_OWN_WORDS: Final = (
    "Home; A to Z; Categories; About this bundle; Survivors of; Cast of; Who plays whom, in the order of billing; "
    "What was true at the end of each episode, as far as these pages go; "
    "Episodes; Appearances; Claims and sources; Relationships; Roles; Members; Status, episode by episode; "
    "Relationships in; Graph of all relationships in; "
    "What becomes of whom; How; learnt in; true from the start; by; Who appears; "
    "Names; Played by; Plays; Original title; Network; Season; Released; Show; Episode; Aired; Runtime; minutes; "
    "Species; First seen; Born; Purpose; Character; Actor; Role; Claim; Date; Source; checked; no source; "
    "needs another look; Relationship; With; When; from; to; Title; Length; Now; not known; since; native; romanised; "
    "alias; credited as; member; Footnotes; Back to the text; This page already shows above; "
    "The template uses itself; it is not shown again; "
    "title; format; fanwiki html; program; wiki; ceiling; counts; window; fanwikiTitles; fanwikiShard; fanwikiCards; "
    "words; texts; parts; each; count; average; sizes; "
    "context; https schema org; graph; type; TVSeries; TVSeason; TVEpisode; Person; PerformanceRole; name; url; actor; "
    "alternateName; containsSeason; seasonNumber; datePublished; partOfSeries; partOfSeason; episode; episodeNumber; "
    "timeRequired; characterName; birthDate; html; "
    "shows seasons episodes characters people portrayals status events claims redirects media pages categories"
)
"""What lists, boxes and frames say whatever the wiki holds. A test compares it with a bundle."""

_FILES: Final = (".html", ".json", ".js", ".xml", ".css", ".md")
_WORD_INDEX: Final = "assets/search/words-"
_LITERAL: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
_NOT_WORD: Final = re.compile(r"[\W_]+")
_HANGUL: Final = re.compile(r"[\uac00-\ud7a3]{2,}")
_SHORTEST: Final = 4
_LONGEST_LIST: Final = 5


def check(everything: View, view: View, writer: BundleWriter, own: Iterable[str] = ()) -> None:
    """Raises WikiError if a file of the bundle holds a name that the author's view has and the reader's has not. `own`
    are words of the format that stand in every bundle.
    """
    paths = [path for path in writer.paths if path.endswith(_FILES)]
    readable = ((path, writer.read(path)) for path in paths if path.removeprefix("assets/") not in _own_files())
    check_files(everything, view, readable, own)


def check_files(everything: View, view: View, files: Iterable[tuple[str, bytes]], own: Iterable[str] = ()) -> None:
    """The same of files that are given with their paths."""
    later = _Names(_later(everything, view))
    known = {*own_words(), *own}
    for text in (*known, *_seen_texts(view)):
        later.leave_out(later.found_in(text))
    leaks = [
        f"“{name}” in {path}"
        for path, content in files
        for name in sorted({name for text in _readable(path, content) for name in later.found_in(text)})
    ]
    if leaks:
        shown = ", ".join(leaks[:_LONGEST_LIST]) + (" and more" if len(leaks) > _LONGEST_LIST else "")
        raise WikiError(f"the bundle would give away what is revealed later: {shown}; nothing was written")


def own_words() -> Iterator[str]:
    """What the program itself writes into every bundle."""
    yield _OWN_WORDS
    yield from MONTHS
    for each in _VOCABULARIES:
        yield from (member.value for member in each)
    for template in resource("site/templates").iterdir():
        yield template.read_text(encoding="utf-8")


def words(text: str) -> list[str]:
    """The words of a text, as they are compared: case, hyphens and punctuation aside."""
    return _NOT_WORD.sub(" ", unicodedata.normalize("NFKC", text).casefold()).split()


def _own_files() -> set[str]:
    folders = ("site", "graph", "vendor/cytoscape", "vendor/minisearch")
    return {file.name for folder in folders for file in resource(folder).iterdir()}


def _readable(path: str, content: bytes) -> Iterator[str]:
    """A file with its own name, and its escapes undone; of a word index each word for itself, since what stands beside
    it there are numbers.
    """
    text = content.decode("utf-8")
    if path.startswith(_WORD_INDEX):
        yield from (str(json.loads(literal[0])) for literal in _LITERAL.finditer(text))
        return
    yield f"{path} {unescape(text)} {unquote(text)}"


def _later(everything: View, view: View) -> set[str]:
    """The names that the author sees and the reader does not."""
    return _names(everything) - _names(view)


def _names(view: View) -> set[str]:
    found = {text.removeprefix("Category:").strip() for text, _, _, _ in view.titles()}
    found |= {text for media in view.facts(Media) for text in (media.name, media.alt)}
    return found | {state.word for state in view.states()}


def _seen_texts(view: View) -> Iterator[str]:
    """All that the reader may read: prose, facts, titles."""
    yield view.title()
    for kind in _FACTS:
        for fact in view.facts(kind):
            yield from _texts(fact)
    for entry in view.claims(today=date.min):
        if entry.source is not None:
            yield from _texts(entry.source)
    yield from (state.word for state in view.states())
    for page in view.pages():
        yield page.title
        subject = view.subject(page.id)
        if subject is not None:
            yield from _texts(subject)
        yield from _prose(view, page)


def _texts(record: "entities.Fact | entities.Subject") -> list[str]:
    return [str(value) for value in astuple(record) if isinstance(value, str)]


def _prose(view: View, page: Page) -> Iterator[str]:
    world = view.world(page.id, _NoAddresses(), date.min)
    for passage in markup.parse(view.text(page.id).body).passages:
        if all(world.sees(point) is True for point in passage.reveals) and (passage.reveals or world.prose_seen):
            yield passage.text
            # A link's typed title may stand in the text, and a category's is shown by its name.
            yield from (link.title for link in passage.links)


@dataclass(frozen=True)
class _NoAddresses:
    """A linker for reading alone."""

    def page(self, page: Page, heading: str) -> str:  # noqa: ARG002  # the question of every linker
        return ""

    def wanted(self, title: str) -> str:  # noqa: ARG002  # the question of every linker
        return ""

    def media(self, media: Media) -> str:  # noqa: ARG002  # the question of every linker
        return ""


class _Names:
    """Names to be looked for in texts, all in one walk: by their first word, Hangul by its first two syllables
    wherever it stands, since particles are written without a space.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._phrases: dict[str, list[tuple[list[str], str]]] = defaultdict(list)
        self._hangul: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._left_out: set[str] = set()
        for name in names:
            phrase = words(name)
            syllables = _HANGUL.search(name)
            if syllables is not None and len(phrase) == 1:
                self._hangul[syllables[0][:2]].append((phrase[0], name))
            elif len("".join(phrase)) >= _SHORTEST:
                self._phrases[phrase[0]].append((phrase, name))

    def leave_out(self, names: set[str]) -> None:
        """These names are looked for no longer."""
        self._left_out |= names

    def found_in(self, text: str) -> set[str]:
        found: set[str] = set()
        there = words(text)
        for place, word in enumerate(there):
            for phrase, name in self._phrases.get(word, ()):
                if there[place : place + len(phrase)] == phrase:
                    found.add(name)
            for run in _HANGUL.finditer(word):
                for start in range(run.start(), run.end() - 1):
                    found.update(name for whole, name in self._hangul.get(word[start : start + 2], ()) if whole in word)
        return found - self._left_out
