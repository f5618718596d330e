"""The register as a Django application: what every connection and every migration of it needs."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_delete, post_migrate, post_save

from .called import called


class RegisterConfig(AppConfig):
    """The register."""

    name = "sojourn.register"
    label = "register"
    verbose_name = called("called.register")

    def ready(self) -> None:
        """Guards are put up with every migration, and every connection knows who acts."""
        from .actors import forget_known, prepare_connection
        from .guards import put_up_guards
        from .models import SettledDay, Today

        connection_created.connect(prepare_connection, dispatch_uid="register.acting")
        for table in (Today, SettledDay):
            for changed in (post_save, post_delete):
                changed.connect(forget_known, sender=table, dispatch_uid="register.known")
        post_migrate.connect(put_up_guards, sender=self, dispatch_uid="register.guards")
