"""Some tens of people at work for a long time, while somebody watches what the server holds.

``python -m tests.soak --minutes 30`` (make soak) plays it at length, tests/soak/test_soak.py for some twenty
seconds. On the demonstration ledger, over websockets as a page speaks: every page of every role is opened,
figures are submitted, approved and sent back, evidence is put on and looked at, files are taken, tabs closed
and opened again. In the end nothing may have grown on, no answer may have been another than it should be,
what was acknowledged stands in the ledger, and ``verify`` finds nothing.
"""
