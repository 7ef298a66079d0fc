"""The orders in which a cast list can be read."""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QCollator, QLocale, Qt

from fanwiki.domain.casting import Billing
from fanwiki.domain.points import EpisodeOrders


class CastOrder(StrEnum):
    BILLING = "billing"
    NAME = "name"
    APPEARANCE = "first appearance"


def in_order(lines: Sequence[Billing], order: CastOrder, orders: EpisodeOrders) -> list[Billing]:
    """Cast lines, given in billing order, in another. Names are ordered as in the user's language; who has not
    appeared comes last.
    """
    match order:
        case CastOrder.BILLING:
            return list(lines)
        case CastOrder.NAME:
            collator = name_collator(QLocale())
            return sorted(lines, key=lambda line: collator.sortKey(line.person))
        case CastOrder.APPEARANCE:
            return sorted(lines, key=lambda line: _appears(line, orders))


def name_collator(locale: QLocale) -> QCollator:
    """Compares names as readers of a language expect it. The C locale, which has no language, orders like English."""
    language = QLocale.Language.English if locale.language() == QLocale.Language.C else locale.language()
    collator = QCollator(QLocale(language))
    collator.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    collator.setNumericMode(True)
    return collator


def _appears(line: Billing, orders: EpisodeOrders) -> tuple[bool, int]:
    order = orders.of_show(line.portrayal.show)
    if order is None or line.first_seen is None or line.first_seen not in order:
        return True, 0
    return False, order.position(line.first_seen)
