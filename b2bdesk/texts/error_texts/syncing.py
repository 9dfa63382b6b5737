"""Texts of synchronisation and of what it brings: cancelled runs, documents that are not there."""

TEXTS: dict[str, tuple[str, str, str]] = {
    "bad_snapshot": (
        "The portal's file of a catalogue is not usable",
        "“{feed}” came as a file that does not follow its form ({reason}). Nothing of it was used.",
        "The rows were fetched one by one instead; tell the supplier if it happens again.",
    ),
    "document_not_found": (
        "There is no such document",
        "Nothing is there under “{number}” yet; the supplier has not issued it or it is not yours.",
        "Synchronise and look again.",
    ),
    "snapshot_unavailable": (
        "The portal has no file of this catalogue",
        "It can be fetched in rows; the file is missing or not ready yet.",
        "Nothing needs to be done.",
    ),
    "sync_cancelled": (
        "Synchronisation was stopped",
        "What had come whole is kept; the rest follows next time.",
        "Synchronise when it suits you.",
    ),
    "sync_resumed": (
        "The load went on where it had stopped",
        "{feed}: {rows} rows were here from the time before and were not fetched again.",
        "There is nothing to do.",
    ),
    "sync_resumed_file": (
        "The load went on where it had stopped",
        "{feed}: {bytes} bytes of the file were here from the time before.",
        "There is nothing to do.",
    ),
}
