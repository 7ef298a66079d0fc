"""The command that looks for what needs care: `lint`."""

from datetime import date
from typing import Annotated

import typer

from fanwiki.cli.arguments import Json, WikiPath
from fanwiki.cli.opening import wiki_to_read
from fanwiki.cli.output import print_json, print_note, print_table, progress_bar
from fanwiki.domain.errors import WikiError


def lint(
    wiki: WikiPath,
    rule: Annotated[str, typer.Option("--rule", metavar="RULE", help="One rule alone, such as orphan.")] = "",
    json: Json = False,
) -> int:
    """What needs care: maintenance, continuity, spoilers, claims. Ends with 1 where there are findings."""
    from fanwiki.lint.linting import Linting, in_order  # noqa: PLC0415 - needed here alone
    from fanwiki.lint.rules import RULES  # noqa: PLC0415 - needed here alone

    if rule and rule not in {each.name for each in RULES}:
        raise WikiError(f"there is no rule “{rule}”; there are {', '.join(sorted(each.name for each in RULES))}")
    found = []
    with wiki_to_read(wiki) as opened, progress_bar() as show:
        before = opened.stamp()
        for step in Linting(date.today(), rule).run(opened.view()):
            found += [finding for each in step.found.values() for finding in each]
            if step.total:
                show(step.done, step.total, "pages")
        changed = opened.stamp() != before
    if changed:
        print_note("the wiki was changed while it was looked at; look again to be sure")
    findings = in_order(found)
    if json:
        print_json(
            [
                {
                    "rule": each.rule,
                    "severity": each.severity,
                    "title": each.title,
                    "line": each.line,
                    "message": each.message,
                }
                for each in findings
            ]
        )
    else:
        rows = [(each.severity, each.rule, each.title, each.line, each.message) for each in findings]
        print_table(("severity", "rule", "title", "line", "what needs care"), rows, "Nothing needs care.")
    return 1 if findings else 0
