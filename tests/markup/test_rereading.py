"""A text that is read again and again says, each time, what it says when it is read as a whole."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fanwiki.markup import PassageReader, parse

from .test_editable import SEQUENCES, Edit, edits, fragments, pages

NOTES = (
    "||S1E06: call[^n]|| and call[^n]\n",
    "[^n]: a note with ||S1E02: a secret[^m]||\n",
    "[^m]: one that calls [^n]\n",
    "::: reveal S1E03\n[^n]: hidden note [[Page]]\n\ncall[^m]\n:::\n",
    "[^n]: ||S1E02: itself[^n]||\n",
    "".join(f"||S1E{number}: call[^n]|| " for number in range(1, 20)) + "\n",
    "\r\nwindows\r\n\r\n[[A\rB]]\n",
    "\0 and \ud800 lone\n",
)


def _edited(text: str, edit: Edit) -> str:
    start = int(edit.place * len(text))
    return text[:start] + edit.inserted + text[start + edit.removed :]


steps = st.builds(
    Edit,
    st.floats(0, 1),
    st.integers(0, 40),
    st.one_of(st.sampled_from(NOTES), fragments, edits.map(lambda e: e.inserted)),
)


@settings(
    max_examples=SEQUENCES, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(
    st.tuples(pages(), st.lists(st.sampled_from(NOTES), max_size=4).map("".join)),
    st.lists(st.tuples(st.integers(0, 1), steps), min_size=1, max_size=8),
    st.sampled_from((10_000_000, 300)),
)
def test_a_text_read_again_says_what_it_says_anew(
    texts: tuple[str, str], saved: list[tuple[int, Edit]], most_characters: int
) -> None:
    reader = PassageReader(most_characters)
    now = list(texts)
    for page, step in saved:
        for text in (now[page], _edited(now[page], step)):
            assert reader.read(str(page), text) == parse(text).passages
        now[page] = _edited(now[page], step)


def test_what_is_saved_again_is_not_read_as_a_whole() -> None:
    paragraphs = [f"A paragraph with [[Link {n}]] and ||S1E02: a veil||.\n" for n in range(200)]
    reader = PassageReader()
    before = reader.read("page", "\n".join(paragraphs))
    paragraphs[100] = "Another paragraph.\n"
    after = reader.read("page", "\n".join(paragraphs))
    assert after == parse("\n".join(paragraphs)).passages
    assert [mine is theirs for mine, theirs in zip(before[1:101], after[1:101], strict=True)] == [True] * 100


def test_texts_that_are_too_long_together_are_forgotten_but_for_the_last() -> None:
    reader = PassageReader(most_characters=20)
    first = reader.read("one", "||S1E02: a||")
    assert reader.read("one", "||S1E02: a||") is first
    long = reader.read("two", "||S1E02: longer than all that is remembered||")
    assert reader.read("two", "||S1E02: longer than all that is remembered||") is long
    assert reader.read("one", "||S1E02: a||") is not first
