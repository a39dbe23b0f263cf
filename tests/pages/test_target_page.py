from tests.pages.conftest import Visit, text_of
from tests.pages.world import KEJI
def test_x(visit: Visit) -> None:
    at = visit(KEJI, "target", code="A1-01")
    assert not at.exception
    print(text_of(at)); assert 0
