"""What all tests share: how Hypothesis runs, and how a test asks for a heavy library."""

import importlib.util
import os

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "package",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("package")


@pytest.fixture(params=["torch", "jax", "tensorflow"])
def library(request):
    """The name of each witness library, one after the other.

    One that is not installed skips the test; with BACKPROP_VIZ_REQUIRE_LIBRARIES=1 it fails it.
    """
    if importlib.util.find_spec(request.param) is None:
        reason = f"{request.param} is not installed"
        if os.environ.get("BACKPROP_VIZ_REQUIRE_LIBRARIES") == "1":
            pytest.fail(f"{reason}, and BACKPROP_VIZ_REQUIRE_LIBRARIES=1 asks for it")
        pytest.skip(reason)
    return request.param
