"""填报表: what a department carries round in the house is read back as it was filled in."""

from io import BytesIO

import openpyxl  # type: ignore[import-untyped]
from sqlalchemy import Engine

from tests.domain.build import Q3
from tests.pages.conftest import world_engine, world_file, world_url
from tests.pages.world import KEJI, NOW
from tracker.db import reading
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.pasting import PasteRow, read_paste
from tracker.export.filling_form import FormLine, filling_form
from tracker.queries.entries import Form, filed_forms, ledger_of
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans

__all__ = ["world_engine", "world_file", "world_url"]


def forms(engine: Engine) -> tuple[Form, ...]:
    with reading(engine) as session:
        person = person_of_login(session, KEJI)
        ledger = ledger_of(session, person, plans(session)[0], Q3)
        return filed_forms(person, ledger, NOW)


def line(form: Form) -> FormLine:
    return FormLine(form.target, "44家", {name: cell.text for name, cell in form.cells.items()})


def test_the_form_holds_every_target_and_can_be_pasted_back_whole(world_engine: Engine) -> None:
    listed = forms(world_engine)
    data = filling_form(Q3, [line(form) for form in listed])
    assert data == filling_form(Q3, [line(form) for form in listed]), "equal rows give equal bytes"
    sheet = openpyxl.load_workbook(BytesIO(data)).active
    table = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    assert table[0][:6] == ["编号", "目标", "全年目标", "1—6月", "1—9月累计", "单位"]
    assert [row[0] for row in table[1:]] == [form.target.code for form in listed]
    row = next(row for row in table if row[0] == "T02-01")
    row[4] = "17"
    pasted = read_paste(
        "\n".join("\t".join(cells) for cells in table),
        [PasteRow(form.target.code, form.target.name, form.target.terms) for form in listed],
    )
    taken = {each.code: each.typed.get(Field.VALUE) for each in pasted if each.typed}
    assert taken["T02-01"] == "17"
    assert taken["A1-01"] == "68", "what was submitted stands in it"
