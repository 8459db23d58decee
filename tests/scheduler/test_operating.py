"""docs/operating.md: its commands exist, its files fit each other; what a chroot allows was run."""

import configparser
import re
import shlex
import subprocess

import pytest

from scheduler.operating import PROMPTS, ROOT, commands, document
from workflow.cli.main import COMMANDS, workflow
from workflow.cli.serve import command as serve
from workflow.scheduler import cluster, ticking
from workflow.web.watching import LARGEST_FORM

CLUSTER = commands("Cluster")
SECTIONS = ("Embedded", "Cluster", "Signing in at the office's own provider")
#: So long pages wait for requests under way (seconds).
PAGES = next(one.default for one in serve.params if one.name == "grace")
UNITS = sorted((ROOT / "deploy").glob("*.service"))


def unit(path):
    read = configparser.ConfigParser(strict=False, interpolation=None)
    read.optionxform = str
    read.read_string(path.read_text())
    return read


def written(path):
    return next(document(one) for one in CLUSTER if one.startswith(f"cat > {path} "))


def test_every_command_is_read_with_what_belongs_to_it():
    assert CLUSTER[0].startswith("apt-get install")
    assert CLUSTER[-1] == "workflow doctor"
    assert written("/usr/local/sbin/workflow").startswith("#!/bin/sh\n# The command line")
    assert not any(
        line.startswith(PROMPTS) for line in written("/etc/workflow/environment").split()
    )


def test_every_command_is_a_shell_s():
    for one in CLUSTER:
        done = subprocess.run(["sh", "-n"], input=one, text=True, capture_output=True, check=False)
        assert done.stderr == "", one


@pytest.mark.parametrize("section", ["Embedded", "Cluster", "Heavy work"])
def test_every_command_of_ours_exists_with_its_options(section):
    ours = [shlex.split(one) for one in commands(section) if one.startswith("workflow ")]
    assert ours
    for _, name, *rest in ours:
        assert name in COMMANDS
        command = workflow.get_command(None, name)
        inner = getattr(command, "commands", {}).get(rest[0]) if rest else None
        known = {option for one in (inner or command).params for option in one.opts}
        assert {one for one in rest if one.startswith("--")} <= known


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_starts_what_was_installed_as_the_user_that_was_made(path):
    service = unit(path)["Service"]
    text = "\n".join(CLUSTER)
    assert f"--home {service['WorkingDirectory']}" in text
    assert f"--create-home {service['User']}\n" in text
    assert f"cat > {service['EnvironmentFile']} " in text
    assert service["ExecStart"].startswith("/opt/workflow/bin/workflow ")
    assert "python3 -m venv /opt/workflow\n" in text
    grace = cluster.GRACE + 1 if "worker" in path.name else PAGES + ticking.GRACE.total_seconds()
    assert int(service["TimeoutStopSec"]) > grace  # who ends by himself isn't killed
    assert service["ReadWritePaths"] == service["WorkingDirectory"]


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_may_do_no_more_than_serve_or_work(path):
    service = unit(path)["Service"]
    wanted = ("NoNewPrivileges", "ProtectKernelTunables", "PrivateDevices", "RestrictNamespaces")
    assert {service[name] for name in wanted} == {"yes"}
    assert service["CapabilityBoundingSet"] == ""
    assert service["SystemCallErrorNumber"] == "EPERM"  # refused, not killed
    assert set(service["RestrictAddressFamilies"].split()) == {"AF_UNIX", "AF_INET", "AF_INET6"}


@pytest.mark.parametrize("extra", ["cluster", "notify", "calendar", "oidc"])
def test_parts_are_installed_from_the_release_and_from_no_registry_by_name(extra):
    installed = [one for section in SECTIONS for one in commands(section) if "pip install" in one]
    assert any(extra in one for one in installed)
    assert not any("workflow[" in one for one in installed)


def test_whoever_follows_a_section_can_sign_in():
    for section in ("Embedded", "Cluster"):
        assert any("user add" in one and "--password-stdin" in one for one in commands(section))


def test_the_proxy_speaks_to_the_ports_that_are_served():
    asked = set(re.findall(r"127\.0\.0\.1:(\d+)", (ROOT / "deploy" / "nginx.conf").read_text()))
    assert asked == set(re.findall(r"workflow-serve@(\d+)", "\n".join(CLUSTER)))
    certificate = re.findall(
        r"ssl_certificate\w*\s+(\S+);", (ROOT / "deploy/nginx.conf").read_text()
    )
    assert all(path in "\n".join(CLUSTER) for path in certificate)


def test_the_proxy_takes_what_the_pages_take():
    (said,) = re.findall(r"client_max_body_size (\d+)m;", (ROOT / "deploy/nginx.conf").read_text())
    assert int(said) * 1024 * 1024 == LARGEST_FORM


def test_the_environment_is_one_that_a_shell_and_systemd_read_alike():
    for line in written("/etc/workflow/environment").splitlines():
        name, sign, value = line.partition("=")
        assert sign, line
        assert re.fullmatch(r"WORKFLOW_[A-Z_]+", name)
        assert not set(value) & set(" &;|<>$`\"'\\()"), line
