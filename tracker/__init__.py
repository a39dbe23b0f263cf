"""The target tracker: one figure travels one way.

A department types it (ui), a service stores it (services), a query reads it into one frozen record
(queries; domain.progress.scorecard), and every page, chart and file is drawn from it (charts, export).

    domain      rules: pure, standard library only; no clock, no database, no screen. Its rooms:
                language   the gate for texts, storable texts, refusals
                measure    quantity, lexicon of units, period and rhythm, target, pace, figure, sums
                progress   status, judging, groups, rollup, scorecard, budgets, forecast, rule sets, palette
                workflow   a plan's states, life cycle, windows, entry, evidence, approval, stated paths,
                           adjustment, erratum, who needs a second person, linking, supplement, matters,
                           directive, chasing, units' names and reforms, first steps, news
                meetings   snapshot, the office's own words and how papers look, comparison, trend, reporting,
                           what a meeting decides, the audit trail
                sentences  every generated one, no rule
                listing    the columns of every table of figures
                access     role (or an administrator's duty) x unit x action, in one table
                guessing   how long who typed a wrong password waits
                credentials  what a password must be, when a second step is asked
    notice      reading a policy text: from a file's bytes, areas, articles, responsible units, every number;
                what people decide about it, and the register that both make
    bounds      a child process that reads or makes what could be too large: its memory, its time
    settings    the environment, read once
    turns       writers of one process in their order, and commits that they share
    journal     the log: lines of text or JSON, nothing personal in them
    condition   how the machine stands: its disk, how backup and verify ended, versions
    db          the engine, exact numbers, one transaction per click
    tables      SQLModel tables and nothing else
    queries     reads: session first, the asking person in the signature, frozen records out; each stands once
    services    writes: session first, one function per button: gather (queries), decide (domain),
                apply; nobody commits inside
    backup      the whole ledger: into a file, back, from engine to engine; who uses it meanwhile
    charts      scorecard records -> Plotly figures with their alternative text
    export      a snapshot and what the office chose -> bytes; nothing read from the environment
    notify      a message -> out of the house: e-mail, the office messengers' webhooks, the trail's head
    web         ASGI: the gate (sessions, headers), sign-in, downloads, health; the server of `serve`;
                the sheet (style) and the scripts that come with Streamlit's page
    ui          Streamlit: main, navigation, frame (what pages stand in), parts (one kit), a package a page
    demo        the demonstration world, filled through the services
    remind      one round of 催报 for a scheduler
    anchoring   the audit trail's head, written out of the house and read back to compare
    noting      files taken and refusals, into the audit trail behind the answer
    telling     owners of accounts told by mail of the links that a list made, behind the answer
    shipping    the audit trail out of the house as it is written, from where each place has it
    cli         python -m tracker …, a module for each subject of its commands (__main__ calls it)

The arrows (tests/test_layers.py holds them):

    ui, web, cli, demo, remind, anchoring, noting, telling, shipping
                       -> services, queries, charts, export, notify, notice, domain
    backup             -> services, queries, tables, db, domain; cli and app alone ask it
    services           -> queries, tables, db, domain, notice; never the reverse
    queries            -> tables, db, domain, notice
    charts, export     -> domain        notify -> domain, settings        export, notice, web -> bounds
    db                 -> turns, domain
    tables             -> db, domain        notice -> domain        domain -> the standard library
    cli                -> notice too: it reads a file and stores nothing
    inside ui: main, navigation -> pages -> parts -> frame; no page knows another (tasks -> entry alone)
    inside domain: listing -> sentences -> meetings -> workflow -> progress -> measure -> language
                   credentials -> access, guessing -> language
"""
