"""The HTML bundle: a folder of pages that opens by double click, without a server and without a network."""

import json
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from fanwiki import __version__
from fanwiki.domain.errors import NotFound, WikiError
from fanwiki.domain.ids import PageId
from fanwiki.domain.points import Viewpoint
from fanwiki.domain.progress import Progress
from fanwiki.exporters import ceiling
from fanwiki.exporters.html import lists, specials
from fanwiki.exporters.html.cache import usual_cache
from fanwiki.exporters.html.cards import Cards
from fanwiki.exporters.html.crew import Batch, Job, PageWriter, Used, crew, pieces, processes_for
from fanwiki.exporters.html.former import Former, Made, Plan, Remembered, Retouched, key_of
from fanwiki.exporters.html.layout import A_TO_Z, ABOUT, CATEGORIES, HOME, IMAGES, RECENT, STYLE, lay_out
from fanwiki.exporters.html.linker import address
from fanwiki.exporters.html.retouch import retouch, touch_of
from fanwiki.exporters.html.search import TITLES, Entry, entries_of, titles_file
from fanwiki.exporters.html.shards import Gathered, Index
from fanwiki.exporters.html.site import Site
from fanwiki.exporters.html.templates import Templates
from fanwiki.exporters.html.user_style import user_style
from fanwiki.exporters.html.viewpoint import POINTS, points_script
from fanwiki.exporters.manifest import CARD
from fanwiki.exporters.report import ExportReport
from fanwiki.exporters.selection import reader, select, with_changes, withheld
from fanwiki.exporters.write import BundleWriter
from fanwiki.exporters.write import in_words as errors_in_words
from fanwiki.markup.data.state_styles import state_styles
from fanwiki.resources import resource
from fanwiki.wiki.view import View
from fanwiki.wiki.wiki import Wiki

ASSETS = (
    *(
        f"site/{name}"
        for name in ("content.css", "site.css", "theme.js", "site.js", "search.js", "cards.js", "icon.svg")
    ),
    "vendor/minisearch/minisearch.js",
)
"""The files of `resources` that every bundle has."""

GRAPH_ASSETS = ("graph/graph.css", "graph/graph.js", "site/ties.js", "vendor/cytoscape/cytoscape.min.js")
"""The files of `resources` that a bundle with a graph has beside them."""


@dataclass(frozen=True)
class HtmlOptions:
    """`as_of` is the ceiling, as `View.viewpoint_at` reads it; None for everything. `include_unreviewed` lets
    prose that nobody has reviewed into a bundle with a ceiling. `zip` makes one archive instead of a folder.
    `base_url` is where the bundle will lie on the web, for canonical addresses and a sitemap; none without it.
    `recent` adds the list of the last changes, `css` is a style sheet of the user's own (see `user_style`).
    `processes` write the pages (None: as many as are worth it); `cached` takes over the bodies of pages that were
    rendered before. Neither changes a byte.
    """

    as_of: str | None = None
    include_unreviewed: bool = False
    zip: bool = False
    base_url: str = ""
    recent: bool = False
    css: Path | None = None
    processes: int | None = None
    cached: bool = True


_STEPS_AFTER = 2
"""Steps that come after the pages: lists, pictures."""


@dataclass
class _Gained:
    """What writing the pages tells: what they say, how many bodies were rendered, and how many taken from the cache."""

    entries: list[Entry]
    index: Index
    cards: Cards
    used: dict[PageId, Used] = field(default_factory=dict)
    rendered: int = 0
    reused: int = 0


class HtmlExport:
    """One export. Iterate `run()` to its end; then `report` says what was written."""

    def __init__(self, wiki: Wiki, out: Path, options: HtmlOptions | None = None) -> None:
        self._wiki = wiki
        self._options = options or HtmlOptions()
        self._out = out.with_name(f"{out.name}.zip") if self._options.zip and out.suffix != ".zip" else out
        self._report: ExportReport | None = None

    @property
    def report(self) -> ExportReport:
        """What was written; only once `run()` has come to its end."""
        if self._report is None:
            raise RuntimeError("the export has not come to its end")
        return self._report

    def run(self) -> Generator[Progress, None, None]:
        """Writes the bundle from a snapshot of the wiki. To cancel, stop iterating and close the generator: nothing
        is left behind. Raises UnknownPoint for a ceiling that is no point, and WikiError where the bundle cannot be
        written or would give something away.
        """
        style = None if self._options.css is None else user_style(self._options.css)
        with closing(Former(self._out)) as former:
            known = None if self._options.zip else former.hashes()
            if known is not None and self._options.cached:
                yield Progress(0, 1, "looking for what has changed")
                yield from self._retouch(former, known, style)
            if self._report is None:
                yield from self._make(former, known, style)

    def _retouch(
        self, former: Former, known: Mapping[str, str], style: bytes | None
    ) -> Generator[Progress, None, None]:
        """Makes what has changed, if that is so little that the rest of the bundle may stay; else nothing. The wiki is
        read as it lies there and not from a snapshot: that would take longer than what there is to read.
        """
        with ExitStack() as stack:
            everything = stack.enter_context(self._wiki.view().together())
            viewpoint = reader(everything, self._options.as_of, include_unreviewed=self._options.include_unreviewed)
            base = base_address(self._options.base_url)
            touch = touch_of(former, everything, viewpoint, self._asked(base, style))
            if touch is None:
                return
            if isinstance(touch, ExportReport):
                self._report = replace(touch, rendered=0, reused=touch.rendered + touch.reused)
                return
            writer = stack.enter_context(BundleWriter(self._out, known=known))
            seen = everything.seen_from(viewpoint)
            job = Job(
                self._wiki.path,
                viewpoint,
                with_changes(touch.plan.selection, seen, wanted=self._options.recent),
                touch.plan.layout,
                "",
                base,
                writer.folder,
                usual_cache(touch.plan.selection.uuid),
            )
            for step in retouch(touch, seen, job, writer):
                if isinstance(step, Retouched):
                    former.bring_up_to_date(step)
                    self._report = step.report
                else:
                    yield Progress(0, 1, step)
        if self._report is not None:
            yield Progress(1, 1, "the bundle is in its place")

    def _make(
        self, former: Former, known: Mapping[str, str] | None, style: bytes | None
    ) -> Generator[Progress, None, None]:
        """Makes the whole bundle; `style` is the user's own style sheet."""
        with ExitStack() as stack:
            writer = stack.enter_context(BundleWriter(self._out, zipped=self._options.zip, known=known))
            if style is not None:
                writer.add(STYLE, style)
            yield Progress(0, 1, "reading the wiki")
            frozen = stack.enter_context(self._wiki.snapshot())
            base = base_address(self._options.base_url)
            with frozen.view().gathered() as everything:
                viewpoint = reader(everything, self._options.as_of, include_unreviewed=self._options.include_unreviewed)
                with frozen.view(viewpoint).gathered() as view:
                    selection = select(view, changes=self._options.recent)
                    backlinks, left_out = view.backlinks(), withheld(everything, view)
            # What was read to select, as large as the wiki, is let go of before other processes read it for themselves.
            view = stack.enter_context(frozen.view(viewpoint).gathered())
            layout = lay_out(selection, styled=style is not None)
            site = Site(view, selection, layout, in_words(view), base)
            entries, places = entries_of(site)
            job = Job(
                frozen.path,
                viewpoint,
                selection,
                site.layout,
                site.ceiling,
                site.base,
                writer.folder,
                usual_cache(selection.uuid) if self._options.cached else None,
                backlinks,
                places,
            )
            gained = _Gained(entries, Index(len(entries)), Cards(site))
            yield from _pages(job, view, self._options.processes, writer, site, gained)
            counts = lists.counts_of(site)
            yield from _others(site, gained, counts, writer, job.count)
            if site.ceiling:
                yield Progress(len(writer.paths), len(writer.paths), "looking for what is revealed later")
                with frozen.view().gathered() as everything:
                    ceiling.check(everything, view, writer)
            writer.finish()
            self._report = ExportReport(
                pages=len(selection.pages) + len(selection.categories),
                files=len(writer.paths) + 1,
                bytes=writer.bytes,
                rendered=gained.rendered,
                reused=gained.reused,
                withheld=left_out,
                manifest=writer.manifest,
            )
            if self._options.zip:
                return
            if not self._options.cached:
                former.forget()
                return
            with frozen.view().together() as everything:
                key = key_of(viewpoint, self._asked(base, style), everything.digest_of_facts())
                heads = everything.heads()
            plan = Plan(selection, site.layout, counts)
            former.keep(Remembered(key, plan, self._report, heads, _made(view, job, gained), writer.hashes))

    def _asked(self, base: str, style: bytes | None) -> str:
        """Whatever of the options shows in the bundle, but for whose eyes it is."""
        return repr((base, self._options.recent, style))


def _made(view: View, job: Job, gained: _Gained) -> dict[PageId, Made]:
    """What every page was made from."""
    leads: dict[PageId, set[PageId]] = defaultdict(set)
    for target, sources in job.backlinks.items():
        for source in sources:
            leads[source].add(target)
    categories = view.categories_typed()
    nowhere: frozenset[str] = frozenset()
    return {
        page: Made(job.entries[page], frozenset(leads[page]), categories.get(page, nowhere), used.media, used.texts)
        for page, used in gained.used.items()
    }


def in_words(view: View) -> str:
    """How far the reader of a bundle has come, such as `S1E06 of All of Us Are Dead`; empty for everything."""
    viewpoint: Viewpoint = view.viewpoint
    if viewpoint.veils:
        return ""
    titles = {show.page.id: show.page.title for show in view.shows()}
    parts = [f"{view.point(episode, show)} of {titles[show]}" for show, episode in viewpoint.seen if show in titles]
    return " and ".join(parts) or "the first episode"


def _pages(
    job: Job, view: View, asked: int | None, writer: BundleWriter, site: Site, gained: _Gained
) -> Iterator[Progress]:
    """Writes the files of pages and categories, a step for each."""
    total = job.count + _STEPS_AFTER
    done = 0
    yield Progress(0, total, "pages")
    for batch in _results(job, view, processes_for(job.count, asked)):
        if isinstance(batch, Gathered):
            gained.index.add(batch)
            continue
        for written in batch.written:
            writer.take(written)
        site.media_used.update(batch.media)
        gained.used.update(batch.used)
        for page, texts in batch.cards.items():
            gained.cards.add(page, texts)
        gained.rendered += batch.rendered
        gained.reused += batch.reused
        for number in batch.numbers:
            done += 1
            yield Progress(done, total, job.name(number))


def _results(job: Job, view: View, processes: int) -> Iterator[Batch | Gathered]:
    """What is written and gathered, as it is, by other processes or by this one."""
    with errors_in_words(job.folder.former):
        writer = PageWriter(view, job)
        try:
            if processes:
                with crew(job, processes) as at_work:
                    yield from at_work.results()
            else:
                for numbers in pieces(job.count):
                    yield writer.write(numbers)
                yield from writer.gathered()
            writer.tidy()
        finally:
            writer.close()


def _others(
    site: Site, gained: _Gained, counts: Mapping[str, int], writer: BundleWriter, done: int
) -> Iterator[Progress]:
    """Writes every other file but the manifest."""
    templates = Templates()
    selection, layout = site.selection, site.layout
    total = done + _STEPS_AFTER
    yield Progress(done, total, "lists and boards")
    for show in selection.shows:
        writer.add(layout.boards[show.page.id], specials.board_file(site, templates, show))
        writer.add(layout.casts[show.page.id], specials.cast_file(site, templates, show))
        if show.page.id in layout.graphs:
            writer.add(layout.graphs[show.page.id], specials.graph_file(site, templates, show))
    for redirect in selection.redirects:
        writer.add(layout.redirects[redirect.id], specials.forward_file(site, templates, redirect))
    if selection.icon is not None:
        site.media_used[layout.icon] = selection.icon
    writer.add(TITLES, titles_file(gained.entries))
    for files in (_lists(site, templates), _assets(site), gained.index.files(), gained.cards.files()):
        for path, content in files:
            writer.add(path, content)
    yield Progress(done + 1, total, "pictures")
    for path, media in sorted(site.media_used.items()):
        found = site.view.media_content(media.name)
        if found is None:
            raise NotFound(f"the file “{media.name}” has no content in this wiki; remove it, or store it again")
        writer.add(path, found[1])
    writer.add(ABOUT, lists.about_file(site, templates, counts, __version__))
    writer.add(CARD, _card(site, counts))
    if site.base:
        writer.add("sitemap.xml", sitemap(site, writer.paths))


def _lists(site: Site, templates: Templates) -> Iterator[tuple[str, bytes]]:
    """The pages about the whole bundle but the one that says what it is; that of the pictures needs to know which are
    used, and comes last.
    """
    there = site.layout.main.values()
    yield HOME, specials.home_file(site, templates)
    yield A_TO_Z, specials.a_to_z_file(site, templates)
    yield CATEGORIES, specials.categories_file(site, templates)
    if RECENT in there:
        yield RECENT, lists.recent_file(site, templates)
    if IMAGES in there:
        yield IMAGES, lists.images_file(site, templates)


def _assets(site: Site) -> Iterator[tuple[str, bytes]]:
    """Styles and scripts, each path with its content."""
    for path in (*ASSETS, *(GRAPH_ASSETS if site.layout.graphs else ())):
        yield f"assets/{path.rpartition('/')[2]}", resource(path).read_bytes()
    if site.hideable:
        yield "assets/viewpoint.js", resource("site/viewpoint.js").read_bytes()
        yield POINTS, points_script(site)
    yield "assets/states.css", state_styles(site.view.states()).encode()


def base_address(written: str) -> str:
    """The address below which a bundle will lie, with a slash at its end. Raises WikiError for what is none."""
    if not written.strip():
        return ""
    parts = urlsplit(written.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise WikiError(f"“{written}” is no address for a bundle; write it like https://example.org/wiki/")
    return parts.geturl().rstrip("/") + "/"


def sitemap(site: Site, paths: Iterable[str]) -> bytes:
    """`sitemap.xml`: the address of every page that is no forwarding one."""
    own = [path for path in sorted(paths) if path.endswith(".html") and not path.startswith("also/")]
    lines = [f"<url><loc>{escape(site.base + address('', '' if path == HOME else path))}</loc></url>" for path in own]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return (head + "\n".join(lines) + "\n</urlset>\n").encode()


def _points(site: Site) -> str | None:
    """The ceiling as it can be given to an export again, such as `aouad:S1E06`; None for everything."""
    if not site.ceiling:
        return None
    show_of = dict(site.view.viewpoint.seen)
    shows = [show for show in site.selection.shows if show.page.id in show_of]
    return ",".join(f"{show.entry.show.code}:{site.view.point(show_of[show.page.id], show.page.id)}" for show in shows)


def _card(site: Site, counts: Mapping[str, int]) -> bytes:
    card = {
        "format": "fanwiki-html",
        "program": __version__,
        "wiki": site.selection.uuid,
        "title": site.selection.title,
        "ceiling": _points(site),
        "counts": dict(counts),
    }
    return (json.dumps(card, ensure_ascii=False, indent=2) + "\n").encode()
