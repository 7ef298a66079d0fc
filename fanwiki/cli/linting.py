"""The command that looks for what needs care: `lint`."""

from datetime import date
from typing import Annotated

import typer

from fanwiki.cli.arguments import Json, WikiPath
from fanwiki.cli.opening import view_of
from fanwiki.cli.output import print_json, print_table, progress_bar
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
    with view_of(wiki) as view, progress_bar() as show:
        found = []
        for step in Linting(date.today(), rule).run(view):
            found += [finding for each in step.found.values() for finding in each]
            show(step.done, step.total, "pages")
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
