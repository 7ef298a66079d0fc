"""The keys by which names are compared."""

from fanwiki.domain.names import given_keys


def test_a_name_is_found_by_its_end() -> None:
    assert given_keys("Nam On-jo") == {"onjo"}
    assert given_keys("남온조") == {"온조"}
    assert given_keys("Kim Ji-min the Third") == {"jiminthethird", "thethird", "third"}
    assert given_keys("온조") == given_keys("Onjo") == frozenset()
