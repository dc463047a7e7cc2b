"""``pytest --audit``: prints what is wrong with the suite; exit status 1 when anything is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.main import wrap_session

from test_framework.audit.feature_checks import FEATURE_CHECKS
from test_framework.audit.finding import Finding
from test_framework.audit.glossary import Glossary
from test_framework.audit.sources import unparsable_sources
from test_framework.audit.step_audit import step_findings
from test_framework.pytest_plugin.feature_text import FeatureFileError, FeatureText, read_feature
from test_framework.pytest_plugin.fixture_map import fixtures_of, scope_mismatches
from test_framework.pytest_plugin.step_index import StepIndex

FEATURES = "features"
GLOSSARY = "glossary.md"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--audit``."""
    group = parser.getgroup("chat is king")
    group.addoption("--audit", action="store_true", help="say what is wrong with the suite, stop")


def pytest_cmdline_main(config: pytest.Config) -> int | pytest.ExitCode | None:
    """Audit instead of running."""
    return wrap_session(config, _print_findings) if config.option.audit else None


def audit(root: Path, session: pytest.Session) -> list[Finding]:
    """Everything that is wrong with the suite below a folder, in order of place."""
    findings = list(unparsable_sources(root))
    features: list[FeatureText] = []
    for path in sorted((root / FEATURES).rglob("*.feature")):
        try:
            features.append(read_feature(path))
        except FeatureFileError as error:
            where, _, what = str(error).removeprefix(f"{path}:").partition(": ")
            findings.append(Finding(path, int(where), "broken-feature", what))
    findings += [
        each for feature in features for check in FEATURE_CHECKS for each in check(feature)
    ]
    findings += _glossary_findings(root / FEATURES / GLOSSARY, features)
    findings += step_findings(features, StepIndex.of(session))
    for sentence in scope_mismatches(fixtures_of(session)):
        findings.append(Finding(root / "conftest.py", 1, "scope-mismatch", sentence))
    return sorted(set(findings))


def _glossary_findings(path: Path, features: list[FeatureText]) -> Iterator[Finding]:
    try:
        glossary = Glossary.read(path)
    except (OSError, ValueError) as error:
        yield Finding(path, 1, "no-glossary", f"The glossary cannot be read: {error}")
        return
    for feature in features:
        yield from glossary.violations(feature)


def _print_findings(config: pytest.Config, session: pytest.Session) -> int:
    findings = audit(config.rootpath, session)
    writer = config.get_terminal_writer()
    for finding in findings:
        writer.line(finding.show(config.rootpath))
    if findings:
        writer.line(f"audit: {len(findings)} findings", red=True)
        return 1
    writer.line("audit: nothing to complain about", green=True)
    return 0
