"""The main job without a screen: a plain client of the project's executables (CLI.md).

A demo portal is made and served on a free port; then sync, import of the sample list, check, send,
the supplier's answer, the invoice as PDF, and pictures of the screens. What came of it is written
to DIR/summary.json; the exit code is 1 when the figures of both ends do not agree.

Run inside the environment by `dev.py demo --headless --out DIR`.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from devtools.places import ROOT, Trouble, say, venv_bin
from devtools.sample_list import write_sample

CART = "Заявка"
ANSWER_SECONDS = 30
SIZE = 12_000
# Codes that are no failure: done, and done with rows that need attention.
_FINE = (0, 2)


@dataclass(frozen=True)
class Desk:
    """The buyer's command line with its folder and its portal."""

    home: Path
    portal: str
    token: str

    def run(self, *arguments: str) -> Any:
        """Run a command and return its document.

        Raises:
            Trouble: it failed; what it said stands in the message.
        """
        command = [str(venv_bin("b2bdesk-cli")), *arguments, "--json", "--home", str(self.home)]
        environment = {
            **_clean(),
            "B2BDESK_PORTAL_URL": self.portal,
            "B2BDESK_TOKEN": self.token,
        }
        done = subprocess.run(
            command, env=environment, capture_output=True, encoding="utf-8", check=False
        )
        if done.returncode not in _FINE:
            told = done.stderr.strip() or done.stdout.strip()
            raise Trouble(f"b2bdesk-cli {arguments[0]} ended with {done.returncode}: {told}")
        return json.loads(done.stdout)


def main(arguments: list[str]) -> int:
    """Do the job; 0 when everything agrees, 1 when not, 7 when something did not run."""
    parser = argparse.ArgumentParser(prog="dev.py demo --headless")
    parser.add_argument("--out", type=Path, default=Path("out"), metavar="DIR")
    parser.add_argument("--size", type=int, default=SIZE, help="items of the demo catalogue")
    chosen = parser.parse_args(arguments)
    out: Path = chosen.out.absolute()
    try:
        summary = {**job(out, chosen.size), "screenshots": []}
    except Trouble as trouble:
        say(str(trouble))
        return 7
    wrong = disagreements(summary)
    say("Pictures of the screens …")
    try:
        summary["screenshots"] = screenshots(out)
    except Trouble as trouble:
        wrong.append(str(trouble))
    text = json.dumps(summary, ensure_ascii=False, indent=2)
    (out / "summary.json").write_text(text + "\n", encoding="utf-8")
    print(text)
    for each in wrong:
        say(f"wrong: {each}")
    pictures = len(summary["screenshots"])
    say(f"Results in {out}: summary.json, invoice.pdf, sample-list.xlsx, {pictures} pictures")
    return 1 if wrong else 0


def job(out: Path, size: int) -> dict[str, Any]:
    """Make the portal, do the buyer's work, and return the summary without pictures."""
    folder = out / "run"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    database = folder / "portal.db"
    say(f"A demo portal with {size} items …")
    _portal("demo", "--db", str(database), "--size", str(size))
    token = _portal("token", "add", "--db", str(database), "--user", "demo").strip()
    # the checksums of the sync prove that the desk holds the very goods that the portal counts
    articles = json.loads(_portal("stats", "--db", str(database), "--json"))["goods"]
    with served(database) as address:
        return {"articles": articles, **buy(Desk(folder / "home", address, token), out, size)}


def buy(desk: Desk, out: Path, size: int) -> dict[str, Any]:
    """Do the buyer's work against a served portal; returns the summary without pictures."""
    say("Synchronising …")
    checks = desk.run("sync")["checks"]
    if not checks or not all(checks.values()):
        raise Trouble(f"the synchronised data does not prove itself: {checks}")
    order_list = out / "sample-list.xlsx"
    write_sample(order_list, size)
    say(f"Importing {order_list.name} …")
    report = desk.run("import", str(order_list), "--cart", CART)
    say("Checking and sending …")
    desk.run("cart", "check", CART)
    cart = desk.run("cart", "show", CART)
    sent = desk.run("cart", "send", CART, "--yes", "--wait", str(ANSWER_SECONDS))["orders"][0]
    order = desk.run("order", "show", sent["client_id"])
    invoice = out / "invoice.pdf"
    desk.run("invoice", order["number"], "-o", str(invoice))
    totals = order["totals"]
    return {
        "rows_read": report["rows_read"],
        "statuses": report["statuses"],
        "lines_sent": len(order["lines"]),
        "cart_total": cart["totals"]["gross"],
        "order_number": order["number"],
        "order_state": order["state"],
        "portal_total": totals["gross"],
        "confirmed_total": totals["confirmed"],
        "invoiced_total": totals["invoiced"],
        "invoice_pdf": str(invoice),
    }


def disagreements(summary: dict[str, Any]) -> list[str]:
    """Return what does not hold of a summary; empty when all is well."""
    rows = sum(summary["statuses"].values())
    invoice = Path(summary["invoice_pdf"])
    found = []
    if rows != summary["rows_read"] or not rows:
        found.append(f"{summary['rows_read']} rows read, {rows} accounted for")
    if summary["cart_total"] != summary["portal_total"]:
        found.append(f"cart {summary['cart_total']}, portal {summary['portal_total']}")
    if summary["invoiced_total"] != summary["confirmed_total"]:
        found.append(f"confirmed {summary['confirmed_total']} is not what was invoiced")
    if not invoice.is_file() or invoice.read_bytes()[:5] != b"%PDF-":
        found.append("no invoice")
    return found


@contextlib.contextmanager
def served(database: Path) -> Iterator[str]:
    """Serve a portal on a free port; yields its address. It ends with the block or with us."""
    command = [
        str(venv_bin("b2bdesk-portal")),
        *("serve", "--db", str(database), "--port", "0", "--with-parent"),
    ]
    log = database.with_suffix(".log")
    with (
        log.open("w", encoding="utf-8") as errors,
        subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            encoding="utf-8",
            env=_clean(),
        ) as server,
    ):
        assert server.stdin is not None
        assert server.stdout is not None
        port = server.stdout.readline().strip()
        try:
            if not port.isdigit():
                raise Trouble(f"the portal did not start; see {log}")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.stdin.close()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()


def screenshots(out: Path) -> list[str]:
    """Have the pictures made, if the checkout can; returns their files."""
    if (
        not (ROOT / "devtools" / "shots.py").is_file()
        and not (ROOT / "devtools" / "shots" / "__main__.py").is_file()
    ):
        return []
    folder = out / "screenshots"
    shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, "-P", "-m", "devtools.shots", str(folder)]
    environment = {**_clean(), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=sys.stderr, check=False)
    if done.returncode != 0:
        raise Trouble(f"the pictures were not made: exit code {done.returncode}")
    return [str(path) for path in sorted(folder.rglob("*.png"))]


def _clean() -> dict[str, str]:
    """The environment without the person's own settings of the program."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("B2BDESK_")}
    return {**kept, "PYTHONUTF8": "1"}


def _portal(*arguments: str) -> str:
    """Run a command of the portal; what it tells goes to stderr, its result is returned."""
    done = subprocess.run(
        [str(venv_bin("b2bdesk-portal")), *arguments],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env=_clean(),
        check=False,
    )
    if done.returncode != 0:
        raise Trouble(f"b2bdesk-portal {arguments[0]} ended with {done.returncode}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
