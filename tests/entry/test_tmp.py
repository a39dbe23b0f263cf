from tests.pages.world import *
from tests.pages.conftest import text_of
def dump(at):
    for e in at.main: pass
    print("EXC", [ (x.message, x.stack_trace[-6:]) for x in at.exception])
    print(text_of(at)[:3000])
    for k in ("text_input","text_area","segmented_control","selectbox","checkbox","radio","button"):
        for w in at.get(k): print(k, getattr(w,"key",None), repr(getattr(w,"value",None)), getattr(w,"disabled",None) , getattr(w,"label",""))
def test_walk(visit):
    at = visit(KEJI, "entry"); dump(at); 
    at = visit(JIAOTONG, "entry", code="A4-02"); dump(at)
def test_review(visit):
    at = visit(REVIEWER, "review"); dump(at)
