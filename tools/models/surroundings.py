"""The environment of the process that asks models: what providers are reached with, and none of our own secrets."""

import os
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PASSED_ON = frozenset(
    "PATH HOME LANG LC_ALL TMPDIR TZ LD_LIBRARY_PATH VIRTUAL_ENV "
    "HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY http_proxy https_proxy all_proxy no_proxy "
    "SSL_CERT_FILE SSL_CERT_DIR REQUESTS_CA_BUNDLE HF_TOKEN".split()
)
ENDS = ("_API_KEY", "_API_VERSION", "_API_TOKEN")
"""How providers' own variables end, such as OPENAI_API_KEY. Addresses, organizations and headers are left out: they
would hold for the routes of every workspace, and MODEL_API_BASE says where the operator's own model is."""
STARTS = ("AWS_", "AZURE_", "GOOGLE_", "VERTEX", "DATABRICKS_", "WATSONX_", "OCI_")
"""How the others of those begin that need more than a key."""


def of_worker(inherited: Mapping[str, str]) -> dict[str, str]:
    """What is passed on of an environment: the project on the path, one thread for each library."""
    passed = {
        name: value
        for name, value in inherited.items()
        if name in PASSED_ON or name.endswith(ENDS) or name.startswith(STARTS)
    }
    return passed | {
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "platform"))),
        "PYTHONUNBUFFERED": "1",
        "LITELLM_LOCAL_MODEL_COST_MAP": "True",
    }
