"""Who plays whom: portrayals, as a cast list shows them."""

from dataclasses import dataclass

from fanwiki.domain.entities import Portrayal
from fanwiki.domain.ids import EpisodeId
from fanwiki.domain.points import EpisodeOrders, Horizon


@dataclass(frozen=True)
class Billing:
    """One line of a cast list as of a viewpoint. `last` is None while the end of the range is not yet seen."""

    portrayal: Portrayal
    person: str
    character: str
    first: EpisodeId | None
    last: EpisodeId | None


def billing(portrayal: Portrayal, person: str, character: str, orders: EpisodeOrders, horizon: Horizon) -> Billing:
    """A cast line. Rule 2: an end that has not been seen reads as going on."""
    ended = portrayal.last is not None and horizon.sees(orders.locks([portrayal.last]))
    return Billing(portrayal, person, character, portrayal.first, portrayal.last if ended else None)
