"""Groups in files: one native bar a group, as long as it has due targets, in the counts of their statuses."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from tracker.domain.progress.rollup import Rollup
from tracker.domain.progress.scorecard import Group, Scorecard
from tracker.domain.progress.status import Status, labelled
from tracker.domain.sentences import coverage_short, group_line, on_pace_text
from tracker.export.drawingml import HOLLOW, Chart, Series

_LONGEST_TOLD = 900
_NARROW, _WIDE, _AIR = 0.62, 1.05, 3
_PLOT = 240  # points that bars have at least, beside their names


def counts_chart(
    card: Scorecard,
    groups: Sequence[Group],
    names: Sequence[str],
    *,
    letters: float = 10,
    faces: tuple[str, str] | None = None,
) -> Chart:
    """The due counts of groups by status; ``names`` as they stand beside the bars."""
    description = f"应达目标按状态的项数。{' '.join(group_line(group, card) for group in groups)}"[
        :_LONGEST_TOLD
    ]
    chart = Chart(
        names=tuple(names),
        series=status_series([group.rollup for group in groups], letters),
        description=description,
        is_percent=False,
        is_horizontal=True,
        letters=letters,
    )
    return chart if faces is None else Chart(**(vars(chart) | {"faces": faces}))


def status_series(rollups: Sequence[Rollup], letters: float) -> tuple[Series, ...]:
    """One for each status that any of them has, in the order of legends."""
    point = _PLOT / max(sum(rollup.drawn.values()) for rollup in rollups)
    return tuple(
        Series(
            labelled(status),
            tuple(Decimal(rollup.drawn[status]) for rollup in rollups),
            (painted_as(status),),
            formats=tuple(
                # Here every part has its number: no other place says it.
                label_format(status.shape, count, point, letters) or ("0" if count else "")
                for count in (rollup.drawn[status] for rollup in rollups)
            ),
        )
        for status in Status
        if any(rollup.drawn[status] for rollup in rollups)
    )


def label_format(shape: str, count: int, point: float, letters: float) -> str:
    """The number format of a label: shape and number, for grey print; less where a part is narrow.

    ``point``: how long the part of one target is, in points; ``letters``: the label's size in points. Empty
    where not even the number fits.
    """
    if not count:
        return ""
    room, digits = count * point, len(str(count)) * _NARROW * letters + _AIR
    if shape and digits + _WIDE * letters <= room:
        return f'"{shape}"0'
    return "0" if digits <= room else ""


def painted_as(status: Status) -> str:
    """The colour of its bar: only what has a verdict fills it."""
    return status.value if status.is_verdict else f"{HOLLOW}{status.value}"


def beside_name(rollup: Rollup) -> str:
    """Beside a group's name: (60.0%;8/10), below five due targets (4项中2项;3/4); reported/owed last."""
    return f"({on_pace_text(rollup)};{coverage_short(rollup)})"


def by_due(groups: Iterable[Group]) -> list[Group]:
    """Those with most due targets first, as the lists of departments say of themselves."""
    return sorted(groups, key=lambda group: (-group.rollup.due, group.key))
