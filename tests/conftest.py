"""What holds for every test: no display, no keyring, no settings or data of the person testing.

The environment is set at import, before Qt or the package read it.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.support.logfail", "tests.support.textfail"]


def _isolate() -> None:
    for name in [name for name in os.environ if name.startswith("B2BDESK_")]:
        if name != "B2BDESK_SHARED":
            del os.environ[name]
    home = Path(tempfile.gettempdir()) / f"b2bdesk-tests-{os.getpid()}"
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        os.environ[name] = str(home / name.lower())
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"


_isolate()
# The same examples at each run: a red check is red for everybody. `deep` searches anew.
settings.register_profile(
    "check", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("deep", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "check"))
