"""The names of a programme's things in one language: labels, questions, statements, options, sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial

from ..answer import ELSEWHERE_IN
from ..model import Entry, Field, Programme, Source, Work
from ..tree import Exempt, Line, Member, Row, walk
from ..types import Type
from ..words import Language, knows, say
from .shapes import ToldSource

#: Roles that every programme has: what an authority or the programme itself decides.
_PSEUDO_ROLES = ("authority", "programme")
_LAW_DAYS = ("application", "decision", "entry", "breach")

#: A capitalised word inside a sentence: a name, in languages that write names so.
_NAME_INSIDE = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_WORD_OF_SENTENCE = re.compile(r"[a-z]{2}")

_LOCATORS = (
    ("article", re.compile(r"\bart\. ?(\d[\d.()]*(?:(?:[-–]|, ?)\d[\d.()]*)*)")),
    ("chapter", re.compile(r"\bch\. ?(\d+)")),
    ("note", re.compile(r"\bn\. ?(\d+)")),
    ("page", re.compile(r"\bpp?\. ?(\d+(?:[-–]\d+)?)")),
    ("table", re.compile(r"\b[Tt]able (\d+(?:\.\d+)?)")),
)


class Names:
    """What the things of a programme are called in a language."""

    def __init__(self, programme: Programme, language: Language) -> None:
        self.programme = programme
        self.language = language
        self._texts = programme.texts.get(language.value, {}) if language is not Language.EN else {}

    def say(self, code: str, /, *, form: str = "many", **slots: object) -> str:
        """The catalogue's sentence in this language (see `words.say`)."""
        return say(self.language, code, form=form, **slots)

    def knows(self, code: str) -> bool:
        """Whether the catalogue has a code."""
        return knows(self.language, code)

    # ---- texts of the programme ----------------------------------------------------------------------------

    def text(self, path: str | Sequence[str], english: str) -> str:
        """A text of the programme by its path (``rules.eligible_home.label``) or, failing that, by its English wording.

        In English this is the English text itself. Where a translation is missing a short sentence says so: the
        English never shows.
        """
        return self.first([path if isinstance(path, str) else ".".join(path)], english)

    def first(self, paths: Iterable[str], english: str) -> str:
        """A text of the programme by the first of some paths that has a translation (see `text`)."""
        if not english or self.language is Language.EN:
            return english
        wording = " ".join(english.split())
        found = next((self._texts[path] for path in paths if path in self._texts), "")
        found = found or self._texts.get(f"phrase:{wording}", "") or self._parts.get(wording, "")
        if found:
            return found
        return english if not _WORD_OF_SENTENCE.search(english) else self.say("text.untranslated")

    def phrase(self, english: str) -> str:
        """A text that is translated by its English wording."""
        return self.text("", english)

    @cached_property
    def _parts(self) -> Mapping[str, str]:
        """Labels within versions that are translated by path (``rules.KEY.members.PART``), by their wording."""
        found: dict[str, str] = {}
        if not any(".members." in path for path in self._texts):
            return found
        for kind in ("rules", "routes", "conduct"):
            entries: Mapping[str, Entry] = getattr(self.programme, kind)
            for entry in entries.values():
                for version in (*entry.paper, *entry.practice.versions):
                    for part in walk(version.body) if version.body is not None else ():
                        if isinstance(part, (Member, Exempt, Line, Row)) and part.label:
                            told = self._texts.get(f"{kind}.{entry.key}.members.{part.key}")
                            if told:
                                found.setdefault(" ".join(part.label.split()), told)
        return found

    @property
    def title(self) -> str:
        """The programme's title."""
        return self.text("programme.title", self.programme.title)

    @property
    def summary(self) -> str:
        """The programme's summary."""
        return self.text("programme.summary", self.programme.summary)

    def programme_title(self, key: str) -> str:
        """The title of one of the programmes this one is made of."""
        if key == self.programme.key:
            return self.title
        return self.text(f"titles.{key}", self.programme.titles.get(key, (key, ""))[0])

    # ---- labels --------------------------------------------------------------------------------------------

    def label(self, key: str) -> str:
        """What a fact, entry, place, authority, role, assumption, boundary, goal or source is called.

        A key that nothing has is an error (KeyError), never shown as it is.
        """
        programme = self.programme
        if key in programme.facts:
            return self.text(f"facts.{key}.label", programme.facts[key].label)
        if key in programme.rules:
            return self.text(f"rules.{key}.label", programme.rules[key].label)
        if key in programme.routes:
            return self.text(f"routes.{key}.label", programme.routes[key].label)
        if key in programme.conduct:
            return self.text(f"conduct.{key}.label", programme.conduct[key].label)
        if key in programme.parameters:
            return self.text(f"parameters.{key}.label", programme.parameters[key].label)
        if key in programme.assumptions:
            return self.text(f"assumptions.{key}.label", programme.assumptions[key].label)
        return self._label_of_programme(key)

    def _label_of_programme(self, key: str) -> str:
        programme = self.programme
        if key in programme.places:
            return self.text(f"programme.places.{key}.label", programme.places[key].label)
        if (around := key.removeprefix(ELSEWHERE_IN)) != key and around in programme.places:
            return self.say("place.elsewhere", place=self.inside(self.label(around)))
        if key in programme.authorities:
            return self.text(f"programme.authorities.{key}.label", programme.authorities[key].label)
        if key in programme.roles:
            return self.text(f"programme.roles.{key}.label", programme.roles[key].label)
        if key in programme.boundaries:
            return self.text(f"programme.boundaries.{key}.label", programme.boundaries[key].label)
        for goal in programme.goals:
            if goal.key == key:
                return self.text(f"programme.goals.{key}.label", goal.label)
        if key in programme.sources:
            return self.source(key).text
        if key in _LAW_DAYS:
            return self.say(f"builtin.{key}")
        if key in _PSEUDO_ROLES:
            return self.say(f"role.{key}")
        raise KeyError(f"'{key}' names nothing in the programme {programme.key}")

    def question(self, name: str) -> str:
        """The question that asks for a fact (or for an optional role)."""
        programme = self.programme
        if name in programme.facts:
            fact = programme.facts[name]
            return self.text(f"facts.{name}.question", fact.question) or self.say(
                "fact.question", label=self.label(name)
            )
        if name in programme.roles:
            role = programme.roles[name]
            return self.text(f"programme.roles.{name}.question", role.question) or self.say(
                "role.question", label=self.label(name)
            )
        return self.say(f"builtin_question.{name}")

    def statement(self, name: str, holds: bool) -> str:
        """What a yes/no fact (or optional role) says when it holds, or does not; '' where it has no sentence."""
        programme, answer = self.programme, "yes" if holds else "no"
        if name in programme.facts:
            fact = programme.facts[name]
            return self.text(f"facts.{name}.{answer}", fact.yes if holds else fact.no)
        if name in programme.roles:
            role = programme.roles[name]
            return self.text(f"programme.roles.{name}.{answer}", role.yes if holds else role.no)
        return ""

    def group(self, name: str) -> str:
        """The group of questions a fact belongs to, or ''."""
        fact = self.programme.facts.get(name)
        return self.text(f"facts.{name}.group", fact.group) if fact is not None else ""

    def field_label(self, history: str, name: str) -> str:
        """What a field of a history is called."""
        field = self.field(history, name)
        if field is None or (name in ("year", "from", "to") and not field.label):
            return self.say(f"field.{name}") if self.knows(f"field.{name}") else self.say("field.other")
        return self.text(f"facts.{history}.fields.{name}.label", field.label)

    def field_statement(self, history: str, name: str, holds: bool) -> str:
        """What a yes/no field of a history says when it holds, or when it does not; '' where there is no sentence."""
        field = self.field(history, name)
        if field is None:
            return ""
        answer = "yes" if holds else "no"
        return self.text(f"facts.{history}.fields.{name}.{answer}", field.yes if holds else field.no)

    def field(self, history: str, name: str) -> Field | None:
        """A field of a history, or None."""
        fact = self.programme.facts.get(history)
        return fact.fields.get(name) if fact is not None else None

    # ---- options -------------------------------------------------------------------------------------------

    def option(self, owner: str, option: str) -> str:
        """What an option of a fact, rule, parameter or assumption is called."""
        for path, options in self._declared(owner):
            if option in options:
                return self.text(f"{path}.options.{option}", options[option])
        if option in self.programme.places:
            return self.label(option)
        raise KeyError(f"'{option}' is no option of '{owner}' in the programme {self.programme.key}")

    def option_of(self, type: Type, option: str) -> str:
        """What an option of a type is called."""
        return self.option(type.of, option)

    def _declared(self, owner: str) -> Iterator[tuple[str, dict[str, str]]]:
        """Where the options of an owner are written: the path of its translations and the English labels."""
        programme = self.programme
        if owner in programme.facts:
            yield f"facts.{owner}", dict(programme.facts[owner].options)
        if owner in programme.rules:
            yield f"rules.{owner}", dict(programme.rules[owner].options)
        if owner in programme.assumptions:
            yield f"assumptions.{owner}", dict(programme.assumptions[owner].options)
        if owner in programme.parameters:
            options = getattr(programme.parameters[owner], "options", {})
            yield f"parameters.{owner}", dict(options)
        history, _, field = owner.rpartition(".")
        for name in (history, owner):
            fact = programme.facts.get(name)
            if fact is not None:
                for key, one in fact.fields.items():
                    if name == owner or key == field:
                        yield f"facts.{name}.fields.{key}", dict(one.options)

    # ---- sources -------------------------------------------------------------------------------------------

    def source(self, key: str) -> ToldSource:
        """A source in words. Raises KeyError where the programme has no such source."""
        source = self.programme.sources[key]
        work = self.programme.works.get(source.work)
        title = self._work_title(work) if work is not None else source.work
        at = self.locator(source.at)
        return ToldSource(
            key=key,
            keys=(key,),
            text=self._citation(work, title, at),
            title=title if work is None or work.described else work.title,
            meaning=self._work_meaning(work) if work is not None else "",
            author=work.author if work is not None else "",
            kind=self.say(f"work_kind.{work.kind}")
            if work is not None and self.knows(f"work_kind.{work.kind}")
            else "",
            date=work.date if work is not None else "",
            at=at,
            confidence=self._confidence(source),
            note=self._source_note(source),
            addresses=work.addresses if work is not None else (),
        )

    def _source_note(self, source: Source) -> str:
        """The remark on a source; none where it is not translated, for it says nothing of the rules."""
        told = self.text(f"sources.{source.key}.note", source.note)
        return "" if told == self.say("text.untranslated") else told

    def _work_title(self, work: Work) -> str:
        """A work's title for this reader: as printed, with what it means where the reader may not read it."""
        if work.described:
            return self._work_translation(work) or work.title
        meaning = self._work_meaning(work)
        return self.say("work.translated", title=meaning, original=work.title) if meaning else work.title

    def _work_meaning(self, work: Work) -> str:
        """What the title of a publication means for a reader who may not read it; '' where there is nothing to say."""
        if work.described:
            return ""
        meaning = self._work_translation(work) or ("" if self.language is Language.ZH else work.english)
        return "" if meaning == work.title else meaning

    def _work_translation(self, work: Work) -> str:
        return self._texts.get(f"works.{work.key}.title") or self._texts.get(f"works.{work.key}") or ""

    def _citation(self, work: Work | None, title: str, at: str) -> str:
        author = work.author if work is not None else ""
        year = work.date[:4] if work is not None and work.date else ""
        official = work is not None and work.kind in ("law", "regulation", "notice", "plan")
        if author and not official:
            title = self.say("work.by", author=author, title=title)
        if year:
            title = self.say("work.dated", title=title, year=year)
        return self.say("work.at", title=title, at=at) if at else title

    def _confidence(self, source: Source) -> str:
        code = f"confidence.{source.confidence.replace('-', '_')}"
        return self.say(code) if self.knows(code) else ""

    def locator(self, at: str) -> str:
        """Where in a work something stands (``art. 78``), in the way the language writes it."""
        for name, pattern in _LOCATORS:
            at = pattern.sub(partial(self._located, name), at)
        return at

    def sources(self, keys: Iterable[str]) -> tuple[ToldSource, ...]:
        """Sources in words, each once, in the order they are named; each knows the others that are cited alike.

        Ids that the programme does not list are left out.
        """
        found = [self.source(key) for key in dict.fromkeys(keys) if key in self.programme.sources]
        alike: dict[tuple[str, str], tuple[str, ...]] = {}
        for source in found:
            citation = (source.text, source.confidence)
            alike[citation] = (*alike.get(citation, ()), source.key)
        return tuple(replace(source, keys=alike[source.text, source.confidence]) for source in found)

    def _located(self, name: str, match: re.Match[str]) -> str:
        numbers = re.split(r", ?", match.group(1))
        joined = numbers[0]
        for number in numbers[1:]:
            joined = self.say("list.comma", head=joined, last=number)
        return self.say(f"locator.{name}", number=joined)

    # ---- words within and at the head of sentences ---------------------------------------------------------

    def inside(self, text: str) -> str:
        """A label as it stands inside a sentence: without its capital, unless it begins with a name."""
        if self.language is Language.ZH or len(text) < 2 or not text[0].isupper():
            return text
        words = text.split(maxsplit=2)
        if self.language is Language.EN and words[0] in ("The", "A", "An"):
            return text[0].lower() + text[1:]
        if not text[1].islower() and text[1] != " ":
            return text
        if len(words) > 1 and words[1][0].isupper():
            return text
        match = _FIRST_WORD.match(text)
        if match is None or (self.language is Language.EN and match.group() in self._proper):
            return text
        return text[0].lower() + text[1:]

    @cached_property
    def _proper(self) -> frozenset[str]:
        """Words that the programme's texts write with a capital inside a sentence, and its places of one word."""
        words = {label for place in self.programme.places if " " not in (label := self.label(place))}
        words.update(self.say("text.names").split())
        for name, fact in self.programme.facts.items():
            for text in (
                self.text(f"facts.{name}.question", fact.question),
                self.text(f"facts.{name}.yes", fact.yes),
                self.text(f"facts.{name}.label", fact.label),
            ):
                words.update(_NAME_INSIDE.findall(text))
        return frozenset(words)

    def head(self, text: str) -> str:
        """A text as it stands at the head of a sentence: with a capital where the language has one."""
        return text[:1].upper() + text[1:]

    def sentence(self, text: str) -> str:
        """A text as a whole sentence: with a capital, and a full stop unless it ends in a mark of its own."""
        text = self.head(text.strip())
        if not text or text[-1] in ".。!?！？:：;…":
            return text
        if text[-1] in "\"'”’」)）" and len(text) > 1 and text[-2] in ".。!?！？":
            return text
        return self.say("text.sentence", text=text)

    def joined(self, *sentences: str) -> str:
        """Whole sentences one after the other, as the language sets them."""
        return ("" if self.language is Language.ZH else " ").join(sentence for sentence in sentences if sentence)

    def clause(self, text: str) -> str:
        """A sentence as it stands inside another: without its full stop and its capital."""
        return self.inside(text.strip().rstrip(".。"))

    def form(self, label: str) -> str:
        """The grammatical form of a label as a subject: `one`, or `many` for plurals and for questions ("where ...").

        Only English tells them apart.
        """
        if self.language is not Language.EN:
            return "many"
        words = label.lower().replace(",", " ,").split()
        if not words:
            return "one"
        if words[0] in _QUESTION_WORDS:
            return "many"
        head = words[0]
        for word in words[1:]:
            if word in _STOPS or word.startswith("(") or word.endswith("ed"):
                break
            head = word
        plural = head.endswith("s") and not head.endswith(("ss", "us", "is", "ous"))
        return "many" if plural else "one"


_QUESTION_WORDS = frozenset({"where", "whether", "how", "what", "when", "which", "who", "why"})
_STOPS = frozenset(
    [
        *("of", "in", "on", "at", "for", "since", "with", "by", "from", "before", "after", "that", "which", "a", "an"),
        *("the", "per", "as", "to", "within", "under", "during", "without", "between", "and", ",", "whose", "who"),
        *("where", "when", "not", "already", "ever", "still", "above", "below", "over", "earlier", "spent", "paid"),
        *("worked", "held", "past", "through", "outside", "inside", "against", "until", "beyond", "up", "counted"),
        *("needed", "asked", "given", "lived"),
    ]
)
