"""Names that bots use and do not hold: in each environment they stand for something else."""

from django.db import models

from voxloom.accounts.environments import PRODUCTION
from voxloom.accounts.isolation import Isolated
from voxloom.accounts.workspaces import Workspace


class Name(Isolated):
    """What `env.NAME` stands for, or a secret of that name. The value is kept sealed in either case."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="names")
    environment = models.SlugField(max_length=64, default=PRODUCTION)
    name = models.CharField(max_length=64)
    secret = models.BooleanField(default=False, help_text="Nobody is shown it again.")
    sealed = models.BinaryField(editable=False)
    changed = models.DateTimeField(auto_now=True)

    class Meta(Isolated.Meta):
        """By environment and name."""

        ordering = ("environment", "name")
        constraints = (models.UniqueConstraint(fields=("workspace", "environment", "name"), name="one_value_a_name"),)

    def __str__(self) -> str:
        return f"{self.name} in {self.environment}"


class AllowedHost(Isolated):
    """A host that bots of a workspace may ask, or with `*.` in front all hosts below it."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="allowed_hosts")
    host = models.CharField(max_length=255)

    class Meta(Isolated.Meta):
        """By host."""

        ordering = ("host",)
        constraints = (models.UniqueConstraint(fields=("workspace", "host"), name="a_host_is_allowed_once"),)

    def __str__(self) -> str:
        return self.host
