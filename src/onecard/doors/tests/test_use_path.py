"""Every door that accepts uses is as patient with terminals as the settings say."""

from dataclasses import replace
from datetime import timedelta

from onecard.domains.usage.api import Limits


def test_a_use_path_is_as_patient_as_the_settings_say(house):
    strict = replace(house, settings=replace(house.settings, clock_skew_seconds=7, late_upload_days=3))
    assert strict.use_path().limits == Limits(timedelta(seconds=7), timedelta(days=3))
