from tests.entry.test_entry_page import *
def test_a(visit, monkeypatch):
    at = visit(KEJI, "entry", code="T02-01")
    monkeypatch.setattr(shell, "now", lambda: NOW + timedelta(days=30))
    monkeypatch.setattr(shell, "person_now", lambda session: person_of_login(session, KEJI))
    orig=entry_state._is_locked_now
    def spy(o):
        r=orig(o); print("LOCKED?", r, entry_state.form_now(o).locked_because, shell.now()); return r
    monkeypatch.setattr(entry_state,"_is_locked_now",spy)
    field(at, Field.PROGRESS).set_value("写了一半").run()
    o=[e for k,e in at.session_state.items() if isinstance(e, entry_state.Opening)]
    print(len(o), o and (o[0].must_reload,o[0].unsaved,o[0].typed[Field.PROGRESS], o[0].quarter))
    print(text_of(at)[:300])
def test_b(visit, monkeypatch):
    at = visit(KEJI, "entry", code="T02-01")
    for k,e in at.session_state.items():
        if isinstance(e, entry_state.Opening): print(k, e.target.code)
    monkeypatch.setattr(shell, "now", lambda: NOW + timedelta(days=30))
    monkeypatch.setattr(shell, "person_now", lambda session: person_of_login(session, KEJI))
    from tracker.ui import entry_form
    import streamlit as s
    oo=entry_state.opening_of
    def spy(f):
        print("OPENING_OF", f.target.code, f.locked_because, shell.visit().now); return oo(f)
    monkeypatch.setattr(entry_state,"opening_of",spy)
    rr=s.rerun
    def r2(*a,**k):
        print("RERUN"); return rr(*a,**k)
    monkeypatch.setattr(s,"rerun",r2)
    field(at, Field.PROGRESS).set_value("写了一半").run()
    print(text_of(at)[:300])
def test_c(visit, monkeypatch):
    at = visit(KEJI, "entry", code="T02-01")
    monkeypatch.setattr(shell, "now", lambda: NOW + timedelta(days=30))
    monkeypatch.setattr(shell, "person_now", lambda session: person_of_login(session, KEJI))
    e=shell.enter
    def spy():
        v=e(); print("ENTER", v.now, shell.now()); return v
    monkeypatch.setattr(shell,"enter",spy)
    oo=entry_state.opening_of
    def spy2(f):
        import traceback; print("OPENING_OF", shell.visit().now); traceback.print_stack(limit=14); return oo(f)
    monkeypatch.setattr(entry_state,"opening_of",spy2)
    field(at, Field.PROGRESS).set_value("写了一半").run()
    print(at.exception)
