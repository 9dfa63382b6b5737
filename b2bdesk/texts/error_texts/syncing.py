"""Texts of synchronisation and of what it brings: cancelled runs, documents that are not there."""

TEXTS: dict[str, tuple[str, str, str]] = {
    "document_not_found": (
        "There is no such document",
        "Nothing is there under “{number}” yet; the supplier has not issued it or it is not yours.",
        "Synchronise and look again.",
    ),
    "sync_cancelled": (
        "Synchronisation was stopped",
        "What had come whole is kept; the rest follows next time.",
        "Synchronise when it suits you.",
    ),
}
