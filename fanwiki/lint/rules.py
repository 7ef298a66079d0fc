"""Every rule there is, in the order in which findings are listed."""

from typing import Final

from fanwiki.lint.claims import contradicted, stale, unsourced
from fanwiki.lint.continuity import (
    after_death,
    against_prose,
    air_dates,
    first_after_last,
    no_appearance,
    outlives,
    survivor_list,
    two_actors,
)
from fanwiki.lint.maintenance import (
    alt_text,
    broken_heading,
    broken_redirect,
    dead_end,
    double_redirect,
    empty_section,
    licence,
    looping_redirect,
    missing_media,
    near_categories,
    near_titles,
    orphan,
    through_redirect,
    uncategorised,
    unknown_template,
    unused_media,
    wanted,
)
from fanwiki.lint.rule import MediaRule, PageRule, Rule
from fanwiki.lint.spoilers import early_name, inference, telling_title, unreviewed

PAGE_RULES: Final[tuple[PageRule, ...]] = (
    early_name.RULE,
    telling_title.RULE,
    inference.RULE,
    unreviewed.RULE,
    after_death.RULE,
    no_appearance.RULE,
    outlives.RULE,
    first_after_last.RULE,
    against_prose.RULE,
    survivor_list.RULE,
    air_dates.RULE,
    two_actors.RULE,
    stale.RULE,
    contradicted.RULE,
    unsourced.RULE,
    wanted.RULE,
    unknown_template.RULE,
    broken_heading.RULE,
    double_redirect.RULE,
    broken_redirect.RULE,
    looping_redirect.RULE,
    through_redirect.RULE,
    missing_media.RULE,
    empty_section.RULE,
    near_titles.RULE,
    near_categories.RULE,
    orphan.RULE,
    dead_end.RULE,
    uncategorised.RULE,
)

MEDIA_RULES: Final[tuple[MediaRule, ...]] = (unused_media.RULE, alt_text.RULE, licence.RULE)

RULES: Final[tuple[Rule, ...]] = (*PAGE_RULES, *MEDIA_RULES)
