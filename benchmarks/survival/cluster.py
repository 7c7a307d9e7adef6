"""`python -m benchmarks.survival.cluster`: as `make cluster`, with serving processes that have no speech models."""

import sys
from dataclasses import replace
from typing import Any

from deploy.cluster import __main__ as cluster
from deploy.cluster import plan

SERVE = (sys.executable, "-m", "benchmarks.survival.serve")


def without_models(*arguments: Any) -> plan.Plan:
    """The plan of a cluster with other serving processes."""
    made = plan.make_plan(*arguments)
    return replace(made, processes=tuple(replace(program, command=SERVE) for program in made.processes))


if __name__ == "__main__":
    cluster.make_plan = without_models
    sys.exit(cluster.main(sys.argv[1:]))
