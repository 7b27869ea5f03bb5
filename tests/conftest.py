"""What holds for every test of a run."""

import pytest
from hypothesis import settings

from tests.provinces import Shelf

# A property may take its time, for the machine may be shared.
settings.register_profile("house", deadline=None, max_examples=60)
settings.load_profile("house")


@pytest.fixture(scope="session", autouse=True)
def _one_shelf_for_all_processes(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> None:
    """Each process of pytest-xdist has a folder of its own, inside one of the whole run."""
    own = tmp_path_factory.getbasetemp()
    Shelf.folder = own.parent if hasattr(request.config, "workerinput") else own
