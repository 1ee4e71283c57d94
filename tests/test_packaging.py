"""What goes along with the code says what the code does: settings, containers, commands, proof of measures."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands

ROOT = Path(__file__).parent.parent
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
OURS = {"migrate", "web", "streams", "worker", "beat"}
SCRIPTS = [path for path in (ROOT / "script").iterdir() if path.is_file() and "bash" in path.read_text()[:40]]


def read_names() -> set[str]:
    """Every environment variable that the settings read."""
    text = "".join((ROOT / "pvk" / name).read_text() for name in ("settings.py", "env.py"))
    return set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', text))


def test_deployment_guide_lists_every_setting_and_no_other():
    guide = (ROOT / "docs/deployment.md").read_text()
    table = [line.split("|")[1] for line in guide.splitlines() if line.startswith("| `") and line.count("|") == 4]
    listed = {name for cell in table for name in re.findall(r"`([A-Z_]{3,})`", cell)}

    assert listed == read_names()


def test_compose_passes_only_settings_that_are_read():
    passed = set(COMPOSE["x-app"]["environment"])

    assert passed <= read_names()


def test_example_of_the_environment_names_what_compose_needs():
    text = (ROOT / "docker-compose.yml").read_text()
    needed = set(re.findall(r"\$\{([A-Z_]+):\?", text))
    example = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))

    assert needed <= example


@pytest.mark.parametrize("name", sorted(OURS))
def test_container_runs_without_rights_on_a_read_only_file_system(name):
    service = COMPOSE["services"][name]

    assert service["read_only"] is True
    assert service["user"] not in {"0", "root"}
    assert service["cap_drop"] == ["ALL"]


@pytest.mark.parametrize("name", sorted(set(COMPOSE["services"]) - {"migrate"}))
def test_every_lasting_container_has_a_health_check(name):
    assert COMPOSE["services"][name]["healthcheck"]["test"]


def test_only_the_proxy_is_reachable_and_sends_streams_apart():
    assert [name for name, service in COMPOSE["services"].items() if "ports" in service] == ["proxy"]
    assert re.search(r"location /live/ \{\s+proxy_pass http://streams;", (ROOT / "docs/proxy.conf").read_text())


def test_image_leaves_secrets_and_data_out():
    ignored = (ROOT / ".dockerignore").read_text().split()

    assert {".git", ".env", "var", ".venv", "node_modules"} <= set(ignored)
    assert re.search(r"^USER 10001$", (ROOT / "Dockerfile").read_text(), re.M)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_script_is_valid_shell(path):
    assert subprocess.run(["bash", "-n", str(path)], capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("path", sorted((ROOT / "docs").glob("*.md")), ids=lambda path: path.name)
def test_commands_in_a_guide_exist(path):
    named = set(re.findall(r"manage\.py ([a-z_]+)", path.read_text()))

    assert named <= set(get_commands())


def test_publiccode_names_the_licence():
    publiccode = yaml.safe_load((ROOT / "publiccode.yml").read_text())

    assert publiccode["legal"]["license"] == "EUPL-1.2"
    assert str(publiccode["publiccodeYmlVersion"]).startswith("0")
    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in (ROOT / "LICENSE").read_text()


def test_every_named_proof_of_a_measure_exists():
    guide = (ROOT / "docs/privacy-en-beveiliging.md").read_text()
    named = set(re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", guide))
    assert len(named) > 20

    for file, test in sorted(named):
        tree = ast.parse((ROOT / file).read_text())
        names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
        assert test in names, f"{file} has no {test}"
