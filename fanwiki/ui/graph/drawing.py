"""A network in the shapes that it is shown in: as what graph.js draws, and as the rows of the table beside it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication

from fanwiki.domain.ids import EpisodeId, PageId
from fanwiki.domain.network import MEMBER, Network, NetworkNode, NetworkTie
from fanwiki.markup.data.pieces import sign
from fanwiki.ui.panels.list_view import Cell, Row
from fanwiki.ui.panels.words import doubt
from fanwiki.ui.preview.addresses import page_address

WritePoint = Callable[[EpisodeId], str]


def drawing(network: Network, centre: PageId | None) -> dict[str, Any]:
    """What graph.js draws."""
    return {
        "nodes": [
            {
                "id": node.page,
                "title": node.title,
                "href": page_address(node.page),
                "icon": "" if node.state is None else node.state.icon,
                "sign": "" if node.state is None else sign(node.state),
                "word": state_words(node),
                "kind": node.kind.value,
                "centre": node.page == centre,
            }
            for node in network.nodes
        ],
        "ties": [
            {
                "id": tie.fact,
                "source": tie.subject,
                "target": tie.object,
                "label": label_words(tie),
                "mutual": tie.mutual,
                "member": tie.membership,
                "ended": tie.ended,
            }
            for tie in network.ties
        ],
    }


def rows(network: Network, write: WritePoint) -> list[Row]:
    """A row for each tie: who, the tie, to whom, when. Its key is the tie's."""
    known = {node.page: node for node in network.nodes}
    return [
        Row(
            tie.fact,
            (
                _end(known[tie.subject]),
                Cell(label_words(tie), _tr("over") if tie.ended else ""),
                _end(known[tie.object]),
                Cell(_when(tie, write)),
            ),
        )
        for tie in network.ties
    ]


def state_words(node: NetworkNode) -> str:
    """The state of a character in words, with how sure it is; empty where nothing is known."""
    if node.state is None:
        return ""
    uncertain = doubt(node.certainty)
    return f"{node.state.word} ({uncertain})" if uncertain else node.state.word


def label_words(tie: NetworkTie) -> str:
    return _tr("member") if tie.membership and tie.label == MEMBER else tie.label


def _end(node: NetworkNode) -> Cell:
    if node.state is None:
        return Cell(node.title, icon=node.kind.value)
    return Cell(node.title, state_words(node), node.state.icon)


def _when(tie: NetworkTie, write: WritePoint) -> str:
    if tie.since is not None and tie.until is not None:
        return _tr("{since} to {until}").format(since=write(tie.since), until=write(tie.until))
    if tie.since is not None:
        return _tr("from {since}").format(since=write(tie.since))
    return "" if tie.until is None else _tr("to {until}").format(until=write(tie.until))


def _tr(text: str) -> str:
    return QCoreApplication.translate("RelationshipGraph", text)
