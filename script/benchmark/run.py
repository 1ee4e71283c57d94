"""Starts the site and the minimal project, asks pages by turns, and prints what each cost as JSON lines.

CPU is the processor time of the server process per request (from /proc), so neighbours on the machine do not count.
"""

import json
import os
import re
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pvk.settings")

import django  # noqa: E402

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from cases.models import Case  # noqa: E402
from organisation.models import User  # noqa: E402
from plans.models_policy import PolicyRow  # noqa: E402
from script.benchmark.documents import measure_documents  # noqa: E402
from script.benchmark.rules import measure_rules  # noqa: E402
from signals.models import Signal  # noqa: E402

TICKS = os.sysconf("SC_CLK_TCK")
TURNS, ASKS = 6, 20


def say(**values: object) -> None:
    print(json.dumps({"database": connection.vendor, **values}), flush=True)


class Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect, so that each request is measured by itself."""

    def redirect_request(self, *args: object) -> None:
        return None


OPENER = urllib.request.build_opener(Stay)


class Server:
    """One gunicorn worker on a free port."""

    def __init__(self, application: str, settings: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", application, "-w", "1", "--threads", "1", "-k", "gthread",
             "-b", f"127.0.0.1:{self.port}", "--log-level", "error"],
            cwd=ROOT, env={**os.environ, "DJANGO_SETTINGS_MODULE": settings},
        )  # fmt: skip
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        time.sleep(1)

    def cpu(self) -> float:
        """Seconds of processor time of the workers."""
        total = 0
        for child in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split():
            fields = Path(f"/proc/{child}/stat").read_text().rsplit(")", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICKS

    def ask(self, path: str, cookie: str, data: dict[str, str] | None = None) -> tuple[float, bytes]:
        body = urllib.parse.urlencode(data).encode() if data is not None else None
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data=body, headers={"Cookie": cookie})
        started = time.perf_counter()
        try:
            with OPENER.open(request, timeout=120) as answer:
                content, place = answer.read(), ""
        except urllib.error.HTTPError as error:
            if error.code != 302:
                raise
            content, place = error.read(), error.headers["Location"]
        if "/inloggen/" in place:
            raise SystemExit(f"{path}: not logged in")
        if bool(place) != (data is not None):  # a page answers at once; what is saved sends on, a form with errors not
            raise SystemExit(f"{path}: {'sent on to ' + place if place else 'was not saved'}")
        return (time.perf_counter() - started) * 1000, place.encode() or content

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()


def cookie_of(name: str) -> str:
    user = User.objects.get(email=f"{name}@voorbeeldstad.example")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"sessionid={session.session_key}; csrftoken={'a' * 32}"


def prepare(signals: int, cases: int) -> None:
    """The town at size, and a bare table of the same size."""
    call_command("migrate", verbosity=0)
    if Case.objects.count() >= cases and PolicyRow.objects.count() < cases:
        raise SystemExit("Deze database is gevuld voordat casussen een analyse hadden. Haal haar weg en begin opnieuw.")
    if Signal.objects.count() < signals or Case.objects.count() < cases:
        call_command("seed_load", signals=signals, cases=cases, stdout=sys.stderr)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_row")
        cursor.execute(
            "CREATE TABLE bench_row AS SELECT id, what AS title, state, place, reported_at AS at FROM signals_signal"
        )
        cursor.execute("CREATE UNIQUE INDEX bench_row_id ON bench_row (id)")
        cursor.execute("CREATE INDEX bench_row_at ON bench_row (at)")
        cursor.execute("ANALYZE")


def rows_on(content: bytes) -> int:
    """How many rows a person sees: table rows, list items and facts in the main part of the page."""
    main = content.decode().partition("<main")[2].partition("</main>")[0]
    return len(re.findall(r"<tr\b|<li\b|<dt\b", main))


def measure(server: Server, path: str, cookie: str, post: object = None) -> tuple[list[float], float]:
    before, walls = server.cpu(), []
    for _ in range(ASKS):
        wall, _content = server.ask(path, cookie, post() if callable(post) else None)
        walls.append(wall)
    return walls, (server.cpu() - before) * 1000 / ASKS


def compare(site: Server, minimal: Server, name: str, path: str, cookie: str, post: object = None) -> float:
    """Ask both by turns; print the cost and the ratio; returns milliseconds of processor time."""
    _, content = site.ask(path, cookie)
    rows = max(rows_on(content), 1) if post is None else 50
    for _ in range(5):
        site.ask(path, cookie)
        minimal.ask(f"/rijen/{rows}/", cookie)
    walls, ours, theirs, bare = [], [], [], []
    for _ in range(TURNS):
        bare_walls, cost = measure(minimal, f"/rijen/{rows}/", cookie)
        theirs.append(cost)
        bare += bare_walls
        page_walls, cost = measure(site, path, cookie, post)
        ours.append(cost)
        walls += page_walls
    cpu, floor = statistics.median(ours), statistics.median(theirs)
    p95, p95_floor = (sorted(each)[int(len(each) * 0.95)] for each in (walls, bare))
    say(
        page=name, rows=rows, kilobytes=round(len(content) / 1024, 1), cpu_ms=round(cpu, 2),
        minimal_cpu_ms=round(floor, 2), cpu_ratio=round(cpu / floor, 2), p95_ms=round(p95, 1),
        minimal_p95_ms=round(p95_floor, 1), p95_ratio=round(p95 / p95_floor, 2),
    )  # fmt: skip
    return cpu


def pages(only: tuple[str, ...] = ()) -> dict[str, float]:
    """Every page, or those that are named."""
    coordinator = cookie_of("coordinator")
    case = Case.objects.filter(links__isnull=False, diagnosis__isnull=False, exercise=False).order_by("-pk").first()
    busy = Case.objects.get(title="Samenleven op het Bloemenplein")
    area = Signal.objects.values_list("district", flat=True).first()
    first = Signal.objects.values_list("area", flat=True).first()
    site, minimal = (
        Server("pvk.wsgi", "pvk.settings"),
        Server("script.benchmark.minimal_wsgi", "script.benchmark.minimal"),
    )
    new = {
        "what": "Bewoners en bezoekers mijden elkaar bij het plein.", "area": str(first), "known": "seen",
        "direction": "groups", "kind": "unrest", "csrfmiddlewaretoken": "a" * 32, "source": "Balie", "origin": "local",
        "happened_at": "", "happened_at_0": "2026-01-05", "happened_at_1": "12:00",
    }  # fmt: skip
    asked = {
        "inbox": "/signalen/",
        "inbox, filtered": f"/signalen/?area={area}&state=closed",
        "search, common word": "/signalen/?q=parkeren",
        "search, two words": "/signalen/?q=windmolens+speeltuin",
        "case file": f"/casussen/{case.pk if case else busy.pk}/",
        "case file, full": f"/casussen/{busy.pk}/",
        "case list": "/casussen/",
        "advice": f"/casussen/{busy.pk}/analyse/richtingen/",
        "examples for a case": f"/casussen/{busy.pk}/analyse/voorbeelden/",
        "library": "/praktijkvoorbeelden/",
        "white spots": "/witte-vlekken/",
        "white spots, filtered": f"/witte-vlekken/?area={area}&sector=care",
        "policy table": f"/plannen/casus/{busy.pk}/beleid/",
        "overview map": "/casussen/kaart/",
        "work list": "/",
    }
    cost = {}
    try:
        for name, path in asked.items():
            if only and name not in only:
                continue
            try:
                cost[name] = compare(site, minimal, name, path, coordinator)
            except (urllib.error.HTTPError, SystemExit) as error:
                say(page=name, error=str(error))
        if only:
            return cost
        try:
            cost["log a signal"] = compare(site, minimal, "log a signal", "/signalen/nieuw/", coordinator, lambda: new)
            receipt = site.ask("/signalen/nieuw/", coordinator, new)[1].decode()
            cost["receipt"] = compare(site, minimal, "receipt", receipt, coordinator)
        except (urllib.error.HTTPError, SystemExit) as error:
            say(page="log a signal", error=str(error))
    finally:
        site.stop()
        minimal.stop()
    return cost


def growth() -> None:
    """The same pages with 10,000 and with 100,000 signals."""
    prepare(10_000, 1_000)
    small = pages()
    prepare(100_000, 10_000)
    large = pages()
    for name, cost in large.items():
        if name in small:
            say(growth=name, cpu_ms_10000=round(small[name], 2), cpu_ms_100000=round(cost, 2),
                ratio=round(cost / small[name], 2))  # fmt: skip


if __name__ == "__main__":
    what = sys.argv[1] if len(sys.argv) > 1 else "all"
    if what == "growth":
        growth()
    if what in {"pages", "all"}:
        prepare(100_000, 10_000)
        pages(tuple(sys.argv[2:]))
    if what in {"pdf", "all"}:
        measure_documents(say)
    if what in {"rules", "all"}:
        measure_rules(say)
