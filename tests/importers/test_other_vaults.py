"""Logseq, Dendron, Zim and TiddlyWiki: each has its own way to write what a page of ours says."""

from pathlib import Path

import pytest

from fanwiki.importers.looks import SourceFormat, detect
from fanwiki.wiki import Wiki
from tests.importers.vaults import PNG, body, brought, places, written

BLOCK = "64f1c2aa-0000-4000-8000-0123456789ab"


@pytest.fixture
def wiki(tmp_path: Path) -> Wiki:
    return Wiki.create(tmp_path / "mine.fanwiki")


def test_logseq(tmp_path: Path, wiki: Wiki) -> None:
    graph = written(
        tmp_path / "graph",
        {
            "logseq/config.edn": '{:journal/page-title-format "yyyy-MM-dd EEEE"}',
            "logseq/bak/Old.md": "old",
            "pages/On-jo.md": "alias:: Onjo, [[The One]]\ntags:: Students, [[Main cast]]\nborn:: 2004\n\n"
            f"- She runs.\n  id:: {BLOCK}\n  collapsed:: true\n\t- below\n",
            "pages/School___Roof.md": "- TODO look at ![roof](../assets/roof.png)\n- DONE #Students met [[onjo]]\n"
            f"- (({BLOCK})) and {{{{embed (({BLOCK}))}}}}\n"
            "- {{embed [[On-jo]]}}\n- {{query (todo)}} #[[Main cast]]",
            "journals/2023_09_12.md": "- saw [[School/Roof]] and [[2023-09-12 Tuesday]]",
            "assets/roof.png": PNG,
        },
    )  # fmt: skip
    assert detect(graph) is SourceFormat.LOGSEQ
    report = brought(wiki, graph)
    assert places(wiki) == {"On-jo", "School", "School/School/Roof", "Journals", "Journals/2023-09-12 Tuesday"}
    assert body(wiki, "On-jo") == (
        "| Property | Value |\n| --- | --- |\n| born | 2004 |\n\n- She runs.\n\t- below\n\n"
        "[[Category:Students]]\n[[Category:Main cast]]\n"
    )
    assert wiki.view().find("The One").title == "On-jo"
    assert body(wiki, "School/Roof") == (
        "- [ ] look at ![[roof.png|roof]]\n- [x] [[Students|#Students]] met [[On-jo|onjo]]\n"
        "- [[On-jo|She runs.]] and [[On-jo|She runs.]]\n- ![[On-jo]]\n- \\{{query (todo)}} [[Main cast]]"
    )
    assert body(wiki, "2023-09-12 Tuesday") == "- saw [[School/Roof]] and [[2023-09-12 Tuesday]]"
    assert report.skipped["notes", "they belong to the program and not to the reader"] == 1
    wiki.close()


def test_dendron(tmp_path: Path, wiki: Wiki) -> None:
    vault = written(
        tmp_path / "vault",
        {
            "root.md": "---\nid: root\ntitle: Start\n---\n[[cast.school.onjo]] [[her|cast.school.onjo#the-run]]",
            "root.schema.yml": "version: 1",
            "cast.md": "---\nid: a\ntitle: The Cast\n---\n[[dendron://main/cast.school.onjo]] ![[cast.school.onjo]]",
            "cast.school.onjo.md": "---\nid: b\ntitle: Nam On-jo\ndesc: 'a student'\nupdated: 1600000000000\n"
            "---\n## The run\n[[nobody.here]] #tag",
        },
    )
    assert detect(vault) is SourceFormat.DENDRON
    report = brought(wiki, vault)
    assert places(wiki) == {"Start", "The Cast", "The Cast/school", "The Cast/school/Nam On-jo"}
    assert body(wiki, "Start") == "[[Nam On-jo]] [[Nam On-jo#The run|her]]"
    assert body(wiki, "The Cast") == "[[Nam On-jo]] ![[Nam On-jo]]"
    assert body(wiki, "Nam On-jo").startswith("| Property | Value |\n| --- | --- |\n| desc | a student |\n\n## The run")
    assert wiki.view().history(wiki.view().find("Nam On-jo").id)[0].time == "2020-09-13T12:26:40+00:00"
    assert (report.links, report.links_resolved) == (5, 4)
    wiki.close()


def test_zim(tmp_path: Path, wiki: Wiki) -> None:
    header = "Content-Type: text/x-zim-wiki\nWiki-Format: zim 0.6\nCreation-Date: 2020-01-01T00:00:00+00:00\n\n"
    book = written(
        tmp_path / "book",
        {
            "notebook.zim": "[Notebook]",
            "Cast.txt": header + "====== Cast ======\n**Bold** //slanted// ''code * x'' __marked__ H_{2}O @people\n"
            "* [[+On jo]]\n\t* [[Cast:On_jo|her]]\n[ ] open\n[*] done\n1. one\n{{./roof.png?width=200}}\n"
            "[[https://x.example|web]] [[Nobody]] ||veil||",
            "Cast/On_jo.txt": header + "===== Run =====\n[[Cast]] [[:Cast:On jo#Run]] [[+Deep]]\n'''\n[[code]]\n'''",
            "Cast/On_jo/Deep.txt": header + "[[On jo]]",
            "Cast/roof.png": PNG,
            "loose.txt": "no page",
        },
    )
    assert detect(book) is SourceFormat.ZIM
    report = brought(wiki, book)
    assert places(wiki) == {"Cast", "Cast/On jo", "Cast/On jo/Deep"}
    assert body(wiki, "Cast") == (
        "# Cast\n**Bold** *slanted* `code * x` <mark>marked</mark> H<sub>2</sub>O @people\n"
        "- [[On jo|+On jo]]\n    - [[On jo|her]]\n- [ ] open\n- [x] done\n1. one\n![[roof.png|200]]\n"
        "[web](https://x.example) [[Nobody]] \\|\\|veil\\|\\|\n\n[[Category:people]]\n"
    )
    assert body(wiki, "On jo") == "## Run\n[[Cast]] [[#Run|:Cast:On jo]] [[Deep|+Deep]]\n```\n[[code]]\n```"
    assert report.skipped["notes", "they belong to the program and not to the reader"] == 1
    wiki.close()


def test_tiddlywiki(tmp_path: Path, wiki: Wiki) -> None:
    folder = written(
        tmp_path / "tiddlers",
        {
            "a.tid": "created: 20200102030405678\ncreator: Kim\ntags: Cast [[Main cast]]\ntitle: On-jo\nage: 18\n\n"
            "! Heading\n''bold'' //slant// `code //x//` [[Roof]] [[there|Roof]] [[Nobody]] [[w|https://x.example]]\n"
            "* one\n** two\n# first\n\n|!Who |!Where |\n|[[her|On-jo]] |roof |\n\n<<<\nquoted\n<<< Kim\n\n"
            '<$list filter="[tag[a]]">{{!!title}}</$list> <<toc "x">>\n{{Roof}}\n',
            "b.tid": "title: Roof\ntype: text/x-markdown\n\n[on](On-jo) and [[On-jo]]",
            "c.tid": "title: $:/config/x\n\nyes",
            "d.tid": "title: Style\ntype: text/css\n\nbody {}",
        },
    )
    assert detect(folder) is SourceFormat.TIDDLYWIKI
    report = brought(wiki, folder)
    assert places(wiki) == {"On-jo", "Roof", "Style"}
    assert body(wiki, "On-jo") == (
        "| Property | Value |\n| --- | --- |\n| age | 18 |\n\n"
        "# Heading\n**bold** *slant* `code //x//` [[Roof]] [[Roof|there]] [[Nobody]] [w](<https://x.example>)\n"
        "- one\n  - two\n1. first\n\n\n| Who | Where |\n| --- | --- |\n| [[On-jo\\|her]] | roof |\n\n"
        "> quoted\n>\n> — Kim\n\n\n"
        '`<$list filter="[tag[a]]">` `{{!!title}}` `</$list>` `<<toc "x">>`\n![[Roof]]\n\n'
        "[[Category:Cast]]\n[[Category:Main cast]]\n"
    )
    view = wiki.view()
    newest = view.history(view.find("On-jo").id)[0]
    assert (newest.author, newest.time) == ("Kim", "2020-01-02T03:04:05+00:00")
    assert body(wiki, "Style") == "```css\nbody {}\n```"
    assert report.kept["macro calls"] == 1
    wiki.close()
