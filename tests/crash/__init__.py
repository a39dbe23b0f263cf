"""Break a writer off again and again; nothing acknowledged may be lost (docs/decisions/0004).

``loop``    the writing process is killed
``power``   and of SQLite's files is left what was synced, or torn pages: what a process gave to the system
            stays there when it is killed, so killing alone can't tell a careful setting from a hasty one
``server``  PostgreSQL itself is killed

``python -m tests.crash`` plays hundreds of rounds, the tests a few, and settings that must lose something.
"""
