"""PostgreSQL and Valkey from wheels, for the demo, tests and benchmarks; nothing here serves a production machine.

    services = start(Path(".state/demo"))
    os.environ.update(services.environment())
    ...
    services.stop()

The package imports nothing else of the project: it starts what the settings then connect to.
"""

from carehomes.embedded.errors import ServicesError
from carehomes.embedded.services import Services, start

__all__ = ["Services", "ServicesError", "start"]
