"""A wiki with planted faults and near misses: for each rule several of each, no two alike.

Every function plants one fault and one near miss of its rule and says under which titles they stand. What a near miss
has is right, and looks as like the fault as right things do.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from fanwiki.domain.dates import PartialDate
from fanwiki.domain.edits import AddFact, AddPage, Edit, IntroducePage, StoreMedia
from fanwiki.domain.entities import (
    Appearance,
    Character,
    Claim,
    Episode,
    Fact,
    Name,
    Person,
    Portrait,
    Portrayal,
    ProfileValue,
    Redirect,
    Relationship,
    Season,
    Show,
    Source,
    StatusEvent,
)
from fanwiki.domain.ids import EpisodeId, FactId, PageId, SourceId, new_id
from fanwiki.domain.images import new_picture
from fanwiki.domain.survival import BUILT_IN_STATES
from fanwiki.domain.vocabulary import AppearanceMode, Certainty, PageKind, RoleType, SourceKind, Standing
from fanwiki.wiki import Wiki
from tests.building import Builder

STATES = {state.word: state.id for state in BUILT_IN_STATES}
PNG = b"\x89PNG\r\n\x1a\n"

Planted = tuple[str, str]
"""The title under which the fault stands, and that of the near miss."""


@dataclass
class Garden:
    """A show of two seasons with points and a source, and what is planted beside it, in the order of planting."""

    show: PageId
    first: list[EpisodeId]
    second: list[EpisodeId]
    source: SourceId
    edits: list[Edit] = field(default_factory=list)

    def add(self, *edits: Edit) -> None:
        self.edits += edits

    def fact(self, *facts: Fact) -> None:
        self.add(*map(AddFact, facts))

    def article(self, title: str, body: str = "", safe: EpisodeId | None = None, *, reviewed: bool = True) -> PageId:
        id = PageId(new_id())
        self.add(AddPage(id, PageKind.ARTICLE, title, body=body, reviewed=reviewed, safe_from=safe))
        return id

    def character(self, title: str, at: int = 0, body: str = "", safe: int | None = None) -> PageId:
        """A character introduced in an episode of the first season, from 0; the prose is safe from `safe`."""
        id = PageId(new_id())
        point = self.first[at if safe is None else safe]
        about = Character(id)
        self.add(AddPage(id, PageKind.CHARACTER, title, self.show, body, about, self.first[at], True, point))
        return id

    def person(self, name: str) -> PageId:
        id = PageId(new_id())
        self.add(AddPage(id, PageKind.PERSON, name, subject=Person(id)))
        return id

    def episode(self, season: PageId, number: int, aired: str) -> None:
        id = PageId(new_id())
        subject = Episode(id, season, number, air_date=PartialDate(aired))
        self.add(AddPage(id, PageKind.EPISODE, f"Number {number} of {season}", season, subject=subject))

    def status(self, who: PageId, word: str, at: EpisodeId, certainty: Certainty = Certainty.CONFIRMED) -> None:
        self.fact(StatusEvent(FactId(new_id()), who, STATES[word], certainty, at=at))

    def dies(self, who: PageId, at: int, certainty: Certainty = Certainty.CONFIRMED) -> None:
        self.status(who, "dead", self.first[at], certainty)

    def picture(self, name: str, alt: str = "A roof at night", licence: str = "CC0") -> FactId:
        content = PNG + name.encode()
        media = replace(new_picture(name, content, alt), licence=licence)
        self.add(StoreMedia(media, content))
        return media.id


Plant = Callable[[Garden, int], Planted]


def garden(wiki: Wiki) -> Garden:
    build = Builder(wiki)
    show, first = build.show("The Long Night", "night", episodes=8)
    season = PageId(new_id())
    wiki.apply(AddPage(season, PageKind.SEASON, "The Long Night season 2", show, subject=Season(season, show, 2)))
    second = [build.episode(season, number) for number in range(1, 5)]
    made = Garden(show, first, second, SourceId(new_id()))
    made.fact(Source(made.source, SourceKind.ARTICLE, "An article"))
    # Categories and noted appearances are in use.
    made.article("Hub", "[[Category:Hubs]] [[The Long Night]]")
    extra = made.character("Extra Hand")
    made.fact(Appearance(FactId(new_id()), extra, first[0]))
    return made


# --- maintenance ----------------------------------------------------------------------------------------------


def wanted(g: Garden, n: int) -> Planted:
    form = ("[[Lost place {}]]", "[[Lost place {}|there]]", "![[Lost place {}]]", "[[Lost place {}#Part]]")[n % 4]
    g.article(f"Wants {n}", "One goes to " + form.format(n))
    target = g.article(f"Found place {n}")
    g.fact(Redirect(FactId(new_id()), f"Found spot {n}", target))
    near = (f"[[found place {n}]]", f"[[Found spot {n}]]", f"`[[Gone {n}]]` [[Found place {n}]]", f"%% [[Gone {n}]] %%")
    if n == 6:
        # Where this leads, the page says that uses the template.
        body = "[[Page of {{{1}}}]] [[{{{2|}}}]]"
        g.add(AddPage(PageId(new_id()), PageKind.TEMPLATE, "Template:Wants nothing", body=body))
        return f"Wants {n}", "Template:Wants nothing"
    g.article(f"Wants nothing {n}", near[n % 4])
    return f"Wants {n}", f"Wants nothing {n}"


def orphan(g: Garden, n: int) -> Planted:
    body = (f"Nothing about [[Lonely {n}]]", "[[Hub]]")[n % 2]
    g.article(f"Lonely {n}", body)
    g.article(f"Befriended {n}", "[[Hub]]")
    g.article(f"Befriends {n}", (f"[[Befriended {n}]]", f"![[Befriended {n}]]", f"||[[Befriended {n}]]||")[n % 3])
    return f"Lonely {n}", f"Befriended {n}"


def dead_end(g: Garden, n: int) -> Planted:
    g.article(f"Blind alley {n}", (f"There is a wall.\n\n{n}", f"A wall. [[Blind alley {n}]]", "`[[Hub]]`")[n % 3])
    g.article(f"Crossroads {n}", ("A wall and [[Hub]]", "![[Hub]]", "{{cast}}", "", "A wall. [[Category:Hubs]]")[n % 5])
    return f"Blind alley {n}", f"Crossroads {n}"


def double_redirect(g: Garden, n: int) -> Planted:
    g.article(f"End of the road {n}", "[[Hub]]")
    g.article(f"Half way {n}", f"#REDIRECT [[End of the road {n}]]")
    g.article(f"Outset {n}", f"#REDIRECT [[Half way {n}]]")
    return f"Outset {n}", f"End of the road {n}" if n % 2 else f"Half way {n}"


def broken_redirect(g: Garden, n: int) -> Planted:
    target = g.article(f"Holder {n}", "## There\n\n[[Hub]]")
    good = g.article(f"Good holder {n}", "## There\n\n[[Hub]]")
    if n % 2:
        g.fact(Redirect(FactId(new_id()), f"Part of holder {n}", target, "Not there"))
        g.fact(Redirect(FactId(new_id()), f"Part of good holder {n}", good, "there"))
        return f"Holder {n}", f"Good holder {n}"
    g.article(f"Leads astray {n}", ("#REDIRECT [[No holder at all]]", f"#redirect [[Holder {n}#Nowhere]]")[n // 2 % 2])
    g.article(f"Leads right {n}", f"#REDIRECT [[Good holder {n}#There]]")
    return f"Leads astray {n}", f"Leads right {n}"


def looping_redirect(g: Garden, n: int) -> Planted:
    if n % 2:
        g.article(f"Circle {n}", f"#REDIRECT [[Circle {n}]]")
    else:
        g.article(f"Circle {n}", f"#REDIRECT [[Round {n}]]")
        g.article(f"Round {n}", f"#REDIRECT [[Circle {n}]]")
    g.article(f"Straight {n}", "#REDIRECT [[Hub]]")
    return f"Circle {n}", f"Straight {n}"


def through_redirect(g: Garden, n: int) -> Planted:
    target = g.article(f"Castle {n}", "## Tower\n\n[[Hub]]")
    g.fact(Redirect(FactId(new_id()), f"Keep {n}", target, "Tower" if n % 3 == 2 else ""))
    g.fact(Name(FactId(new_id()), target, f"Stronghold {n}"))
    g.article(f"To castle {n}", f"#REDIRECT [[Castle {n}]]")
    links = (f"[[Keep {n}]]", f"[[To castle {n}|there]]", f"![[keep {n}]]", f"[[Keep {n}#Tower]]")
    g.article(f"Goes about {n}", f"One goes {links[n % 4]}")
    near = (f"[[castle {n}]]", f"[[Stronghold {n}]]", f"`[[Keep {n}]]` [[Hub]]", f"%% [[Keep {n}]] %%")
    g.article(f"Goes straight {n}", near[n % 4])
    return f"Goes about {n}", f"Goes straight {n}"


def near_categories(g: Garden, n: int) -> Planted:
    word = ("Amber", "Birch", "Cedar", "Dunes", "Ember", "Ferns", "Grove")[n % 7]
    pairs = ((f"{word} keepers", f"{word} keeperz"), (f"{word} café", f"{word} cafe"), (f"{word}-kin", f"{word} kin"))
    name, alike = pairs[n % 3]
    for number in range(2):
        g.article(f"Kept {n} {number}", f"[[Category:{name}]] [[Hub]]")
    g.article(f"Miskept {n}", f"[[Category:{alike}]] [[Hub]]")
    near = (f"{name.upper()}", f"{word} year {n}", f"{word} wardens", f"{word} in fs-r")[n % 4]
    g.article(f"Well kept {n}", f"[[Category:{near}]] [[Category:{word} year {n + 10}]] [[Hub]]")
    g.article(f"Well kept beside {n}", f"[[Category:{word} in fs-b]] [[Hub]]")
    return f"Miskept {n}", f"Well kept beside {n}" if n % 4 == 3 else f"Well kept {n}"


def uncategorised(g: Garden, n: int) -> Planted:
    g.article(f"Unsorted {n}", ("Some [[Hub]]", "Some `[[Category:Hubs]]`")[n % 2])
    g.article(f"Sorted {n}", ("Some [[Category:Hubs]]", "", f"||[[Category:Hubs {n}]]||")[n % 3])
    return f"Unsorted {n}", f"Sorted {n}"


def unused_media(g: Garden, n: int) -> Planted:
    g.picture(f"idle-{n}.png")
    used = g.picture(f"busy-{n}.png")
    if n % 2:
        g.article(f"Shows {n}", f"![[Busy-{n}.png|200]]" if n % 4 == 1 else f"![a](busy-{n}.png)")
    else:
        g.fact(Portrait(FactId(new_id()), g.character(f"Sitter {n}"), used))
    return f"idle-{n}.png", f"busy-{n}.png"


def missing_media(g: Garden, n: int) -> Planted:
    g.picture(f"hung-{n}.png")
    g.article(f"Gap {n}", (f"![[gone-{n}.png]]", f"![[gone-{n}.png|alt|200]]", f"![x](gone-{n}.png)")[n % 3])
    g.article(
        f"No gap {n}", (f"![[hung-{n}.png]]", f"`![[gone-{n}.png]]`", "![x](https://example.org/gone.png)")[n % 3]
    )
    return f"Gap {n}", f"No gap {n}"


def missing_alt(g: Garden, n: int) -> Planted:
    g.picture(f"silent-{n}.png", alt=("", "  ")[n % 2])
    g.picture(f"told-{n}.png", alt="x")
    return f"silent-{n}.png", f"told-{n}.png"


def missing_licence(g: Garden, n: int) -> Planted:
    g.picture(f"taken-{n}.png", licence="")
    g.picture(f"given-{n}.png", licence=("CC BY 4.0", "Fair use")[n % 2])
    return f"taken-{n}.png", f"given-{n}.png"


def near_titles(g: Garden, n: int) -> Planted:
    word = ("Amber", "Birch", "Cedar", "Dunes", "Ember", "Ferns", "Grove")[n % 7]
    pairs = (
        (f"{word} harbour", f"{word} Harbour"),
        (f"{word}-meadow", f"{word} meadow"),
        (f"{word} café quarter", f"{word} cafe quarter"),
        (f"{word} broadcasting", f"{word} brodcasting"),
    )
    one, other = pairs[n % 4]
    g.article(one)
    g.article(other)
    g.article(f"{word} chapter {n}")
    if n == 5:
        # What is called by a letter, or stands below something, is like another by its nature.
        for name in ("W", "E", "Clrr", "Clrl", "W/doc", "E/doc", "!", "!!"):
            g.add(AddPage(PageId(new_id()), PageKind.TEMPLATE, f"Template:{name}", body="words"))
        return max(one, other), "Template:W"
    # Words that differ by a letter and are others.
    beside = (f"{word} chapter {n}", f"{word} in a swarm of bats", f"{word} has wind-walk", f"{word} sang an arietta")[
        n % 4
    ]
    near = (
        f"{word} chapter {n + 50}",
        f"{word} in a swarm of rats",
        f"{word} has wind-wall",
        f"{word} sang on arietta",
    )[n % 4]
    if n % 4:
        g.article(beside)
    g.article(near)
    return max(one, other), near


def empty_section(g: Garden, n: int) -> Planted:
    faults = (
        "## A\n\n## B\n\ntext",
        "text\n\n## Last",
        "## A\n\n%% later %%\n\n## B\ntext",
        "A\n===\n\nB\n===\n\ntext",
    )
    near = (
        "## A\n\n### B\n\ntext",
        "```\n## A\n\n## B\n```",
        "## A\n\n{{cast}}\n\n## B\n\n- x",
        "%%\n## A\n\n## B\n%%",
    )
    g.article(f"Hollow {n}", faults[n % 4] + "\n\n[[Hub]]" * (n % 4 != 1))
    g.article(f"Filled {n}", near[n % 4])
    return f"Hollow {n}", f"Filled {n}"


def broken_heading(g: Garden, n: int) -> Planted:
    g.article(f"Chapters {n}", "## The *first* part\n\ntext [[Hub]]\n\n## 둘째\n\ntext")
    g.article(f"Misses {n}", (f"[[Chapters {n}#Third]]", "[[#Nowhere]]", f"![[Chapters {n}#Third]]")[n % 3])
    right = (f"[[Chapters {n}#The first part|here]]", f"[[chapters {n}#둘째]]", "## Own\n\n[[#own]]")
    g.article(f"Meets {n}", right[n % 3])
    return f"Misses {n}", f"Meets {n}"


def unknown_template(g: Garden, n: int) -> Planted:
    g.add(AddPage(PageId(new_id()), PageKind.TEMPLATE, f"Template:Known {n}", body="words {{{1}}}"))
    if n == 6:
        g.add(AddPage(PageId(new_id()), PageKind.TEMPLATE, "Template:Uses known", body="[[Template:{{{1}}}|{{{1}}}]]"))
    g.article(f"Uses {n}", (f"{{{{Unknown {n}}}}}", f"A {{{{Unknown {n}|x}}}} in a line")[n % 2])
    g.article(f"Uses known {n}", (f"{{{{Known {n}|x}}}}", "{{survivors}}", f"`{{{{Unknown {n}}}}}`")[n % 3])
    return f"Uses {n}", f"Uses known {n}" if n < 6 else "Template:Uses known"


# --- continuity -----------------------------------------------------------------------------------------------


def after_death(g: Garden, n: int) -> Planted:
    ghost, spared = g.character(f"Ghost {n}"), g.character(f"Spared {n}")
    g.dies(ghost, 2)
    g.fact(Appearance(FactId(new_id()), ghost, g.second[0] if n % 2 else g.first[3 + n % 3]))
    if n % 4 == 0:
        g.dies(spared, 2)
        g.fact(Appearance(FactId(new_id()), spared, g.first[5], AppearanceMode.FLASHBACK))
        g.fact(Appearance(FactId(new_id()), spared, g.first[2]))
    elif n % 4 == 1:
        g.dies(spared, 2)
        g.fact(Appearance(FactId(new_id()), spared, g.first[5], AppearanceMode.BODY))
    elif n % 4 == 2:
        g.dies(spared, 2, Certainty.PRESUMED)
        g.fact(Appearance(FactId(new_id()), spared, g.first[5]))
    else:
        g.dies(spared, 2)
        g.status(spared, "undead", at=g.first[4])
        g.fact(Appearance(FactId(new_id()), spared, g.first[5]))
    return f"Ghost {n}", f"Spared {n}"


def _role(g: Garden, character: PageId, name: str, **more: object) -> Portrayal:
    return Portrayal(FactId(new_id()), g.show, g.person(name), character, **more)  # type: ignore[arg-type]  # fields


def no_appearance(g: Garden, n: int) -> Planted:
    unseen, seen = g.character(f"Unseen {n}"), g.character(f"Seen {n}")
    g.fact(_role(g, unseen, f"Player of unseen {n}", first=g.first[2] if n % 2 else None))
    if n % 2:
        g.fact(Appearance(FactId(new_id()), unseen, g.first[1]))
    else:
        g.fact(Appearance(FactId(new_id()), unseen, g.first[1], AppearanceMode.MENTIONED))
    g.fact(_role(g, seen, f"Player of seen {n}", standing=Standing.ANNOUNCED if n % 3 == 2 else Standing.CONFIRMED))
    if n % 3 != 2:
        mode = AppearanceMode.VOICE if n % 3 else AppearanceMode.ON_SCREEN
        g.fact(Appearance(FactId(new_id()), seen, g.first[4], mode))
    return f"Unseen {n}", f"Seen {n}"


def outlives(g: Garden, n: int) -> Planted:
    left, gone = g.character(f"Left behind {n}"), g.character(f"Passed {n}")
    right, other = g.character(f"Parted {n}"), g.character(f"Counterpart {n}")
    g.dies(gone, 3)
    if n % 3 != 1:
        g.dies(other, 3)
    tie = Relationship(FactId(new_id()), left, gone, ("friend", "girlfriend", "commander")[n % 3], start=g.first[0])
    g.fact(replace(tie, end=g.first[5]) if n % 2 else tie)
    kind = "friend" if n % 3 != 2 else "sister"
    near = Relationship(FactId(new_id()), right, other, kind, start=g.first[0])
    g.fact(replace(near, end=g.first[3]) if n % 3 == 0 else near)
    return f"Left behind {n}", f"Parted {n}"


def first_after_last(g: Garden, n: int) -> Planted:
    early, timely = g.character(f"Too early {n}"), g.character(f"Timely {n}", at=2)
    g.fact(Appearance(FactId(new_id()), early, g.first[1]))
    g.add(IntroducePage(early, g.first[3] if n % 2 else g.second[1]))
    g.fact(Appearance(FactId(new_id()), timely, g.first[2]))
    g.fact(Appearance(FactId(new_id()), timely, g.first[1], AppearanceMode.MENTIONED))
    return f"Too early {n}", f"Timely {n}"


def against_prose(g: Garden, n: int) -> Planted:
    subject = ("She is", "He is still", f"Told alive {n} is")[n % 3]
    said = g.character(f"Told alive {n}", body=f"A student.\n\n{subject} alive. [[Hub]]", safe=5)
    g.dies(said, 2)
    near = (
        "She is alive when the morning comes only if help arrives. He is not dead. Mira is dead.",
        "She is dead tired. It is believed that she is alive.",
        "||S1E03: She is dead.|| She is alive.",
    )
    right = g.character(f"Told right {n}", body=near[n % 3], safe=1)
    g.status(right, "alive", at=g.first[0])
    if n % 3 == 2:
        g.dies(right, 2)
    if n % 3 == 0:
        for who, value in ((said, "Alive"), (right, "Alive")):
            g.fact(ProfileValue(FactId(new_id()), who, "Status", value))
    return f"Told alive {n}", f"Told right {n}"


def survivor_list(g: Garden, n: int) -> Planted:
    dead, living = g.character(f"Fallen one {n}"), g.character(f"Living one {n}")
    g.dies(dead, 2)
    g.status(living, "alive", at=g.first[0])
    if n % 4 == 3:
        g.status(living, "dead", at=g.second[0])
    heading = ("Survivors", "Deceased", "Survivors of season 1", "Survivors of season 1")[n % 4]
    wrong, right = (dead, living) if n % 4 != 1 else (living, dead)
    names = {dead: f"Fallen one {n}", living: f"Living one {n}"}
    g.article(f"Wrong list {n}", f"## {heading}\n\n- [[{names[wrong]}]]\n", g.second[3])
    g.article(f"Right list {n}", f"## {heading}\n\n- [[{names[right]}]]\n\n[[{names[wrong]}]] is not.", g.second[3])
    return f"Wrong list {n}", f"Right list {n}"


def air_dates(g: Garden, n: int) -> Planted:
    titles: list[str] = []
    for number, days in enumerate(
        (("2022-01-08", "2022-01-01"), ("2022-01-01", ("2022-01-01", "2022-01", "2023")[n % 3]))
    ):
        show, season = PageId(new_id()), PageId(new_id())
        title = f"{'Aired' if number else 'Misdated'} {n}"
        titles.append(title)
        g.add(
            AddPage(show, PageKind.SHOW, title, subject=Show(show, f"{'ok' if number else 'no'}{n}")),
            AddPage(season, PageKind.SEASON, f"{title} season 1", show, subject=Season(season, show, 1)),
        )
        for place, day in enumerate(days, 1):
            g.episode(season, place, day)
    return titles[0], titles[1]


def two_actors(g: Garden, n: int) -> Planted:
    shared, own = g.character(f"Shared part {n}"), g.character(f"Own part {n}")
    g.fact(_role(g, shared, f"First player {n}"), _role(g, shared, f"Second player {n}", role=RoleType.RECURRING))
    near: tuple[dict[str, object], ...] = (
        {"role": RoleType.STUNT},
        {"role": RoleType.YOUNGER},
        {"role": RoleType.DUB, "language": "de"},
        {"standing": Standing.SUPERSEDED},
        {"first": g.first[4]},
    )
    g.fact(_role(g, own, f"Chief player {n}", last=g.first[3] if n % 5 == 4 else None))
    g.fact(_role(g, own, f"Other player {n}", **near[n % 5]))
    return f"Shared part {n}", f"Own part {n}"


# --- spoilers -------------------------------------------------------------------------------------------------


def early_name(g: Garden, n: int) -> Planted:
    name = (f"Late Comer {n}", f"온조{chr(0xAC00 + n)}", f"Nam-{chr(97 + n)}ra Vale")[n % 3]
    g.character(name, at=5)
    spoken = name + ("가 온다" if n % 3 == 1 else " comes")
    g.article(f"Tells {n}", ("Soon ", "- first\n- ", "## Story\n\nAnd [[Hub]]. ")[n % 3] + spoken, g.first[1])
    near = (spoken, f"||S1E06: {spoken}||", f"::: reveal S1E07\n{spoken}\n:::", f"%% {spoken} %%", f"Un{name.lower()}x")
    if n == 6:
        # A name that is a month and a verb as well.
        g.character("May", at=5)
        near = ("In May the late snow falls, on 3 May it melts. May he come?",) * 5
    g.article(f"Keeps {n}", near[n % 5], g.first[5] if n % 5 == 0 else g.first[1])
    return f"Tells {n}", f"Keeps {n}"


def inference(g: Garden, n: int) -> Planted:
    words = (
        "She keeps the key until her death. [[Hub]]",
        "She died on the roof.",
        "On the roof stands the late Marked one {}.",
        "All remember Marked one {}'s death.",
    )
    marked = g.character(f"Marked one {n}", body=words[n % 4].format(n), safe=1)
    g.dies(marked, 6)
    near = (
        "She keeps the key until her death.",
        "It happens in the late evening. The zombies died.",
        "::: reveal S1E07\nShe died.\n:::",
        "All remember the death of the king, and former times.",
    )
    spared = g.character(f"Unmarked one {n}", body=near[n % 4], safe=7 if n % 4 == 0 else 1)
    g.dies(spared, 6)
    return f"Marked one {n}", f"Unmarked one {n}"


def telling_title(g: Garden, n: int) -> Planted:
    hero, other = g.character(f"Heroine {n}"), g.character(f"Rival {n}")
    for who in (hero, other):
        g.status(who, "half-zombie", at=g.first[5])
    if n % 4 == 0:
        g.fact(Name(FactId(new_id()), hero, f"Half-zombie {n}"))
        g.fact(Name(FactId(new_id()), other, f"The half-zombie {n}", revealed_at=g.first[5]))
        return f"Heroine {n}", f"Rival {n}"
    if n % 4 == 1:
        for who, name in ((hero, f"heroine_{n}_half-zombie.png"), (other, f"rival_{n}_halfway.png")):
            g.fact(Portrait(FactId(new_id()), who, g.picture(name)))
        return f"Heroine {n}", f"Rival {n}"
    if n % 4 == 2:
        g.character(f"Stranger {n}", at=6)
        g.article(f"Arrival of Stranger {n}")
        if n == 6:
            # Somebody else, who is called so in part.
            g.character("Wilhelm", at=6)
            g.person("Wilhelm O'Connell")
            return f"Arrival of Stranger {n}", "Wilhelm O'Connell"
        point = g.first[6]
        g.add(AddPage(PageId(new_id()), PageKind.ARTICLE, f"Return of Stranger {n}", introduced_at=point))
        return f"Arrival of Stranger {n}", f"Return of Stranger {n}"
    g.dies(g.character(f"Classed {n}", body="[[Category:Deceased students]]"), 4)
    g.dies(g.character(f"Classed later {n}", body="||S1E05: [[Category:Deceased students]]|| text"), 4)
    return f"Classed {n}", f"Classed later {n}"


def unreviewed(g: Garden, n: int) -> Planted:
    g.article(f"Unread {n}", ("Some prose", "## A\n\nprose", "%% x %%\n\nprose")[n % 3], reviewed=False)
    near = ("{{cast}}", "::: reveal S1E02\nprose\n:::", "[[Category:Hubs]]", "")
    g.article(f"Read {n}", near[n % 4], reviewed=False)
    return f"Unread {n}", f"Read {n}"


# --- claims ---------------------------------------------------------------------------------------------------


def _claim(g: Garden, page: PageId, value: str, standing: Standing, **more: object) -> Claim:
    kept = {"source": g.source, **more}
    return Claim(FactId(new_id()), page, "renewal", value, standing, **kept)  # type: ignore[arg-type]  # fields


def stale_claim(g: Garden, n: int) -> Planted:
    old, fresh = g.article(f"Overdue {n}"), g.article(f"Up to date {n}")
    due: tuple[dict[str, object], ...] = ({"review_by": "2025-01-01"}, {"published": "2023"}, {"checked_on": "2024-05"})
    g.fact(_claim(g, old, "open", Standing.RUMOUR, **due[n % 3]))
    fine: tuple[dict[str, object], ...] = (
        {"review_by": "2026"},
        {"published": "2026-05"},
        {"published": "2020", "checked_on": "2026-04"},
    )
    g.fact(_claim(g, fresh, "open", Standing.RUMOUR, **fine[n % 3]))
    return f"Overdue {n}", f"Up to date {n}"


def contradicted_claim(g: Garden, n: int) -> Planted:
    torn, settled = g.article(f"Torn {n}"), g.article(f"Settled {n}")
    if n % 2:
        g.fact(_claim(g, torn, "no", Standing.CONTRADICTED))
    else:
        g.fact(_claim(g, torn, "yes", Standing.CONFIRMED), _claim(g, torn, "no", Standing.CONFIRMED))
    before = _claim(g, settled, "no", Standing.CONTRADICTED if n % 2 else Standing.ANNOUNCED)
    g.fact(before)
    g.fact(_claim(g, settled, "yes", Standing.CONFIRMED, supersedes=before.id))
    return f"Torn {n}", f"Settled {n}"


def unsourced_claim(g: Garden, n: int) -> Planted:
    bare, cited = g.article(f"Bare {n}"), g.article(f"Cited {n}")
    g.fact(_claim(g, bare, "yes", (Standing.CONFIRMED, Standing.RUMOUR)[n % 2], source=None))
    g.fact(_claim(g, cited, "yes", Standing.CONFIRMED))
    if n % 2:
        g.fact(_claim(g, cited, "no", Standing.SUPERSEDED, source=None))
    return f"Bare {n}", f"Cited {n}"


PLANTS: dict[str, Plant] = {
    "wanted-page": wanted,
    "orphan": orphan,
    "dead-end": dead_end,
    "double-redirect": double_redirect,
    "broken-redirect": broken_redirect,
    "looping-redirect": looping_redirect,
    "link-through-redirect": through_redirect,
    "near-equal-categories": near_categories,
    "uncategorised": uncategorised,
    "unused-media": unused_media,
    "missing-media": missing_media,
    "missing-alt": missing_alt,
    "missing-licence": missing_licence,
    "near-equal-titles": near_titles,
    "empty-section": empty_section,
    "broken-heading-link": broken_heading,
    "unknown-template": unknown_template,
    "appears-after-death": after_death,
    "portrayal-without-appearance": no_appearance,
    "relationship-outlives-party": outlives,
    "first-after-last": first_after_last,
    "status-against-prose": against_prose,
    "survivor-list": survivor_list,
    "air-dates": air_dates,
    "two-actors": two_actors,
    "early-name": early_name,
    "inference": inference,
    "telling-title": telling_title,
    "unreviewed": unreviewed,
    "stale-claim": stale_claim,
    "contradicted-claim": contradicted_claim,
    "unsourced-claim": unsourced_claim,
}
