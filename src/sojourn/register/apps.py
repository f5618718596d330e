"""The register as a Django application: what every connection and every migration of it needs."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class RegisterConfig(AppConfig):
    """The register."""

    name = "sojourn.register"
    label = "register"
    verbose_name = "Register"

    def ready(self) -> None:
        """Guards are put up with every migration, and every connection knows who acts."""
        from .actors import prepare_connection
        from .guards import put_up_guards

        connection_created.connect(prepare_connection, dispatch_uid="register.acting")
        post_migrate.connect(put_up_guards, sender=self, dispatch_uid="register.guards")
