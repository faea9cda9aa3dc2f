"""What `make bench` is given for the load of England reaches it as it would from the command line."""

import pytest

from carehomes.demo.management.commands import bench, load_england


@pytest.mark.parametrize("name", bench.LOADED)
def test_an_option_of_the_load_is_read_alike_by_both(name: str) -> None:
    readings = []
    for module in (bench, load_england):
        parser = module.Command().create_parser("manage.py", "bench")
        (action,) = [each for each in parser._actions if each.dest == name]
        readings.append((action.type, action.default))
    assert readings[0] == readings[1]
