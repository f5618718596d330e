"""What a programme is once it has been read: frozen values that every reader shares."""

from .cases import Expected, WorkedCase
from .conduct import Conduct
from .consequences import Consequence, Penalty
from .days import Boundary, Calendar, Day
from .entries import Attested, Entry, Law, Layer, Note, Parameter, Practice, Ranged, Row, Rule, Version, Word
from .facts import Assumption, Fact, Field
from .programme import Programme
from .routes import Document, Duty, Family, Grant, Part, Route, Step
from .surroundings import Authority, Event, Goal, HowMany, Parent, Place, Role, Seen, Source, Suspension, Work

__all__ = [
    "Assumption",
    "Attested",
    "Authority",
    "Boundary",
    "Calendar",
    "Conduct",
    "Consequence",
    "Day",
    "Document",
    "Duty",
    "Entry",
    "Event",
    "Expected",
    "Fact",
    "Family",
    "Field",
    "Goal",
    "Grant",
    "HowMany",
    "Law",
    "Layer",
    "Note",
    "Parameter",
    "Parent",
    "Part",
    "Penalty",
    "Place",
    "Practice",
    "Programme",
    "Ranged",
    "Role",
    "Route",
    "Row",
    "Rule",
    "Seen",
    "Source",
    "Step",
    "Suspension",
    "Version",
    "Word",
    "Work",
    "WorkedCase",
]
