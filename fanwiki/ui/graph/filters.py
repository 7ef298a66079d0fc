"""What of the graph is shown: how far it reaches, and filters by name, tie, group and state, as the viewpoint knows."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from fanwiki.domain.ids import PageId
from fanwiki.domain.names import matching_key
from fanwiki.domain.network import MEMBER, Network, NetworkFilter, NetworkNode
from fanwiki.domain.vocabulary import PageKind
from fanwiki.ui.panels.fields import Choice, choice_list, narrow, offer

FURTHEST = 3
_LETTERS = 9
_NARROWEST = 120


class GraphFilterBar(QWidget):
    """`scope_changed` comes when another part of the wiki is to be shown, `changed` when another filter is chosen."""

    scope_changed = Signal()
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text_field = QLineEdit()
        self.text_field.setObjectName("graphFilter")
        self.text_field.setPlaceholderText(self.tr("Filter by name"))
        self.text_field.setAccessibleName(self.tr("Filter by name"))
        self.text_field.setClearButtonEnabled(True)
        self.text_field.setMinimumWidth(_NARROWEST)
        self.scope_field = narrow(choice_list("graphScope", self.tr("What the graph shows")), _LETTERS)
        self.label_field = narrow(choice_list("graphTieFilter", self.tr("Filter by kind of tie")), _LETTERS)
        self.group_field = narrow(choice_list("graphGroupFilter", self.tr("Filter by group")), _LETTERS)
        self.living_field = narrow(choice_list("graphLivingFilter", self.tr("Filter by who is living")), _LETTERS)
        for text, living in (
            (self.tr("Living or not"), None),
            (self.tr("Living"), True),
            (self.tr("Not living"), False),
        ):
            self.living_field.addItem(text, living)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.scope_field, 1)
        layout.addWidget(self.text_field, 1)
        for combo in (self.label_field, self.group_field, self.living_field):
            layout.addWidget(combo)
        self.offer_scope("")
        self.load(Network())
        self.scope_field.currentIndexChanged.connect(self.scope_changed)
        self.text_field.textChanged.connect(self.changed)
        for combo in (self.label_field, self.group_field, self.living_field):
            combo.currentIndexChanged.connect(self.changed)

    def offer_scope(self, around: str) -> None:
        """Offers the whole show and, unless the title is empty, what is around the page of that title."""
        nearby: list[Choice] = [
            ("character", self.tr("Around {page}").format(page=around), 1),
            ("character", self.tr("Around {page}, two steps").format(page=around), 2),
            ("character", self.tr("Around {page}, three steps").format(page=around), FURTHEST),
        ]
        offer(self.scope_field, ("show", self.tr("The whole show"), 0), nearby if around else [])

    @property
    def steps(self) -> int:
        """How many ties away from the page in front; 0 for the whole show."""
        return int(self.scope_field.currentData())

    def load(self, network: Network) -> None:
        """Offers the kinds of tie and the groups of a network. What was chosen stays, if it is still offered."""
        labels: list[Choice] = [("link", label, label) for label in network.labels()]
        if any(tie.membership for tie in network.ties):
            labels.append(("group", self.tr("membership"), MEMBER))
        offer(self.label_field, ("", self.tr("Any tie"), None), labels)
        groups: list[Choice] = [
            ("group", each.title, each.page) for each in network.nodes if each.kind == PageKind.GROUP
        ]
        offer(self.group_field, ("", self.tr("Any group"), None), groups)
        self.group_field.setVisible(bool(groups))

    def chosen(self, names: Mapping[PageId, str]) -> NetworkFilter:
        """What is chosen. `names` has the matching keys of the names of each page."""
        key = matching_key(self.text_field.text())

        def is_named(node: NetworkNode) -> bool:
            return key in names.get(node.page, matching_key(node.title))

        return NetworkFilter(
            self.label_field.currentData(),
            self.group_field.currentData(),
            self.living_field.currentData(),
            is_named if key else None,
        )

    def clear(self) -> None:
        """Lets every tie through."""
        self.text_field.clear()
        for combo in (self.label_field, self.group_field, self.living_field):
            combo.setCurrentIndex(0)
