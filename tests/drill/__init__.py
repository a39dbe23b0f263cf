"""A rehearsal: backups while two write, some killed half way or out of space, restored on both engines.

``python -m tests.drill --rounds 20`` (make drill) plays it at length, tests/drill/test_drill.py one round
for each engine. A round: two writing processes go on acknowledging; a backup is killed at a random moment,
one runs out of space at a random byte, one is written; its ledger is restored on SQLite and on PostgreSQL
and compared row by row with what was packed and with what the writers have acknowledged.
"""
