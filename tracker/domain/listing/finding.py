"""Finding a target or a unit by a few letters of what people call it."""

from collections.abc import Iterable

from tracker.domain.progress.scorecard import Score, UnitRef


def targets_called(scores: Iterable[Score], words: str) -> tuple[Score, ...]:
    """Whose code, name or quote holds the words; then whose name has their letters in order.

    高企 is what everybody calls 高新技术企业.
    """
    asked = "".join(words.casefold().split())
    if not asked:
        return ()
    held, shortened = [], []
    for score in scores:
        target = score.target
        text = "".join(f"{target.code} {target.name} {target.anchor.quote}".casefold().split())
        if asked in text:
            held.append(score)
        elif is_short_for(asked, target.name.casefold()):
            shortened.append(score)
    return (*held, *shortened)


def units_called(units: Iterable[UnitRef], words: str) -> tuple[UnitRef, ...]:
    asked = "".join(words.casefold().split())
    return tuple(unit for unit in units if asked and is_short_for(asked, unit.name.casefold()))


def is_short_for(letters: str, name: str) -> bool:
    """Whether the letters stand in the name in their order; one letter has to be its first."""
    if len(letters) < 2:
        return name.startswith(letters)
    rest = iter(name)
    return all(letter in rest for letter in letters)
