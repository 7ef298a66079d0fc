"""A whole bundle, made from a snapshot of the wiki: by other processes beside this one where there are many pages."""

import json
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

from fanwiki import __version__
from fanwiki.domain.errors import NotFound
from fanwiki.domain.ids import PageId
from fanwiki.domain.points import Viewpoint
from fanwiki.domain.progress import Progress
from fanwiki.exporters import ceiling
from fanwiki.exporters.html import lists, specials
from fanwiki.exporters.html.beside import Besides
from fanwiki.exporters.html.cache import usual_cache
from fanwiki.exporters.html.cards import Cards
from fanwiki.exporters.html.crew import Batch, Job, PageWriter, Used, crew, pieces, processes_for
from fanwiki.exporters.html.former import Former, Made, Remembered, key_of, key_of_file
from fanwiki.exporters.html.layout import A_TO_Z, ABOUT, CATEGORIES, HOME, IMAGES, RECENT, STYLE, lay_out
from fanwiki.exporters.html.linker import address
from fanwiki.exporters.html.options import Wanted
from fanwiki.exporters.html.plan import Plan
from fanwiki.exporters.html.search import TITLES, Entry, entries_of, titles_file
from fanwiki.exporters.html.shards import Gathered, Index
from fanwiki.exporters.html.site import Site
from fanwiki.exporters.html.templates import Templates
from fanwiki.exporters.html.viewpoint import POINTS, points_script
from fanwiki.exporters.manifest import CARD
from fanwiki.exporters.report import ExportReport
from fanwiki.exporters.selection import reader, select, withheld
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


def make(
    wiki: Wiki, out: Path, asked: Wanted, former: Former, known: Mapping[str, str] | None
) -> Generator[Progress, None, ExportReport]:
    """Makes the whole bundle from a snapshot of the wiki, and gives what was written. `known` are the hashes of the
    bundle that lies there, if they are known.
    """
    options = asked.options
    with ExitStack() as stack:
        writer = stack.enter_context(BundleWriter(out, zipped=options.zip, known=known))
        if asked.style is not None:
            writer.add(STYLE, asked.style)
        yield Progress(0, 1, "reading the wiki")
        before = wiki.stamp()
        frozen = stack.enter_context(wiki.snapshot())
        # Whatever was written meanwhile may be in the snapshot or not.
        seen = before if wiki.stamp() == before else ""
        with frozen.view().gathered() as everything:
            viewpoint = reader(everything, options.as_of, include_unreviewed=options.include_unreviewed)
            with frozen.view(viewpoint).gathered() as view:
                selection = select(view, changes=options.recent)
                backlinks, left_out = view.backlinks(), withheld(everything, view)
        # What was read to select, as large as the wiki, is let go of before other processes read it for themselves.
        view = stack.enter_context(frozen.view(viewpoint).gathered())
        layout = lay_out(selection, styled=asked.style is not None)
        site = Site(view, selection, layout, in_words(view), asked.base, Besides(selection))
        entries, places = entries_of(site)
        job = Job(
            frozen.path,
            viewpoint,
            selection,
            site.layout,
            site.ceiling,
            site.base,
            site.besides,
            writer.folder,
            usual_cache(selection.uuid) if options.cached else None,
            backlinks,
            places,
        )
        gained = _Gained(entries, Index(len(entries)), Cards(site))
        yield from _pages(job, view, options.processes, writer, site, gained)
        counts = lists.counts_of(site)
        yield from _others(site, gained, counts, writer, job.count)
        if site.ceiling:
            yield Progress(len(writer.paths), len(writer.paths), "looking for what is revealed later")
            with frozen.view().gathered() as everything:
                ceiling.check(everything, view, writer)
        writer.finish()
        report = ExportReport(
            pages=len(selection.pages) + len(selection.categories),
            files=len(writer.paths) + 1,
            bytes=writer.bytes,
            rendered=gained.rendered,
            reused=gained.reused,
            withheld=left_out,
            manifest=writer.manifest,
        )
        if options.zip:
            return report
        if not options.cached:
            former.forget()
            return report
        with frozen.view().together() as everything:
            key = key_of(viewpoint, asked.shown, everything.digest_of_facts())
            heads = everything.heads()
        plan, file = Plan(selection, site.layout, site.besides, counts), key_of_file(seen, asked)
        former.keep(Remembered(key, file, plan, report, heads, _made(view, job, gained), writer.hashes))
        return report


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
        if processes:
            # Before anything opens the cache: whoever is a copy of this process must open it for himself.
            with crew(job, processes) as at_work:
                yield from at_work.results()
        with closing(PageWriter(view, job)) as writer:
            if not processes:
                for numbers in pieces(job.count):
                    yield writer.write(numbers)
                yield from writer.gathered()
            writer.tidy()


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
