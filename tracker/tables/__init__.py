"""The ledger's tables and nothing else, by subject; import them from here.

Append-only (triggers refuse UPDATE, DELETE, REPLACE and TRUNCATE on both engines, see
migrations/append_only.py): the tables listed in APPEND_ONLY.
Mutable scratch: draft_cell, draft_file, stored_file (until a submission names it), sign_in_session,
sign_in_attempt, one_time_link.
Mutable register of people: unit, account, account_unit, external_identity.
Derived cache: standing, rebuilt and compared by ``python -m tracker verify``.
"""

from tracker.tables.ledger import Audit, Ledger
from tracker.tables.office import (
    AdjustmentDecision,
    AdjustmentRequest,
    ChaseMessage,
    Matter,
    MatterStep,
    Snapshot,
)
from tracker.tables.people import (
    Account,
    AccountUnit,
    ExternalIdentity,
    OneTimeLink,
    SignInAttempt,
    SignInSession,
)
from tracker.tables.register import (
    Area,
    Article,
    ArticleUnit,
    Plan,
    PlanOption,
    Reading,
    RuleSetVersion,
    Target,
    TargetTerms,
    TermsUnit,
    Unit,
)
from tracker.tables.reports import (
    Countersign,
    DraftCell,
    DraftFile,
    HeadConfirmation,
    ObjectionAnswer,
    Report,
    ReportFile,
    ReportingWindow,
    Review,
    Standing,
    StoredFile,
    WindowException,
)

__all__ = [
    "APPEND_ONLY",
    "Account",
    "AccountUnit",
    "AdjustmentDecision",
    "AdjustmentRequest",
    "Area",
    "Article",
    "ArticleUnit",
    "Audit",
    "ChaseMessage",
    "Countersign",
    "DraftCell",
    "DraftFile",
    "ExternalIdentity",
    "HeadConfirmation",
    "Ledger",
    "Matter",
    "MatterStep",
    "ObjectionAnswer",
    "OneTimeLink",
    "Plan",
    "PlanOption",
    "Reading",
    "Report",
    "ReportFile",
    "ReportingWindow",
    "Review",
    "RuleSetVersion",
    "SignInAttempt",
    "SignInSession",
    "Snapshot",
    "Standing",
    "StoredFile",
    "Target",
    "TargetTerms",
    "TermsUnit",
    "Unit",
    "WindowException",
]

APPEND_ONLY = (
    "plan",
    "plan_option",
    "area",
    "article",
    "article_unit",
    "reading",
    "target",
    "target_terms",
    "terms_unit",
    "reporting_window",
    "window_exception",
    "report",
    "report_file",
    "head_confirmation",
    "countersign",
    "review",
    "objection_answer",
    "rule_set",
    "adjustment_request",
    "adjustment_decision",
    "matter",
    "matter_step",
    "chase_message",
    "snapshot",
    "audit",
)
