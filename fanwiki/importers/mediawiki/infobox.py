"""Infoboxes: which templates are some, and what their fields say of a character or a person."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from mwparserfromhell.nodes import Wikilink

from fanwiki.domain.names import matching_key
from fanwiki.domain.vocabulary import Certainty, FieldType, PageKind, RoleType
from fanwiki.importers.mediawiki import airing
from fanwiki.importers.mediawiki.reading import clean, parsed
from fanwiki.importers.mediawiki.wording import lines, plain
from fanwiki.importers.report import FieldUse

_KINDS: Final = (
    (
        re.compile(
            r"\b(?:character|protagonist|villain|hero|npc|individual|figur|charakter|personaje|personnage)s?\b"
            r"|등장 ?인물|캐릭터|登場人物|キャラクター",
            re.IGNORECASE,
        ),
        PageKind.CHARACTER,
    ),
    (
        re.compile(
            r"\b(?:actor|actress|person|people|cast|crew|performer|staff|darsteller|schauspieler|actriz|acteur|actrice)\b"
            r"|배우|俳優",
            re.IGNORECASE,
        ),
        PageKind.PERSON,
    ),
)
_BOXES: Final = ("infobox", "ficha", "정보", "情報")
"""What is in the name of an infobox."""
_BEGINNINGS: Final = (
    "character",
    "actor",
    "person",
    "charakter",
    "personaje",
    "personnage",
    "캐릭터",
    "등장인물",
    "キャラクター",
)
"""How one begins that has no such word in its name."""
_DATA: Final = re.compile(
    r"<(data|image|title)\s+source=[\"']([^\"']+)[\"'][^>]*(?<!/)>(.*?)</\1>", re.IGNORECASE | re.DOTALL
)
_LABEL: Final = re.compile(r"<label>(.*?)</label>", re.IGNORECASE | re.DOTALL)
_DRESS: Final = re.compile(
    r"(?:image|img|photo|picture|caption|logo|map|box|bg|border|colou?r)_?-? ?(?:size|width|height|bg|colou?r|align"
    r"|style|class)|box ?title|theme|layout|(?:bg|border|text)?colou?r[0-9]?|width|bgcolou?r",
    re.IGNORECASE,
)


class Target(StrEnum):
    """Where the values of a field go."""

    STATUS = "status"
    CAUSE = "cause"
    PORTRAYED_BY = "portrayed by"
    FIRST_SEEN = "first seen"
    LAST_SEEN = "last seen"
    ALIASES = "aliases"
    SPECIES = "species"
    TITLE = "title"
    IMAGE = "image"
    DRESS = "how the box looks"
    PROFILE = "profile"


_TARGETS: Final = {
    Target.STATUS: "status current status fate alive condition vital status vitalstatus zustand estado estatus statut"
    " état 상태 생사 생사여부 생존여부 状態 生死 ステータス",
    Target.CAUSE: "cause causeofdeath deathcause causedeath mannerofdeath killedby todesursache causademuerte"
    " causadelamuerte causedelamort causedudécès 사인 사망원인 死因",
    Target.PORTRAYED_BY: "portrayed portrayedby portrayer actor actors actress playedby performer performedby voice"
    " voicedby voiceactor castedby starring darsteller darstellerin schauspieler schauspielerin synchronsprecher"
    " actriz interpretadopor intérprete acteur actrice interprétépar jouépar 배우 담당배우 연기 성우 俳優 演者 声優",
    Target.FIRST_SEEN: "first firstseen firstappearance firstepisode debut firstappeared introduced ersterauftritt"
    " erstauftritt primeraaparición debutó premièreapparition 첫등장 첫출연 初登場",
    Target.LAST_SEEN: "last lastseen lastappearance lastepisode lastappeared letzterauftritt últimaaparición"
    " dernièreapparition 마지막등장 마지막출연 最終登場",
    Target.ALIASES: "alias aliases aka nickname nicknames othernames othername alsoknownas spitzname"
    " spitznamen apodo apodos surnom surnoms 별명 별칭 이명 別名 愛称",
    Target.SPECIES: "species race spezies rasse especie raza espèce 종족 種族",
    Target.TITLE: "name title1 title charactername fullname nombre nom 이름 名前",
    Target.IMAGE: "image image1 picture photo portrait img bild imagen foto 이미지 사진 画像",
}
_BY_KEY: Final = {matching_key(key): target for target, keys in _TARGETS.items() for key in keys.split()}
_LISTS_TEXT: Final = (
    "family relatives loyalties affiliation affiliations occupation occupations children parents siblings "
    "allies enemies friends abilities weapons skills "
)
_LISTS: Final = frozenset(_LISTS_TEXT.split())


def kind_of(template: str) -> PageKind | None:
    """What a page is that has this infobox; None for one that is no profile of ours."""
    if template.endswith("/doc"):
        return None
    if (aired := airing.kind_by_name(template)) is not None:
        return aired
    name = template.casefold()
    if not (any(word in name for word in _BOXES) or name.startswith(_BEGINNINGS)):
        return None
    return next((kind for pattern, kind in _KINDS if pattern.search(template.replace("_", " "))), None)


def target_of(key: str) -> Target:
    """Where the values of a field go, by its name."""
    plain = matching_key(key)
    if plain in _BY_KEY:
        return _BY_KEY[plain]
    return Target.DRESS if _DRESS.fullmatch(key.strip()) else Target.PROFILE


def labels_of(definition: str) -> dict[str, str]:
    """What the fields of a portable infobox are called, by their names."""
    found: dict[str, str] = {}
    for _, source, inner in _DATA.findall(definition):
        label = _LABEL.search(inner)
        if label is not None and "{{" not in label[1]:
            found[source] = plain(label[1])
    return found


def label_of(key: str, labels: Mapping[str, str]) -> str:
    """How a profile field is called."""
    words = " ".join(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", labels.get(key) or key).replace("_", " ").split())
    return words[:1].upper() + words[1:]


def field_type(key: str) -> FieldType:
    """What the values of a profile field look like."""
    return FieldType.LIST if re.sub(r"[^a-z]", "", key.casefold()) in _LISTS else FieldType.TEXT


@dataclass
class Coverage:
    """What has been seen of the fields of infoboxes."""

    uses: Counter[str] = field(default_factory=Counter)
    filled: Counter[tuple[str, str]] = field(default_factory=Counter)

    def saw(self, template: str, fields: Iterable[tuple[str, str]]) -> None:
        self.uses[template] += 1
        for key, value in fields:
            self.filled[template, key] += 1 if clean(value).strip() else 0

    def proposal(self, target: Callable[[str, str], Target]) -> tuple[FieldUse, ...]:
        """Each field with where it goes, by its template and name, and its coverage."""
        return tuple(
            FieldUse(template, key, target(template, key), count, self.uses[template])
            for (template, key), count in sorted(self.filled.items())
        )


@dataclass(frozen=True)
class Fate:
    """One status that a field tells of: the word of its state, how sure it is, and what else is said."""

    state: str
    certainty: Certainty
    note: str


_STATES: Final = (
    ("half-zombie", r"half[- ]?zombie|hambie|반좀비|절비|半ゾンビ"),
    ("undead", r"undead|untot|zombie|vampire|reanimated|ghost|좀비|ゾンビ"),
    ("infected", r"infected|bitten|infiziert|infectad|infecté|감염|感染"),
    ("missing", r"missing|m\.?i\.?a\.?\b|disappeared|lost|vermisst|desaparecid|disparue?\b|실종|행방불명|行方不明"),
    (
        "unknown",
        r"unknown|unclear|undetermined|uncertain|n/a|\?+|unbekannt|desconocid|inconnue?\b"
        r"|생사불명|불명|알 수 없음|不明",
    ),
    (
        "dead",
        r"dead|deceased|died|killed|murdered|executed|destroyed|death|k\.?i\.?a\.?\b|suicide|passed away|departed"
        r"|tot\b|verstorben|gestorben|getötet|muert[oa]s?\b|fallecid|mort[es]?\b|décédé|사망|죽음|死亡|故人",
    ),
    (
        "alive",
        r"alive|living|active|survived|resurrected|revived|immortal"
        r"|lebt\b|lebend|am leben|viv[oa]s?\b|vivante?s?\b|en vie|생존|살아|生存",
    ),
)
_STATE: Final = re.compile(
    "|".join(f"(?P<{'s' + str(n)}>\\b(?:{words})|^(?:{words}))" for n, (_, words) in enumerate(_STATES)), re.I
)
_CERTAINTY: Final = (
    (
        Certainty.PRESUMED,
        re.compile(
            r"presum|likely|probabl|believed|assumed|suppos|présum|vermutlich|wahrscheinlich|추정|推定", re.IGNORECASE
        ),
    ),
    (Certainty.RUMOURED, re.compile(r"possibl|alleged|rumou?r|reported", re.IGNORECASE)),
    (Certainty.CONTESTED, re.compile(r"disput|contest|debat|unconfirmed|ambiguous", re.IGNORECASE)),
)
_FATES: Final = re.compile(r"\n|;|/|,(?![^()]*\))|\bthen\b|\bbut\b", re.IGNORECASE)


def fates(value: str) -> tuple[Fate, ...]:
    """The statuses in a field, each with what is said of it; two of them are kept apart, and neither is certain. None
    where no word of it is a state.
    """
    found: list[Fate] = []
    for piece in _FATES.split(plain(value)):
        text = piece.strip(" .")
        match = _STATE.search(text)
        if match is None or (found and match.lastgroup == f"s{len(_STATES) - 1}" and found[-1].state == "alive"):
            if text and found:
                last = found[-1]
                found[-1] = Fate(last.state, last.certainty, f"{last.note}; {text}".strip("; "))
            continue
        state = _STATES[int(str(match.lastgroup)[1:])][0]
        certainty = next((each for each, words in _CERTAINTY if words.search(text)), Certainty.CONFIRMED)
        rest = re.sub(r"^\W+|\W+$", "", _STATE.sub("", text, count=1))
        found.append(Fate(state, certainty, text if rest else ""))
    if len({fate.state for fate in found}) > 1:
        contested = Certainty.CONTESTED
        return tuple(
            Fate(each.state, contested if each.certainty is Certainty.CONFIRMED else each.certainty, each.note)
            for each in found
        )
    return tuple(found)


@dataclass(frozen=True)
class Player:
    """Somebody who plays a character: the title that a link leads to, or the name as it stands; what is said of it."""

    title: str
    role: RoleType
    said: str


_PART: Final = re.compile(r"\(([^()]*)\)")
_ROLES: Final = (
    (RoleType.VOICE, re.compile(r"voice|voiced", re.IGNORECASE)),
    (RoleType.YOUNGER, re.compile(r"young|child|teen|baby|infant|years? old|\d+ (?:years|months)", re.IGNORECASE)),
    (RoleType.STUNT, re.compile(r"stunt|double", re.IGNORECASE)),
    (RoleType.CAMEO, re.compile(r"cameo", re.IGNORECASE)),
    (RoleType.GUEST, re.compile(r"guest", re.IGNORECASE)),
    (RoleType.RECURRING, re.compile(r"recurring", re.IGNORECASE)),
)


def players(key: str, value: str) -> tuple[Player, ...]:
    """Who plays a character: each line, item or name between commas is somebody."""
    found: list[Player] = []
    for line in lines(value):
        code = parsed(line)
        links = code.filter_wikilinks(recursive=False)
        sources = [str(link.title).partition("#")[0].strip() for link in links if not _is_file(link)]
        text = plain(line)
        said = " ".join(_PART.findall(text))
        for link in links:
            text = text.replace(plain(str(link)), "", 1)
        names = sources or [name.strip() for name in re.split(r",|\band\b|/|&", _PART.sub("", text))]
        said = said or (" ".join(text.split()) if sources else "")
        role = next((each for each, words in _ROLES if words.search(f"{said} {key}")), RoleType.MAIN)
        found += [Player(name, role, said.strip(" ,.-")) for name in names if re.search(r"\w", name)]
    return tuple(found)


def _is_file(link: Wikilink) -> bool:
    return str(link.title).strip().lower().startswith(("file:", "image:"))
