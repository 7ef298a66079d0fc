"""One character's timeline: episodes along a line, the status events as marks on it, moved by mouse or keyboard."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from fanwiki.domain.entities import State, StatusEvent
from fanwiki.domain.ids import EpisodeId, StateId
from fanwiki.domain.vocabulary import Certainty
from fanwiki.ui import icons
from fanwiki.ui.board.look import blend, readable, tint
from fanwiki.ui.board.table import split_point
from fanwiki.ui.panels.words import doubt
from fanwiki.ui.plain import plain_tip

_SIDE: Final = 28
_MARK: Final = 11
_HEIGHT: Final = 86
_LINE: Final = 48


class TimelineStrip(QWidget):
    """`edit_requested` and `removal_requested` carry an event, `move_requested` an event and its new episode (None for
    the start). Arrows go from mark to mark, Alt+arrows and dragging move one, Enter edits and Delete removes it.
    """

    edit_requested = Signal(object)
    removal_requested = Signal(object)
    move_requested = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timelineStrip")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self._name = ""
        self._episodes: tuple[EpisodeId, ...] = ()
        self._points: tuple[str, ...] = ()
        self._slots: dict[EpisodeId | None, int] = {}
        self._states: Mapping[StateId, State] = {}
        self._events: tuple[StatusEvent, ...] = ()
        self._current = 0
        self._dragged: int | None = None
        self._say()

    def show_events(
        self,
        name: str,
        episodes: Sequence[EpisodeId],
        points: Sequence[str],
        events: Sequence[StatusEvent],
        states: Mapping[StateId, State],
    ) -> None:
        """The events of a character, in the order of the story; those at a point that is not on the line are left out.
        The current mark stays the same event's, if that is still there.
        """
        kept = self.current_event
        self._name, self._episodes, self._points, self._states = name, tuple(episodes), tuple(points), states
        self._slots = {None: 0, **{episode: place for place, episode in enumerate(episodes, 1)}}
        self._events = tuple(event for event in events if event.at in self._slots and event.state in states)
        ids = [event.id for event in self._events]
        self._current = ids.index(kept.id) if kept is not None and kept.id in ids else max(len(ids) - 1, 0)
        self._dragged = None
        self._say()
        self.update()

    def choose(self, event: StatusEvent | None) -> None:
        """Makes an event's mark the current one, if it is on the line."""
        for place, each in enumerate(self._events):
            if event is not None and each.id == event.id:
                self._go_to(place)

    @property
    def events(self) -> tuple[StatusEvent, ...]:
        return self._events

    @property
    def current_event(self) -> StatusEvent | None:
        """The event of the mark that the keyboard is on."""
        return self._events[self._current] if self._current < len(self._events) else None

    def said(self, event: StatusEvent) -> str:
        """A mark in words."""
        when = self.tr("from the start") if event.at is None else self._points[self._slots[event.at] - 1]
        unsure = doubt(event.certainty)
        words = self._states[event.state].word + (f" ({unsure})" if unsure else "")
        return f"{when}: {words}" + (f" – {event.cause}" if event.cause else "")

    def _tip(self, at: QPoint) -> str:
        place = self._place_at(at)
        return "" if place is None else plain_tip(self.said(self._events[place]))

    def mark_centre(self, place: int) -> QPoint:
        """Where the mark of an event is, by its place in the order of the story."""
        event = self._events[place]
        level = sum(1 for other in self._events[:place] if other.at == event.at)
        return QPoint(round(self._x(self._slots[event.at])) + 5 * level, _LINE - 6 * level)

    def slot_at(self, x: int) -> int:
        """The place along the line nearest to `x`: 0 for the start, from 1 the episodes."""
        count = len(self._episodes)
        return min(max(round((x - _SIDE) / self._step()), 0), count)

    def sizeHint(self) -> QSize:
        return QSize(400, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, _HEIGHT)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_ours(event):
            event.accept()
            return True
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._tip(event.pos()), self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.current_event
        if not _is_ours(event) or current is None:
            super().keyPressEvent(event)
            return
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if by and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._move(current, self._slots[current.at] + by)
        elif by:
            self._go_to(min(max(self._current + by, 0), len(self._events) - 1))
        elif event.key() == Qt.Key.Key_Home:
            self._go_to(0)
        elif event.key() == Qt.Key.Key_End:
            self._go_to(len(self._events) - 1)
        elif event.key() == Qt.Key.Key_Delete:
            self.removal_requested.emit(current)
        else:
            self.edit_requested.emit(current)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position().toPoint())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self._go_to(place)
            self._dragged = self._slots[self._events[place].at]

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged is None:
            over = self._place_at(event.position().toPoint()) is not None
            self.setCursor(Qt.CursorShape.OpenHandCursor if over else Qt.CursorShape.ArrowCursor)
            return
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self._dragged = self.slot_at(event.position().toPoint().x())
        self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        dragged, self._dragged = self._dragged, None
        current = self.current_event
        self.unsetCursor()
        self.update()
        if dragged is not None and current is not None:
            self._move(current, dragged)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._dragged = None
        place = self._place_at(event.position().toPoint())
        if place is not None:
            self.edit_requested.emit(self._events[place])

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        painter.fillRect(self.rect(), palette.color(QPalette.ColorRole.Base))
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        title = self.rect().adjusted(10, 5, -10, 0)
        font = painter.font()
        font.setBold(True)
        painter.save()
        painter.setFont(font)
        painter.drawText(title, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, self._name)
        used = painter.fontMetrics().horizontalAdvance(self._name) + 12
        painter.restore()
        current = self.current_event
        said = self.tr("no events as of this viewpoint") if current is None else self.said(current)
        room = title.adjusted(used, 0, 0, 0)
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        said = painter.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, said)
        self._paint_line(painter, palette)
        for place in range(len(self._events)):
            self._paint_mark(painter, palette, place)
        painter.end()

    def _paint_line(self, painter: QPainter, palette: QPalette) -> None:
        quiet = palette.color(QPalette.ColorRole.Mid)
        painter.setPen(QPen(quiet, 2))
        painter.drawLine(QPointF(self._x(0), _LINE), QPointF(self._x(len(self._episodes)), _LINE))
        base = palette.color(QPalette.ColorRole.Base)
        for place, event in enumerate(self._events):
            end = self._slots[self._events[place + 1].at] if place + 1 < len(self._events) else len(self._episodes)
            painter.setPen(QPen(readable(self._states[event.state].colour, base), 4))
            painter.drawLine(QPointF(self._x(self._slots[event.at]), _LINE), QPointF(self._x(end), _LINE))
        season = ""
        for slot, point in enumerate(self._points, 1):
            name, number = split_point(point)
            begins = name != season
            season = name
            painter.setPen(quiet)
            painter.drawLine(QPointF(self._x(slot), _LINE + 8), QPointF(self._x(slot), _LINE + (16 if begins else 11)))
            if begins or self._step() >= 30:
                painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
                area = QRect(round(self._x(slot)) - 30, _LINE + 15, 60, 20)
                text = point if begins and self._step() >= 30 else name if begins else number
                painter.drawText(area, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, text)

    def _paint_mark(self, painter: QPainter, palette: QPalette, place: int) -> None:
        event = self._events[place]
        centre = QPointF(self.mark_centre(place))
        if place == self._current and self._dragged is not None:
            centre.setX(self._x(self._dragged))
        state = self._states[event.state]
        ground = tint(state.colour, palette.color(QPalette.ColorRole.Base))
        ink = readable(state.colour, ground)
        doubtful = event.certainty is not Certainty.CONFIRMED
        painter.setBrush(ground)
        painter.setPen(QPen(ink, 1.5, Qt.PenStyle.DotLine if doubtful else Qt.PenStyle.SolidLine))
        painter.drawEllipse(centre, _MARK, _MARK)
        box = QRectF(centre.x() - 8, centre.y() - 8, 16, 16).toRect()
        icons.icon(state.icon, ink.name()).paint(painter, box)
        if place == self._current:
            accent = palette.color(QPalette.ColorRole.Accent)
            ring = accent if self.hasFocus() else blend(accent, palette.color(QPalette.ColorRole.Base), 0.5)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(ring, 2))
            painter.drawEllipse(centre, _MARK + 3, _MARK + 3)

    def _move(self, event: StatusEvent, slot: int) -> None:
        if 0 <= slot <= len(self._episodes) and slot != self._slots[event.at]:
            self.move_requested.emit(event, None if slot == 0 else self._episodes[slot - 1])

    def _go_to(self, place: int) -> None:
        self._current = place
        self._say()
        self.update()

    def _say(self) -> None:
        self.setAccessibleName(self.tr("Timeline of {name}").format(name=self._name))
        current = self.current_event
        self.setAccessibleDescription(
            self.tr("no events")
            if current is None
            else self.tr("Event {number} of {count}. {said}").format(
                number=self._current + 1, count=len(self._events), said=self.said(current)
            )
        )

    def _place_at(self, at: QPoint) -> int | None:
        """The mark under a point, the topmost first."""
        for place in reversed(range(len(self._events))):
            if (self.mark_centre(place) - at).manhattanLength() <= _MARK + 5:
                return place
        return None

    def _step(self) -> float:
        return (self.width() - 2 * _SIDE) / max(len(self._episodes), 1)

    def _x(self, slot: int) -> float:
        return _SIDE + slot * self._step()


def _is_ours(event: QKeyEvent) -> bool:
    key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
        return modifiers in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier)
    ours = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2, Qt.Key.Key_Delete, Qt.Key.Key_Home, Qt.Key.Key_End)
    return key in ours and modifiers == Qt.KeyboardModifier.NoModifier
