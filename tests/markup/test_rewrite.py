"""Renaming a page rewrites the links to it and nothing else."""

import pytest

from fanwiki.markup import parse, rewrite_links

RENAMED = {
    "Old": "New name",
    "Category:Old": "Category:New name",
    "Other old": "Other new",
    "roof.png": "sky.png",
    "Template:Old T": "Template:New T",
}


@pytest.mark.parametrize(
    ("text", "rewritten"),
    [
        ("[[Old]]", "[[New name]]"),
        ("[[ Old | the label]] and ![[Old#Part]]", "[[ New name | the label]] and ![[New name#Part]]"),
        ("[[Other   old#x|y]]", "[[Other new#x|y]]"),
        ("![[roof.png|Old|200]]", "![[sky.png|Old|200]]"),
        ("[[Category: Old ]] [[:Category:Old]]", "[[Category:New name ]] [[:Category:New name]]"),
        ("| a |\r\n|---|\r\n| [[Old\\|x]] `[[Old]]` |\r\n", "| a |\r\n|---|\r\n| [[New name\\|x]] `[[Old]]` |\r\n"),
        ("> - [[Old]]\n>   [[Old]]", "> - [[New name]]\n>   [[New name]]"),
        ("> [!note] [[Old]]\n> [[Old]]", "> [!note] [[New name]]\n> [[New name]]"),
        ("# [[Old]] #\n\n[[Old]]\n===", "# [[New name]] #\n\n[[New name]]\n==="),
        ("Term [[Old]]\n: [[Old]]\n\n[^1]: [[Old]]", "Term [[New name]]\n: [[New name]]\n\n[^1]: [[New name]]"),
        ("::: reveal S1\n[[Old]] ||S1: [[Old]]||\n:::", "::: reveal S1\n[[New name]] ||S1: [[New name]]||\n:::"),
        ("``[[Old]] ` `` [[Old]]", "``[[Old]] ` `` [[New name]]"),
        ("[[Old]] %% [[Old]] %% [[Old]]", "[[New name]] %% [[Old]] %% [[New name]]"),
        ("%%\n[[Old]]\n%% [[Old]]", "%%\n[[Old]]\n%% [[New name]]"),
        ("\\[[Old]] [\\[Old]] \\\\[[Old]]", "\\[[Old]] [\\[Old]] \\\\[[New name]]"),
        ("```\n[[Old]]\n```\n\n    [[Old]]\n\n<div>\n[[Old]]\n</div>", None),
        ("<b title='[[Old]]'>[[Old]]</b> <!-- [[Old]] -->", "<b title='[[Old]]'>[[New name]]</b> <!-- [[Old]] -->"),
        ("[[Older]] [[old]] [[Old\nx]] [Old] [[]]", None),
        ("a\x0bb\u2028[[Old]]\r[[Old]]\x00", "a\x0bb\u2028[[New name]]\r[[New name]]\x00"),
        ("\ud800[[Old]]", "\ud800[[New name]]"),
        ("{{Old T}} a {{ Template:Old T |[[Old]]}}", "{{New T}} a {{ Template:New T |[[New name]]}}"),
        ("{{Old T\n|a={{old T}}{{Old T|`{{Old T}}`}}\n}}", "{{New T\n|a={{old T}}{{New T|`{{Old T}}`}}\n}}"),
        ("| a |\n|---|\n| {{Old T\\|x}} |", "| a |\n|---|\n| {{New T\\|x}} |"),
        ("```\n{{Old T}}\n```\n\n\\{{Old T}} {{Old T {{{Old T}}} {{status|Old T}} %%{{Old T}}%%", None),
    ],
)
def test_titles_are_replaced(text: str, rewritten: str | None) -> None:
    assert rewrite_links(text, RENAMED.get) == (text if rewritten is None else rewritten)


def test_the_links_of_the_text_follow() -> None:
    text = "[[Old]] `[[Old]]`\n\n| a |\n|---|\n| \\|\\|S1: [[Old]]\\|\\| |\n\n![[Old]]\n\n::: reveal S2\n[[Old#h]]\n:::"
    titles = [ref.title for passage in parse(rewrite_links(text, RENAMED.get)).passages for ref in passage.links]
    assert titles == ["New name"] * 4
