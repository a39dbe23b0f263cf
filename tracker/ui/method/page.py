"""计算说明: why every percentage is what it is: rules, numbers in the sentence, how calls came out."""

from tracker.ui.frame import shell
from tracker.ui.method import calls, rules, why


def page() -> None:
    part = rules.choose_part()
    if part == rules.WHY:
        why.show(shell.current_card())
    elif part == rules.CALLS:
        calls.show()
    else:
        rules.show_rules()
