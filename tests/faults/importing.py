"""Imports a dump in a process of its own that may be killed: `python -m tests.faults.importing WIKI DUMP PROCESSES`. It
says when it has begun to write, and when it has come to its end.
"""

import os
import sys
from pathlib import Path

from fanwiki.importers.mediawiki.importing import MediaWikiImport
from fanwiki.importers.options import ImportOptions
from fanwiki.wiki import Wiki


def main() -> None:
    wiki = Wiki.open(Path(sys.argv[1]))
    written = 0
    for step in MediaWikiImport(wiki, Path(sys.argv[2]), ImportOptions(processes=int(sys.argv[3]))).run():
        written += step.what == "taking in the pages"
        if written == 2:
            os.write(1, b"writing\n")
    wiki.close()
    os.write(1, b"done\n")


if __name__ == "__main__":
    main()
