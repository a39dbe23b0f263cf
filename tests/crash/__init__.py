"""Kill a writing process again and again; nothing acknowledged may be lost (docs/decisions/0004).

``python -m tests.crash --rounds 100`` runs long; tests/crash/test_kill.py runs eight rounds.
Killing a process proves nothing about a power cut: what the process gave to the system stays there.
For that the factory's ``synchronous`` setting is tested (tests/ledger/test_sqlite.py), because a
measured model of a power cut lost commits below FULL (WAL) and below EXTRA (DELETE), and none at them.
"""
