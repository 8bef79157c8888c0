import pytest

from tests.kernel.prepared import things


@pytest.fixture
def filled(db):
    things.make_tables()
    things.fill()
