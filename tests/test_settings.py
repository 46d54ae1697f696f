import re
from pathlib import Path

import pytest

import detector
from detector.errors import SettingsError
from detector.settings import Settings, read_settings


def toml(folder: Path, text: str) -> Path:
    file = folder / "chiptrace.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_no_file_gives_the_defaults():
    assert read_settings(None) == Settings()


def test_a_setting_of_the_file_replaces_its_default(tmp_path):
    assert read_settings(toml(tmp_path, "min_peers = 12")).min_peers == 12


def test_a_misspelt_setting_is_refused_with_the_nearest_name(tmp_path):
    with pytest.raises(SettingsError, match="Did you mean 'min_peers'"):
        read_settings(toml(tmp_path, "min_peer = 3"))


@pytest.mark.parametrize("line", ['min_peers = "7"', "min_peers = 1", "budget_share = 2.0"])
def test_a_value_of_another_kind_or_out_of_range_is_refused(tmp_path, line):
    with pytest.raises(SettingsError, match=r"Setting '\w+' is"):
        read_settings(toml(tmp_path, line))


def test_a_broken_file_is_refused(tmp_path):
    with pytest.raises(SettingsError, match="no TOML"):
        read_settings(toml(tmp_path, "min_peers = = 3"))


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(SettingsError, match="cannot be read"):
        read_settings(tmp_path / "none.toml")


def test_settings_cannot_be_changed_after_they_are_read():
    with pytest.raises(ValueError, match="frozen"):
        Settings().seed = 1  # type: ignore[misc]


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_used(name):
    house = Path(detector.__file__).parent
    rooms = [file for file in house.rglob("*") if file.suffix in {".py", ".sql"}]
    text = "".join(file.read_text(encoding="utf-8") for file in rooms if file.stem != "settings")
    assert re.search(rf"(settings|chosen)\.{name}\b|\${name}\b", text)
