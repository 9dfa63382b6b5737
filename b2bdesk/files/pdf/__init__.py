"""Printed documents: payment invoice, order form, copies of УПД and ТОРГ-12 (DOCUMENTS §3–§6).

`model` holds what is printed and reads and writes it as JSON; it knows no PDF library, so that
every layer may import it. Each document has a module with one `render_*` function: `invoice`,
`order_form`, `upd`, `torg12`. They stand on `paginate` (which row on which sheet), `table`
(columns and cells), `typeset` (faces, widths, line breaking) and `sheet` (the canvas).
The client prints from cached data without a network; the portal prints the same bytes.
"""
