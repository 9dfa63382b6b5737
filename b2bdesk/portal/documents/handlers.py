"""Handler of `/documents/{id}/file`."""

from __future__ import annotations

from b2bdesk.portal.documents.printing import printed
from b2bdesk.portal.http.call import Call, Handler, Reply


def document_file(call: Call) -> Reply:
    """The printed document."""
    row, data = printed(call.storage, call.scope, call.path["document_id"])
    name = "".join(
        c for c in f"{row.document.kind}-{row.document.number}" if c.isalnum() or c == "-"
    )
    ascii_name = name.encode("ascii", "ignore").decode() or "document"
    headers = {"Content-Disposition": f'inline; filename="{ascii_name}.pdf"'}
    return Reply(data, media=row.media, headers=headers, ranged=True)


HANDLERS: dict[str, Handler] = {"document_file": document_file}
