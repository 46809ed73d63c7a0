"""publiccode.yml against version 0.4 of its standard, as far as nobody must be asked."""

from pathlib import Path
from typing import Any

import yaml

PROJECT = Path(__file__).resolve().parents[2]
PUBLIC: dict[str, Any] = yaml.safe_load((PROJECT / "publiccode.yml").read_text())
# `url` is mandatory too, and stays open until there is a public repository.
MANDATORY = {
    *("publiccodeYmlVersion", "name", "platforms", "categories", "developmentStatus"),
    *("softwareType", "description", "legal", "maintenance", "localisation"),
}


def test_every_mandatory_key_is_there_and_only_known_ones() -> None:
    assert set(PUBLIC) == MANDATORY | {"softwareVersion"}


def test_texts_have_the_lengths_that_catalogues_take() -> None:
    german = PUBLIC["description"]["de"]
    assert len(german["shortDescription"]) <= 150
    assert 150 <= len(german["longDescription"]) <= 10_000
    assert german["features"]


def test_version_and_licence_are_those_of_the_project() -> None:
    project = (PROJECT / "pyproject.toml").read_text()
    assert f'version = "{PUBLIC["softwareVersion"]}"' in project
    assert f'license = "{PUBLIC["legal"]["license"]}"' in project


def test_no_address_is_invented() -> None:
    assert "http" not in (PROJECT / "publiccode.yml").read_text()
