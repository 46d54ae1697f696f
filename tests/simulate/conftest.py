import pytest

from detector.simulate import Simulated, simulate


@pytest.fixture(scope="session")
def world() -> Simulated:
    return simulate(20_000, seed=1)
