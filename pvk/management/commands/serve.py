"""The embedded set-up in one process tree: site with streams, worker and planner, restarted when one dies."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Serve the site with worker and planner. For trying out and for small installations without Redis."

    def handle(self, *args: Any, **options: Any) -> None:
        port = os.environ.get("PORT", "8000")
        python = sys.executable
        commands = {
            "site": [
                *(python, "-m", "uvicorn", "pvk.asgi:application", "--host", "127.0.0.1", "--port", port),
                *("--lifespan", "off", "--timeout-graceful-shutdown", "2", "--log-level", "warning"),
            ],
            "werker": [
                *(python, "-W", "ignore::RuntimeWarning", "-m", "celery", "-q", "-A", "pvk", "worker", "-B"),
                *("-P", "threads", "-c", "4", "-l", "WARNING"),
                *("--without-gossip", "--without-mingle", "-s", settings.CELERY_BEAT_SCHEDULE_FILENAME),
            ],
        }
        children = {name: subprocess.Popen(command) for name, command in commands.items()}
        stopping = False

        def stop(*_: object) -> None:
            nonlocal stopping
            stopping = True

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        self._wait_for_site(port, children["site"])
        self._greet(port)
        while not stopping:
            time.sleep(0.5)
            for name, command in commands.items():
                if children[name].poll() is not None and not stopping:
                    self.stderr.write(f"Onderdeel {name} stopte; het start opnieuw.")
                    time.sleep(1)
                    children[name] = subprocess.Popen(command)
        # The site first, so that no new work arrives; then the worker, which finishes what it holds.
        for name in ("site", "werker"):
            children[name].terminate()
            try:
                children[name].wait(timeout=15)
            except subprocess.TimeoutExpired:
                children[name].kill()
        self.stdout.write("Gestopt.")

    def _wait_for_site(self, port: str, site: "subprocess.Popen[bytes]") -> None:

        for _ in range(120):
            if site.poll() is not None:
                raise SystemExit(f"De site startte niet. Is poort {port} vrij? Zie de melding hierboven.")
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/gezond/leeft/", timeout=1)
                return
            except (urllib.error.URLError, OSError):
                time.sleep(0.25)

    def _greet(self, port: str) -> None:
        self.stdout.write(f"\n  De site staat klaar: {settings.BASE_URL}\n")
        if settings.DEMO:
            password = (settings.VAR_DIR / "demo-wachtwoord.txt").read_text().strip()
            self.stdout.write("  Log in met een van deze adressen (@voorbeeldstad.example):")
            for name in ("melder", "team", "eigenaar", "coordinator", "manager", "beheerder", "privacy"):
                self.stdout.write(f"    {name}@voorbeeldstad.example")
            self.stdout.write(f"  Wachtwoord voor allemaal: {password}")
            self.stdout.write(f"  E-mail die de site zou versturen, staat in {settings.EMAIL_FILE_PATH}")
        self.stdout.write("  Stoppen: Ctrl+C\n")
        self.stdout.flush()
