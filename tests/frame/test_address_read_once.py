"""What a run has read of its address once keeps in step with what is written there (address.seen)."""

from streamlit.testing.v1 import AppTest


def script() -> None:
    import streamlit as st

    from tracker.ui.frame import address

    def told() -> None:
        st.session_state.setdefault("told", []).append((address.seen(), st.query_params.to_dict()))

    told()
    st.query_params["q"] = "2025Q2"
    told()
    st.query_params.update(unit="3", plan="a")
    told()
    del st.query_params["unit"]
    told()
    st.query_params.from_dict({"code": "A1&B=2"})
    told()
    st.query_params.pop("code")
    told()
    address.seen()["q"] = "of nobody else"
    st.query_params.clear()
    told()


def test_every_way_of_writing_the_address_is_seen_at_once() -> None:
    at = AppTest.from_function(script, default_timeout=60)
    at.query_params["q"] = "2025Q3"
    at.run()
    assert not at.exception
    told = at.session_state["told"]
    assert all(seen == written for seen, written in told)
    assert [seen.get("q") for seen, _ in told] == ["2025Q3", "2025Q2", "2025Q2", "2025Q2", None, None, None]
    at.query_params["q"] = "2025Q4"
    at.run()
    assert at.session_state["told"][7][0] == {"q": "2025Q4"}
