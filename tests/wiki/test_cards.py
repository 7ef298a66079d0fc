"""The card of a link: a page at a glance, and nothing on it that lies ahead."""

import hashlib

import pytest

from fanwiki.domain.edits import AddFact, StoreMedia
from fanwiki.domain.entities import Media, Name, Portrait
from fanwiki.domain.errors import NotFound
from fanwiki.domain.ids import FactId, new_id
from fanwiki.domain.vocabulary import Certainty, NameKind
from fanwiki.wiki import Wiki
from fanwiki.wiki.reading.cards import first_words
from tests.building import NOTHING_SEEN, Builder, seen


def test_a_card_says_what_the_viewpoint_knows(wiki: Wiki) -> None:
    builder = Builder(wiki)
    show, episodes = builder.show()
    body = "{{infobox}}\n\n# Life\n\nA *pupil* of the [[Show|school]].[^a]\n\n[^a]: A note.\n\n"
    body += "::: reveal S1E05\nShe died.\n:::\n\n%% not for all %%"
    nara = builder.character(show, "Nam-ra", episodes[0], body)
    builder.fact(Name(FactId(new_id()), nara, "남라", NameKind.NATIVE, "ko"))
    builder.status(nara, "alive", episodes[0])
    builder.status(nara, "dead", episodes[4], certainty=Certainty.PRESUMED)
    for name, revealed_at in (("early.png", None), ("late.png", episodes[4])):
        content = b"\x89PNG\r\n\x1a\n" + name.encode()
        digest = hashlib.sha256(content).hexdigest()
        media = Media(FactId(new_id()), name, digest, "image/png", revealed_at=revealed_at)
        wiki.apply(StoreMedia(media, content))
        wiki.apply(AddFact(Portrait(FactId(new_id()), nara, media.id, revealed_at=revealed_at)))

    early = wiki.view(seen(show, episodes[1])).card(nara)
    assert (early.title, early.native, early.text, early.portrait) == (
        "Nam-ra", "남라", "A pupil of the school.", "early.png",
    )  # fmt: skip
    assert early.status is not None
    assert early.status.state is not None
    assert (early.status.state.word, early.since) == ("alive", "S1E01")
    late = wiki.view(seen(show, episodes[5])).card(nara)
    assert late.status is not None
    assert late.status.state is not None
    assert (late.status.state.word, late.status.certainty, late.since) == ("dead", Certainty.PRESUMED, "S1E05")
    assert late.portrait == "late.png"
    assert "not for all" not in late.text + wiki.view().card(nara).text
    with pytest.raises(NotFound):
        wiki.view(NOTHING_SEEN).card(nara)


def test_prose_that_is_not_safe_yet_is_on_no_card(wiki: Wiki) -> None:
    builder = Builder(wiki)
    show, episodes = builder.show()
    page = builder.page("Ending", "Everybody leaves.", parent=show)
    assert wiki.view().card(page).text == "Everybody leaves."
    assert wiki.view(seen(show, episodes[0])).card(page).text == ""


def test_words_are_cut_between_words() -> None:
    assert first_words("short") == "short"
    long = first_words("word, " * 60)
    assert long.endswith("word …")
    assert len(long) <= 202
