"""Arguments and options that several commands share, as they are written on the command line."""

from pathlib import Path
from typing import Annotated

import typer

WikiPath = Annotated[Path, typer.Argument(metavar="WIKI", help="A file ending in .fanwiki.", show_default=False)]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="POINT", help="As seen up to a point such as S1E06.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]
ShowName = Annotated[str, typer.Option("--show", metavar="SHOW", help="One show, by code or title.")]
