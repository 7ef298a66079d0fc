"""An export over a bundle of which only a few texts are others than they were: nothing but what shows those is made.

What a file is made from is known (`former`): its page's text, the texts that are shown there or looked into, the pages
that link to it, and facts. Where facts have changed, or a text in a way that reaches further (a category, a template,
a heading that a redirect leads to, a picture that comes or goes), nothing is retouched and the whole bundle is made. So
this never decides what a bundle is, only how little is done for it.
"""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from fanwiki import __version__
from fanwiki.domain.ids import PageId, RevisionId
from fanwiki.domain.points import Viewpoint
from fanwiki.domain.progress import Progress
from fanwiki.domain.vocabulary import PageKind
from fanwiki.exporters.html import lists, specials
from fanwiki.exporters.html.cache import usual_cache
from fanwiki.exporters.html.cards import cards_path, shard_of
from fanwiki.exporters.html.cards import mended as mended_cards
from fanwiki.exporters.html.crew import Job, PageWriter
from fanwiki.exporters.html.former import Former, Made, Retouched, key_of, key_of_file
from fanwiki.exporters.html.layout import ABOUT, HOME, RECENT
from fanwiki.exporters.html.linker import address
from fanwiki.exporters.html.options import Wanted
from fanwiki.exporters.html.plan import Plan
from fanwiki.exporters.html.shards import Said, changed_files
from fanwiki.exporters.html.site import Site
from fanwiki.exporters.html.templates import Templates
from fanwiki.exporters.manifest import MANIFEST
from fanwiki.exporters.report import ExportReport
from fanwiki.exporters.selection import reader, with_changes
from fanwiki.exporters.write import BundleWriter, in_words
from fanwiki.wiki.view import View
from fanwiki.wiki.wiki import Wiki

_MOST: Final = 30
"""Texts after which all is made: what is asked page by page costs more than what is asked for all at once."""


@dataclass(frozen=True)
class Touch:
    """What there is to do: which texts are others, and which pages show that. `made` is what the pages were made
    from, `heads` the revisions that the texts are of now.
    """

    plan: Plan
    report: ExportReport
    texts: tuple[PageId, ...]
    pages: tuple[PageId, ...]
    made: Mapping[PageId, Made]
    heads: Mapping[PageId, RevisionId]


def retouched(
    wiki: Wiki, out: Path, asked: Wanted, former: Former, known: Mapping[str, str]
) -> Generator[Progress, None, ExportReport | None]:
    """Makes what has changed, and gives what it has come to; None, and nothing is written, if all is to be made.
    `known` are the hashes of the bundle that lies there. The wiki is read as it lies there and not from a snapshot:
    that would take longer than what there is to read.
    """
    options = asked.options
    with ExitStack() as stack:
        everything = stack.enter_context(wiki.view().together())
        viewpoint = reader(everything, options.as_of, include_unreviewed=options.include_unreviewed)
        touch = touch_of(former, everything, viewpoint, asked.shown)
        # Nobody writes to the file from the first read on.
        file = key_of_file(wiki.stamp(), asked)
        if touch is None:
            return None
        if isinstance(touch, ExportReport):
            report = replace(touch, rendered=0, reused=touch.rendered + touch.reused)
            former.bring_up_to_date(Retouched(file, report, {}, {}, {}))
            return report
        writer = stack.enter_context(BundleWriter(out, known=known))
        seen = everything.seen_from(viewpoint)
        job = Job(
            wiki.path,
            viewpoint,
            with_changes(touch.plan.selection, seen, wanted=options.recent),
            touch.plan.layout,
            "",
            asked.base,
            touch.plan.besides,
            writer.folder,
            usual_cache(touch.plan.selection.uuid),
        )
        for step in retouch(touch, seen, job, writer):
            if isinstance(step, Retouched):
                former.bring_up_to_date(replace(step, file=file))
                yield Progress(1, 1, "the bundle is in its place")
                return step.report
            yield Progress(0, 1, step)
    return None


def touch_of(former: Former, everything: View, viewpoint: Viewpoint, asked: str) -> Touch | ExportReport | None:
    """What there is to do over the bundle that lies there, for a reader at this viewpoint and what else is
    `asked` for; what the export said that left it, if it is as it should be; None if all is to be made.
    `everything` is the author's view.
    """
    # A bundle with a ceiling is looked through to its last byte, so none of it is taken on trust.
    if not viewpoint.veils or key_of(viewpoint, asked, everything.digest_of_facts()) != former.key():
        return None
    heads, known = everything.heads(), former.heads()
    texts = tuple(sorted(page for page, revision in heads.items() if known.get(page) != revision))
    report = former.report()
    if report is None or heads.keys() != known.keys() or len(texts) > _MOST:
        return None
    if not texts:
        return report
    plan = former.plan()
    if plan is None:
        return None
    view = everything.seen_from(viewpoint)
    numbers = _numbers(plan)
    readers = former.readers(texts)
    if not all(_alone(plan, numbers, page, view) for page in texts):
        return None
    made = former.made(texts)
    if made.keys() != {*texts} or view.categories_typed(texts) != {
        page: made[page].categories for page in texts if made[page].categories
    }:
        return None
    led = view.leads(texts)
    gained_or_lost = {target for page in texts for target in led[page] ^ made[page].leads}
    pages = {page for page in (*texts, *readers, *gained_or_lost) if page in numbers}
    made = former.made(pages)
    if made.keys() != pages:
        return None
    new = {page: replace(made[page], leads=led[page]) if page in led else made[page] for page in pages}
    return Touch(plan, report, texts, tuple(sorted(pages)), new, {page: heads[page] for page in texts})


def retouch(touch: Touch, view: View, job: Job, writer: BundleWriter) -> Iterator[str | Retouched]:
    """Writes what is others now, and takes over the rest. The names of pages come as they are written, and what it has
    come to last; that does not come if all is to be made after all.
    """
    out = job.folder.former
    numbers = _numbers(touch.plan)
    asked = [numbers[page] for page in touch.pages]
    with in_words(out), closing(PageWriter(view, job, _Linking(view))) as pages:
        batch, said = pages.write(asked), pages.said
    yield from map(job.name, asked)
    made = {page: replace(touch.made[page], read=batch.used[page].texts) for page in touch.pages}
    if any(batch.used[page].media != made[page].media for page in touch.pages) or any(
        made[page].media for page in touch.texts
    ):
        # Which pages show a picture, and from where on, stands in the list of all.
        return
    files = _files(touch, view, job, said, batch.cards)
    paths = {each.path for each in batch.written}
    if files is None or not {*files, *paths} <= job.folder.hashes.keys():
        return
    for written in batch.written:
        writer.take(written)
    for path, content in files.items():
        writer.add(path, content)
    before = sum((out / path).stat().st_size for path in (*writer.paths, MANIFEST))
    changed = set(writer.paths)
    writer.take_over(path for path in job.folder.hashes if path not in changed and path != MANIFEST)
    writer.finish()
    report = replace(
        touch.report,
        bytes=touch.report.bytes + writer.bytes - before,
        rendered=batch.rendered,
        reused=touch.report.rendered + touch.report.reused - batch.rendered,
    )
    hashes = {path: sha256 for path, sha256 in writer.hashes.items() if path in changed or path == MANIFEST}
    yield Retouched("", report, touch.heads, made, hashes)


def _files(
    touch: Touch, view: View, job: Job, said: Mapping[PageId, Said], cards: Mapping[PageId, list[tuple[str, str]]]
) -> dict[str, bytes] | None:
    """The files that are no page of the wiki and are others now; None if all is to be made."""
    files, templates = _Files(job.folder.former, job.folder.hashes), Templates()
    site = Site(view, job.selection, job.layout, job.ceiling, job.base, job.besides)
    for page in touch.texts:
        mended = changed_files(files, touch.made[page].entry, said[page])
        if mended is None:
            return None
        files.new.update(mended)
        href = address("", site.layout.pages[page])
        path = cards_path(shard_of(href, site.card_shards))
        files.new[path] = mended_cards(files[path], href, cards[page])
    files.new[ABOUT] = lists.about_file(site, templates, touch.plan.counts, __version__)
    if RECENT in site.layout.main.values():
        files.new[RECENT] = lists.recent_file(site, templates)
    if {show.page.id for show in site.selection.shows} & {*touch.pages}:
        # The cover introduces each show by the beginning of its text.
        files.new[HOME] = specials.home_file(site, templates)
    return files.new


def _numbers(plan: Plan) -> dict[PageId, int]:
    """The number of each page of the wiki among those that are written."""
    selection = plan.selection
    found = {page.id: number for number, page in enumerate(selection.pages)}
    for number, category in enumerate(selection.categories, len(selection.pages)):
        if category.page is not None:
            found[category.page.id] = number
    return found


def _alone(plan: Plan, numbers: Mapping[PageId, int], id: PageId, view: View) -> bool:
    """Whether the text of a page shows nowhere but in files of which that is known."""
    number, selection = numbers.get(id), plan.selection
    if number is None or number >= len(selection.pages):
        return False
    page = selection.pages[number]
    headed = any(redirect.page == id and redirect.heading for redirect in selection.redirects)
    return page.kind not in _FAR and not headed and view.prose_seen(page)


_FAR: Final = frozenset({PageKind.TEMPLATE, PageKind.CATEGORY})
"""Pages whose texts work elsewhere than where they are shown."""


class _Linking:
    """The pages that link to a page, asked for one page at a time."""

    def __init__(self, view: View) -> None:
        self._view = view

    def __call__(self, page: PageId) -> Sequence[PageId]:
        return [source for source, _ in self._view.links(page).backlinks]


class _Files(Mapping[str, bytes]):
    """The files of a bundle as they will be: those that are new, and the others as they lie there."""

    def __init__(self, folder: Path, known: Mapping[str, str]) -> None:
        self._folder = folder
        self._known = known
        self.new: dict[str, bytes] = {}

    def __getitem__(self, path: str) -> bytes:
        if path in self.new:
            return self.new[path]
        if path not in self._known:
            raise KeyError(path)
        return (self._folder / path).read_bytes()

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)
