"""The whole ledger as one thing: into a file and back, and from one engine to the other.

A backup is one zip file: ``ledger.db``, a SQLite database with every row of every table, whatever engine
it was taken from, and ``manifest.json``, which says of what moment it is and what it must hash to. One
shape for both engines makes all of it three moves (docs/decisions/0037-backup.md):

    rows       the ledger of an engine, as it stands at one moment -> a SQLite file; all rows of one
               database -> another of the same shape
    archive    that file <-> a backup with its manifest, under its name once it is whole
    placing    a SQLite file -> the ledger of an engine, in place of what stood there: restore, copy
    shelf      where backups are kept, how many, and the one before a migration
    in_use     who works with a ledger: nothing is put in its place under them
"""
