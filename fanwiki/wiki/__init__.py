"""The wiki: the one way in for every change, the one way out for every read."""

from fanwiki.wiki.view import View
from fanwiki.wiki.wiki import Wiki

__all__ = ["View", "Wiki"]
