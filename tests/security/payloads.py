"""What others have tried against programs like this one, and the patterns by which its peers fell."""

import json
import re
from pathlib import Path
from typing import Final

import pytest

SUITES: Final = Path(__file__).parents[2].parent / "shared" / "suites"
PURIFY: Final = SUITES / "xss" / "dompurify-expect.mjs"
OWASP: Final = SUITES / "xss" / "owasp-xss-filter-evasion.md"

needs_payloads = pytest.mark.skipif(
    not (PURIFY.exists() and OWASP.exists()), reason="the XSS payloads are not beside this repository"
)

_PAYLOAD: Final = re.compile(r'^\s*"payload": ("(?:[^"\\]|\\.)*")', re.MULTILINE)
_FENCED: Final = re.compile(r"^```[a-z]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
_HOST: Final = re.compile(r"(?:https?:)?//[A-Za-z0-9][A-Za-z0-9.\-]*(?::\d+)?")

_PEERS: Final = {
    # A code fence whose language is HTML.
    "MarkText CVE-2021-29996": "```<style/onload=alert('ran')>\n\n```",
    # A diagram whose label is HTML.
    "MarkText CVE-2022-24123": "```mermaid\nsequenceDiagram\n A ->> B: <img src=1 onerror=\"alert('ran')\">\n```",
    # A link that was copied, whose text is its address and, read as HTML, a picture.
    "MarkText CVE-2023-2318": "<a href=\"https://peer.example/?<img src=1 onerror=alert('ran')>\">"
    "https://peer.example/?&lt;img src=1 onerror=alert('ran')&gt;</a>",
    # Embedded HTML in an address.
    "Joplin CVE-2020-15930": "<embed src=\"data:text/html,<script>alert('ran')</script>\">"
    "<iframe srcdoc=\"<script>alert('ran')</script>\"></iframe>"
    '<svg><use href="data:image/svg+xml,<svg id=x>#x"/></svg>',
    # A scheme of the program's own, led out of its folder.
    "Typora CVE-2023-2316": '<iframe src="typora://app/typemark/../../../..{canary}"></iframe>'
    '<img src="fanwiki:style/../../..{canary}"><img src="fanwiki:media/../../..{canary}">'
    '<link rel="stylesheet" href="fanwiki:style/..%2f..%2f..{canary}">',
    # A page of the program's own that writes what its address says.
    "Typora CVE-2023-2317": '<embed src="fanwiki:shell/dark?labels=%3Csvg%2Fonload=alert(1)%3E">'
    '<iframe src="fanwiki:graph/dark#%3Csvg%2Fonload=alert(1)%3E"></iframe>',
    # A scheme of the program's own that serves files.
    "Obsidian CVE-2023-2110": '<embed src="app://local{canary}"><iframe src="app://local{canary}"></iframe>'
    "![](app://local{canary}) ![[app://local{canary}]]",
    "Zettlr 1716": "<iframe src=x onload=\"alert('ran');require('electron').shell.openExternal('calc')\"></iframe>",
    "Logseq 6291": '[:iframe {{:src "javascript:confirm(1);"}}]\n\n<details open ontoggle=confirm(1);>x</details>',
}

_FILES: Final = (
    '<img src="file://{canary}">',
    "![a](file://{canary})",
    "![a]({canary})",
    "![[{canary}]]",
    '<img src="{canary}">',
    '<img src="../canary.png"><img src="../../canary.png">',
    "![](../canary.png) ![](../../canary.png)",
    '<link rel="stylesheet" href="file://{canary}">',
    '<iframe src="file://{canary}"></iframe>',
    '<object data="file://{canary}"></object><embed src="file://{canary}">',
    '<video src="file://{canary}"></video>',
    '<svg><image href="file://{canary}"/></svg>',
    "<style>@import 'file://{canary}'; b{{background:url({canary})}}</style>",
    '<b style="background:url(file://{canary})">x</b>',
    '<table background="file://{canary}"><tr><td>x</table>',
    '<input type="image" src="file://{canary}">',
    '<picture><source srcset="file://{canary}"><img></picture>',
    '<body background="file://{canary}">',
    '<xml src="file://{canary}">',
    "::: reveal file://{canary}\nx\n:::",
)

_REQUESTS: Final = (
    '<img src="{there}/img"><img srcset="{there}/srcset"><input type="image" src="{there}/input">',
    "![a]({there}/picture.png)",
    "![[{there}/picture.png]]",
    "![a][there]\n\n[there]: {there}/reference.png",
    '<link rel="stylesheet" href="{there}/css"><link rel="preload" as="image" href="{there}/preload">',
    '<link rel="dns-prefetch" href="{there}"><link rel="preconnect" href="{there}"><link rel="icon" href="{there}/i">',
    '<iframe src="{there}/frame"></iframe><object data="{there}/object"></object><embed src="{there}/embed">',
    '<video src="{there}/video" poster="{there}/poster" autoplay></video><audio src="{there}/audio" autoplay></audio>',
    "<style>body{{background:url({there}/background)}} @import '{there}/import';</style>",
    '<p style="background:url({there}/inline)">x</p><svg><image href="{there}/svg"/><use href="{there}/use#a"/></svg>',
    '<meta http-equiv="refresh" content="0;url={there}/refresh">',
    '<base href="{there}/">',
    '<form action="{there}/form"><button autofocus>x</button></form>',
    '<a ping="{there}/ping" href="#x">x</a>',
    '<script src="{there}/script.js"></script>',
    '<script>fetch("{there}/fetch"); alert("ran")</script>',
)


def payloads(port: int, canary: Path) -> dict[str, str]:
    """Every payload by a name of its own. Whatever it would fetch comes from this port of this machine, and the file
    that it would read is the canary.
    """
    there = f"http://127.0.0.1:{port}"
    own = {
        **_PEERS,
        **{f"file {number}": text for number, text in enumerate(_FILES)},
        **{f"request {number}": text for number, text in enumerate(_REQUESTS)},
    }
    named = {
        **{f"purify {number}": _HOST.sub(there, text) for number, text in enumerate(purify_payloads())},
        **{f"owasp {number}": _HOST.sub(there, text) for number, text in enumerate(owasp_payloads())},
        **{name: text.format(canary=canary, there=there) for name, text in own.items()},
    }
    return {name: text for name, text in named.items() if text.strip()}


def purify_payloads() -> list[str]:
    """Those that DOMPurify is tested with."""
    return [json.loads(text) for text in _PAYLOAD.findall(PURIFY.read_text(encoding="utf-8"))]


def owasp_payloads() -> list[str]:
    """Those of OWASP's list of filter evasions."""
    return _FENCED.findall(OWASP.read_text(encoding="utf-8"))


def frames(payload: str) -> list[str]:
    """A payload alone, in a sentence, and in the places where text becomes an attribute or an address."""
    line = " ".join(payload.split())
    return [
        payload,
        f"text {line} text",
        f"[[{line}]] ![[{line}]] ![[{line}.png]] [[a|{line}]]",
        f"[a]({line}) ![a]({line}) [a](<{line}> '{line}') <{line}>",
        f"> [!{line}]- {line}\n> {line}",
        f"::: reveal {line}\n{payload}\n:::\n\n||S1E01: {line}|| ||{line}||",
        f"```{line}\n{payload}\n```\n\n{{{{status {line}}}}}\n\n# {line}\n\n| {line} |\n|---|\n| {line} |",
        f"a[^{line}]\n\n[^{line}]: {line}\n\nTerm {line}\n: {line}",
    ]
