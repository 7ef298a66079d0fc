"""The templates of the bundle's pages: Jinja2 with everything escaped that is not marked as HTML."""

from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

from fanwiki.domain.dates import in_words
from fanwiki.exporters.html.compiled import CompiledTemplates
from fanwiki.resources import resource


class Templates:
    """Fills the templates of `resources/site/templates`."""

    def __init__(self) -> None:
        self._environment = Environment(
            autoescape=True,
            loader=FunctionLoader(_source),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            bytecode_cache=CompiledTemplates(),
        )
        self._environment.filters["in_words"] = in_words

    def fill(self, name: str, **values: Any) -> bytes:
        """A page as it lies in the bundle; `name` is that of the template without its ending."""
        return self._environment.get_template(f"{name}.html").render(**values).encode()


def _source(name: str) -> str | None:
    try:
        return resource(f"site/templates/{name}").read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
