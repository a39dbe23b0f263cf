"""The target tracker: one figure travels one way.

A department types it (ui), a service stores it (services), a query reads it into one frozen record
(queries; domain.progress.scorecard), and every page, chart and file is drawn from it (charts, export).

    domain      rules: pure, standard library only; no clock, no database, no screen. Its rooms:
                language   the gate for texts, storable texts, refusals
                measure    quantity, lexicon of units, period and rhythm, target, pace, figure, sums
                progress   status, judging, groups, rollup, scorecard, budgets, forecast, rule sets, palette
                workflow   a plan's states, life cycle, windows, entry, evidence, approval, stated paths,
                           adjustment, erratum, linking, supplement, matters, directive, chasing, units' names
                           and reforms, first steps, news
                meetings   snapshot, comparison, reporting, what a meeting decides, the audit trail
                sentences  every generated one, no rule
                listing    the columns of every table of figures
                access     role x unit x action, in one table
    notice      reading a policy text: from a file's bytes, areas, articles, responsible units, every number;
                what people decide about it, and the register that both make
    bounds      memory and time of a child process that reads or makes what could be too large
    settings    the environment, read once
    db          the engine, exact numbers, one transaction per click
    tables      SQLModel tables and nothing else
    queries     reads: session first, the asking person in the signature, frozen records out; each stands once
    services    writes: session first, one function per button: gather (queries), decide (domain),
                apply; nobody commits inside
    charts      scorecard records -> Plotly figures with their alternative text
    export      a snapshot and what the office chose -> bytes; nothing read from the environment
    notify      a message -> out of the house: e-mail, the office messengers' webhooks
    web         ASGI: the gate (sessions, headers), sign-in, downloads, health; the server of `serve`;
                the sheet (style) and the scripts that come with Streamlit's page
    ui          Streamlit: main, navigation, frame (what pages stand in), parts (one kit), a package a page
    demo        the demonstration world, filled through the services
    remind      one round of 催报 for a scheduler
    cli         python -m tracker … (__main__ calls it)

The arrows (tests/test_layers.py holds them):

    ui, web, cli, demo, remind -> services, queries, charts, export, notify, notice, domain
    services           -> queries, tables, db, domain, notice; never the reverse
    queries            -> tables, db, domain, notice
    charts, export     -> domain        notify -> domain, settings        export, notice, web -> bounds
    tables             -> db, domain        notice -> domain        domain -> the standard library
    cli                -> notice too: it reads a file and stores nothing
    inside ui: main, navigation -> pages -> parts -> frame; no page knows another (tasks -> entry alone)
    inside domain: listing -> sentences -> meetings -> workflow -> progress -> measure -> language
                   access -> language
"""
