"""Which language to speak: the one asked for with --lang, else the one the terminal is set to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sojourn.policy import Language

#: What says in which language a terminal speaks, the strongest first.
SETTINGS = ("LC_ALL", "LC_MESSAGES", "LANG")


def language_of(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """The language of a call, found before anything else is read, so that a wrong call is answered in it too."""
    return _asked_for(arguments) or _set(environment)


def _asked_for(arguments: Sequence[str]) -> Language | None:
    asked = None
    for position, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang" and position + 1 < len(arguments):
            asked = arguments[position + 1]
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
    return Language(asked) if asked in {language.value for language in Language} else None


def _set(environment: Mapping[str, str]) -> Language:
    """The language of the first setting that says anything (`vi_VN.UTF-8`); English where it is another one."""
    for name in SETTINGS:
        if setting := environment.get(name):
            spoken = setting.replace("-", "_").partition("_")[0].partition(".")[0].lower()
            return next((language for language in Language if language.value == spoken), Language.EN)
    return Language.EN
