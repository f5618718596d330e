import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40, unique=True)),
                ("nationality", models.CharField(max_length=80)),
                ("province", models.CharField(blank=True, max_length=80)),
                ("border_commune", models.BooleanField(null=True)),
                ("birth_year", models.PositiveSmallIntegerField(null=True)),
                ("sex", models.CharField(choices=[("F", "F"), ("M", "M"), ("X", "X")], default="X", max_length=1)),
                ("registered_on", models.DateField()),
                ("erased_on", models.DateField(null=True)),
            ],
            options={
                "verbose_name_plural": "people",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("sex__in", ["F", "M", "X"])), name="person_sex")
                ],
            },
        ),
        migrations.CreateModel(
            name="Agency",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("credit_code", models.CharField(max_length=18, null=True, unique=True)),
                ("place", models.CharField(max_length=80)),
                ("registered_on", models.DateField()),
            ],
            options={
                "verbose_name_plural": "agencies",
            },
        ),
        migrations.CreateModel(
            name="Employer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("credit_code", models.CharField(max_length=18, null=True, unique=True)),
                ("place", models.CharField(max_length=80)),
                ("sector", models.CharField(max_length=80)),
                ("legal_representative", models.BooleanField(null=True)),
                ("registered_on", models.DateField()),
                ("admitted_on", models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Office",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("human_resources", "human_resources"),
                            ("exit_entry", "exit_entry"),
                            ("zone", "zone"),
                            ("border_post", "border_post"),
                            ("service_centre", "service_centre"),
                            ("supervision", "supervision"),
                            ("audit", "audit"),
                        ],
                        max_length=15,
                    ),
                ),
                ("place", models.CharField(max_length=80)),
                ("authority", models.CharField(max_length=80)),
            ],
            options={
                "verbose_name": "office",
                "verbose_name_plural": "offices",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "human_resources",
                                    "exit_entry",
                                    "zone",
                                    "border_post",
                                    "service_centre",
                                    "supervision",
                                    "audit",
                                ],
                            )
                        ),
                        name="office_kind",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content_hash", models.CharField(max_length=64, unique=True)),
                ("programme", models.CharField(max_length=80)),
                ("edition", models.CharField(max_length=64)),
                ("route", models.CharField(max_length=80)),
                ("day", models.DateField()),
                ("facts", models.JSONField()),
                ("on_paper", models.CharField(max_length=20)),
                ("in_practice", models.CharField(blank=True, max_length=20)),
                ("answer", models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name="AuditRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=40)),
                ("purpose", models.CharField(max_length=40)),
                ("table", models.CharField(max_length=60)),
                ("row", models.CharField(max_length=40)),
                ("operation", models.CharField(max_length=6)),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ChainHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sequence", models.PositiveBigIntegerField(default=0)),
                (
                    "digest",
                    models.CharField(
                        default="0000000000000000000000000000000000000000000000000000000000000000", max_length=64
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Today",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="register.person"
                    ),
                ),
                (
                    "kind",
                    models.CharField(choices=[("border_pass", "border_pass"), ("passport", "passport")], max_length=11),
                ),
                ("document_number", models.CharField(max_length=20)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["border_pass", "passport"])), name="document_kind"
                    ),
                    models.UniqueConstraint(fields=("kind", "document_number"), name="document_once"),
                    models.CheckConstraint(
                        condition=models.Q(("valid_to__gte", models.F("valid_from"))), name="document_ends_after"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table", models.CharField(max_length=40)),
                ("row", models.CharField(max_length=80)),
                ("ledger_id", models.TextField()),
                (
                    "standing",
                    models.CharField(
                        choices=[("held", "held"), ("put_in", "put_in"), ("beside", "beside")],
                        default="held",
                        max_length=6,
                    ),
                ),
                ("beyond", models.JSONField(default=dict)),
                ("personal", models.JSONField(default=dict)),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ledger_rows",
                        to="register.person",
                    ),
                ),
                ("day", models.DateField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("day__isnull", False)), fields=["day"], name="ledger_rows_by_day")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("table", "row"), name="ledger_row_once"),
                    models.CheckConstraint(
                        condition=models.Q(("standing__in", ["held", "put_in", "beside"])), name="ledger_row_standing"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonDetails",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="details",
                        serialize=False,
                        to="register.person",
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("birth_date", models.DateField()),
                ("home", models.CharField(blank=True, max_length=200)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("language", models.CharField(default="vi", max_length=2)),
            ],
            options={
                "verbose_name_plural": "details of people",
            },
        ),
        migrations.CreateModel(
            name="PersonKey",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="key",
                        serialize=False,
                        to="register.person",
                    ),
                ),
                ("secret", models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name="Filing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40, unique=True)),
                (
                    "employer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="filings", to="register.employer"
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="filings",
                        to="register.agency",
                    ),
                ),
                ("filed_on", models.DateField()),
                ("rows", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="Site",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40, unique=True)),
                (
                    "employer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sites", to="register.employer"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("place", models.CharField(max_length=80)),
                ("sector", models.CharField(max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("number", models.CharField(max_length=40, unique=True)),
                ("sign_in", models.CharField(max_length=80, unique=True)),
                ("name", models.CharField(max_length=120)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("worker", "worker"),
                            ("employer", "employer"),
                            ("agency", "agency"),
                            ("hr_officer", "hr_officer"),
                            ("exit_entry_officer", "exit_entry_officer"),
                            ("zone_manager", "zone_manager"),
                            ("border_post", "border_post"),
                            ("service_centre", "service_centre"),
                            ("supervisor", "supervisor"),
                            ("delegation", "delegation"),
                            ("auditor", "auditor"),
                            ("operator", "operator"),
                        ],
                        max_length=18,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="register.office",
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="register.employer",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="register.agency",
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="account",
                        to="register.person",
                    ),
                ),
                ("language", models.CharField(default="en", max_length=2)),
                ("is_active", models.BooleanField(default=True)),
                ("shown", models.BooleanField(default=False)),
                ("password_once", models.BooleanField(default=False)),
                ("password_until", models.DateField(null=True)),
                ("sessions", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "account",
                "verbose_name_plural": "accounts",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "worker",
                                    "employer",
                                    "agency",
                                    "hr_officer",
                                    "exit_entry_officer",
                                    "zone_manager",
                                    "border_post",
                                    "service_centre",
                                    "supervisor",
                                    "delegation",
                                    "auditor",
                                    "operator",
                                ],
                            )
                        ),
                        name="account_role",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("agency", None),
                                ("employer", None),
                                ("office", None),
                                ("person__isnull", False),
                                ("role", "worker"),
                            ),
                            models.Q(
                                ("agency", None),
                                ("employer__isnull", False),
                                ("office", None),
                                ("person", None),
                                ("role", "employer"),
                            ),
                            models.Q(
                                ("agency__isnull", False),
                                ("employer", None),
                                ("office", None),
                                ("person", None),
                                ("role", "agency"),
                            ),
                            models.Q(
                                models.Q(("role__in", ["worker", "employer", "agency"]), _negated=True),
                                ("agency", None),
                                ("employer", None),
                                ("office__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="account_belongs",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Crossing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(choices=[("border_pass", "border_pass"), ("passport", "passport")], max_length=11),
                ),
                ("document_number", models.CharField(max_length=20)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="crossings", to="register.person"
                    ),
                ),
                ("direction", models.CharField(choices=[("in", "in"), ("out", "out")], max_length=3)),
                ("at", models.DateTimeField()),
                ("day", models.DateField()),
                ("sequence", models.PositiveIntegerField()),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="crossings", to="register.office"
                    ),
                ),
                ("verdict", models.CharField(choices=[("admit", "admit"), ("refer", "refer")], max_length=5)),
                ("reasons", models.JSONField(default=list)),
            ],
            options={
                "indexes": [models.Index(fields=["person", "at"], name="register_cr_person__b965ed_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["border_pass", "passport"])), name="crossing_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("direction__in", ["in", "out"])), name="crossing_direction"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("verdict__in", ["admit", "refer"])), name="crossing_verdict"
                    ),
                    models.UniqueConstraint(
                        fields=("kind", "document_number", "at", "direction"), name="crossing_once"
                    ),
                    models.UniqueConstraint(fields=("kind", "document_number", "sequence"), name="crossing_sequence"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("new", "new"), ("renewal", "renewal"), ("transfer", "transfer")], max_length=8
                    ),
                ),
                ("route", models.CharField(max_length=80)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("submitted", "submitted"),
                            ("checked", "checked"),
                            ("approved", "approved"),
                            ("issued", "issued"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="draft",
                        max_length=9,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="applications", to="register.person"
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="applications", to="register.employer"
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="applications", to="register.site"
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="register.agency",
                    ),
                ),
                (
                    "filed_by",
                    models.CharField(
                        choices=[
                            ("worker", "worker"),
                            ("employer", "employer"),
                            ("agency", "agency"),
                            ("hr_officer", "hr_officer"),
                            ("exit_entry_officer", "exit_entry_officer"),
                            ("zone_manager", "zone_manager"),
                            ("border_post", "border_post"),
                            ("service_centre", "service_centre"),
                            ("supervisor", "supervisor"),
                            ("delegation", "delegation"),
                            ("auditor", "auditor"),
                            ("operator", "operator"),
                        ],
                        max_length=18,
                    ),
                ),
                (
                    "filing",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="register.filing",
                    ),
                ),
                ("occupation", models.CharField(max_length=120)),
                ("wage_promised", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ("begun_on", models.DateField()),
                ("submitted_on", models.DateField(null=True)),
                ("decide_by", models.DateField(null=True)),
                ("closed_on", models.DateField(null=True)),
                (
                    "finding",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="register.finding",
                    ),
                ),
                ("note_of_flag", models.CharField(blank=True, max_length=200)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "submitted_on"], name="register_ap_state_09a753_idx"),
                    models.Index(fields=["person", "state"], name="register_ap_person__8f75fb_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["new", "renewal", "transfer"])), name="application_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["draft", "submitted", "checked", "approved", "issued", "refused", "withdrawn"],
                            )
                        ),
                        name="application_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="check_ins", to="register.person"
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="check_ins", to="register.site"
                    ),
                ),
                ("day", models.DateField()),
                ("by_herself", models.BooleanField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "site", "day"), name="check_in_once_a_day")],
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="jobs", to="register.person"
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="jobs", to="register.employer"
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="jobs", to="register.site"
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placements",
                        to="register.agency",
                    ),
                ),
                ("occupation", models.CharField(max_length=120)),
                ("wage_promised", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("how_ended", models.CharField(blank=True, max_length=40)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["employer", "until"], name="register_jo_employe_f46d1c_idx"),
                    models.Index(fields=["agency", "until"], name="register_jo_agency__806cb0_idx"),
                    models.Index(fields=["person", "until"], name="register_jo_person__0bf144_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"),
                        name="job_ends_after",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Complaint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40, unique=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="complaints", to="register.person"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="complaints", to="register.office"
                    ),
                ),
                (
                    "about_employer",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="register.employer"
                    ),
                ),
                (
                    "about_agency",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="register.agency"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("wages_withheld", "wages_withheld"),
                            ("unequal_pay", "unequal_pay"),
                            ("injury", "injury"),
                            ("papers_kept", "papers_kept"),
                            ("recruitment_fee", "recruitment_fee"),
                            ("other", "other"),
                        ],
                        max_length=15,
                    ),
                ),
                ("text", models.TextField()),
                ("filed_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("filed", "filed"),
                            ("taken_up", "taken_up"),
                            ("answered", "answered"),
                            ("closed", "closed"),
                        ],
                        default="filed",
                        max_length=8,
                    ),
                ),
                ("answer", models.TextField(blank=True)),
                ("answered_on", models.DateField(null=True)),
                (
                    "taken_up_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["wages_withheld", "unequal_pay", "injury", "papers_kept", "recruitment_fee", "other"],
                            )
                        ),
                        name="complaint_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["filed", "taken_up", "answered", "closed"])),
                        name="complaint_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40, unique=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="corrections", to="register.person"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="register.office",
                    ),
                ),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("name", "name"),
                            ("birth_date", "birth_date"),
                            ("home", "home"),
                            ("phone", "phone"),
                            ("sex", "sex"),
                            ("province", "province"),
                            ("nationality", "nationality"),
                        ],
                        max_length=11,
                    ),
                ),
                ("wanted", models.TextField()),
                ("asked_on", models.DateField()),
                ("answered_on", models.DateField(null=True)),
                ("granted", models.BooleanField(null=True)),
                ("answer", models.TextField(blank=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("about__in", ["name", "birth_date", "home", "phone", "sex", "province", "nationality"])
                        ),
                        name="correction_about",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EmergencyAccess",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="emergencies",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="emergencies", to="register.person"
                    ),
                ),
                ("reason", models.TextField()),
                ("opened_at", models.DateTimeField()),
                ("closes_at", models.DateTimeField()),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("justified", models.BooleanField(null=True)),
                ("review", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("sequence", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("day", models.DateField()),
                ("kind", models.CharField(max_length=60)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="register.office",
                    ),
                ),
                ("purpose", models.CharField(max_length=40)),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="register.person",
                    ),
                ),
                ("facts", models.JSONField()),
                ("commitment", models.CharField(blank=True, max_length=64)),
                ("previous", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["kind", "day"], name="register_ev_kind_28e27b_idx"),
                    models.Index(fields=["person", "sequence"], name="register_ev_person__e160d6_idx"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Inspection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40, unique=True)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="inspections", to="register.office"
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspections",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspections",
                        to="register.employer",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspections",
                        to="register.agency",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspections",
                        to="register.site",
                    ),
                ),
                ("day", models.DateField()),
                ("announced", models.BooleanField()),
                ("found", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="looks", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="looks",
                        to="register.office",
                    ),
                ),
                ("role", models.CharField(max_length=20)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seen_by", to="register.person"
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[("list", "list"), ("search", "search"), ("open", "open"), ("export", "export")],
                        max_length=6,
                    ),
                ),
                ("purpose", models.CharField(max_length=40)),
                ("what", models.CharField(max_length=60)),
            ],
            options={
                "indexes": [models.Index(fields=["person", "at"], name="register_lo_person__7a17db_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("act__in", ["list", "search", "open", "export"])), name="look_act"
                    ),
                    models.CheckConstraint(condition=models.Q(("purpose", ""), _negated=True), name="look_has_purpose"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40, unique=True)),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("agency_grade", "agency_grade"),
                            ("agency_suspended", "agency_suspended"),
                            ("employer_suspended", "employer_suspended"),
                            ("qualification_withdrawn", "qualification_withdrawn"),
                            ("qualification_granted", "qualification_granted"),
                            ("sanction", "sanction"),
                            ("sanction_paused", "sanction_paused"),
                            ("paused_case", "paused_case"),
                            ("appeal_allowed", "appeal_allowed"),
                            ("appeal_dismissed", "appeal_dismissed"),
                            ("permit_revoked", "permit_revoked"),
                            ("complaint_answered", "complaint_answered"),
                            ("claim_paid", "claim_paid"),
                            ("claim_declined", "claim_declined"),
                            ("correction_answered", "correction_answered"),
                        ],
                        max_length=23,
                    ),
                ),
                ("slots", models.JSONField(default=dict)),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="register.person",
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="register.employer",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="register.agency",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("told_on", models.DateField()),
                ("read_on", models.DateField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["person", "told_on"], name="register_no_person__f423f8_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "code__in",
                                [
                                    "agency_grade",
                                    "agency_suspended",
                                    "employer_suspended",
                                    "qualification_withdrawn",
                                    "qualification_granted",
                                    "sanction",
                                    "sanction_paused",
                                    "paused_case",
                                    "appeal_allowed",
                                    "appeal_dismissed",
                                    "permit_revoked",
                                    "complaint_answered",
                                    "claim_paid",
                                    "claim_declined",
                                    "correction_answered",
                                ],
                            )
                        ),
                        name="notice_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("account", None), ("agency", None), ("employer", None), ("person__isnull", False)
                            ),
                            models.Q(
                                ("account", None), ("agency", None), ("employer__isnull", False), ("person", None)
                            ),
                            models.Q(
                                ("account", None), ("agency__isnull", False), ("employer", None), ("person", None)
                            ),
                            models.Q(
                                ("account__isnull", False), ("agency", None), ("employer", None), ("person", None)
                            ),
                            _connector="OR",
                        ),
                        name="notice_is_to_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Request",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("key", models.CharField(max_length=80)),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("status", models.PositiveSmallIntegerField()),
                ("answer", models.JSONField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("account", "key"), name="request_once")],
            },
        ),
        migrations.CreateModel(
            name="SecondFactor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="second_factor",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("sealed", models.BinaryField(max_length=120)),
                ("since", models.DateField()),
                ("last_step", models.BigIntegerField(default=0)),
                ("wrong", models.PositiveIntegerField(default=0)),
                ("shut_until", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="SettledDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("boundary", models.CharField(max_length=80, unique=True)),
                ("day", models.DateField()),
                ("reason", models.TextField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settled_days",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Signing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "filing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signings", to="register.filing"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("signed_on", models.DateField()),
                ("rows", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["employment_approved", "permit_issued"])), name="signing_kind"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Standstill",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("programme", models.CharField(max_length=80)),
                ("stopped_on", models.DateField()),
                ("resumed_on", models.DateField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="standstills",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reason", models.TextField()),
                (
                    "resumed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resumptions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("resumed_because", models.TextField(blank=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("resumed_on__isnull", True)),
                        fields=("programme",),
                        name="stopped_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("resumed_on__isnull", True), ("resumed_on__gt", models.F("stopped_on")), _connector="OR"
                        ),
                        name="standstill_ends_after",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Token",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40, unique=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tokens", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("beginning", models.CharField(max_length=16)),
                ("made_on", models.DateField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tokens_made",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("expires_on", models.DateField()),
                ("used_on", models.DateField(null=True)),
                ("revoked_on", models.DateField(null=True)),
            ],
            options={
                "verbose_name": "token",
                "verbose_name_plural": "tokens",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_on__gte", models.F("made_on"))), name="token_ends_after"
                    ),
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="token_has_a_name"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Withheld",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="withheld", to="register.person"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="withheld", to="register.office"
                    ),
                ),
                ("ground", models.TextField()),
                ("since", models.DateField()),
                ("until", models.DateField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withheld",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "renews",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="renewed_by",
                        to="register.withheld",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ground", ""), _negated=True), name="withheld_on_a_ground"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("since"))), name="withheld_ends_after"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Gap",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40, unique=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="gaps", to="register.person"
                    ),
                ),
                ("kind", models.CharField(choices=[("no_entry", "no_entry"), ("no_exit", "no_exit")], max_length=8)),
                (
                    "crossing",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="gap", to="register.crossing"
                    ),
                ),
                ("noticed_on", models.DateField()),
                ("closed_on", models.DateField(null=True)),
                ("answer", models.TextField(blank=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gaps_answered",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(condition=models.Q(("closed_on", None)), fields=["person"], name="gaps_open")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("kind__in", ["no_entry", "no_exit"])), name="gap_kind")
                ],
            },
        ),
        migrations.CreateModel(
            name="Ticket",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tickets", to="register.office"
                    ),
                ),
                ("day", models.DateField()),
                ("place_in_queue", models.PositiveIntegerField()),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
                        to="register.person",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
                        to="register.application",
                    ),
                ),
                ("drawn_at", models.DateTimeField()),
                ("called_at", models.DateTimeField(null=True)),
                ("served_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("office", "day", "place_in_queue"), name="ticket_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="RecoveryCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "factor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="codes", to="register.secondfactor"
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("used_on", models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("employment_approved", "employment_approved"),
                            ("permit_issued", "permit_issued"),
                            ("application_refused", "application_refused"),
                            ("permit_revoked", "permit_revoked"),
                            ("entry_refused", "entry_refused"),
                            ("qualification_granted", "qualification_granted"),
                            ("qualification_withdrawn", "qualification_withdrawn"),
                            ("rating_changed", "rating_changed"),
                            ("warning", "warning"),
                            ("fine", "fine"),
                            ("detention", "detention"),
                            ("ban", "ban"),
                            ("removal", "removal"),
                            ("repatriation", "repatriation"),
                            ("departure", "departure"),
                            ("confiscation", "confiscation"),
                            ("costs", "costs"),
                            ("expulsion", "expulsion"),
                            ("appeal_allowed", "appeal_allowed"),
                            ("appeal_dismissed", "appeal_dismissed"),
                            ("settlement", "settlement"),
                            ("other", "other"),
                        ],
                        max_length=23,
                    ),
                ),
                ("adverse", models.BooleanField()),
                ("against_finding", models.BooleanField(default=False)),
                (
                    "application",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="register.application",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="register.person",
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="register.employer",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="register.agency",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="register.office"
                    ),
                ),
                ("authority", models.CharField(max_length=80)),
                ("conduct", models.CharField(blank=True, max_length=80)),
                (
                    "rests_on",
                    models.CharField(
                        blank=True,
                        choices=[("paper", "paper"), ("practice", "practice"), ("officer", "officer")],
                        max_length=8,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("legal_basis", models.TextField(blank=True)),
                ("appeal_route", models.TextField(blank=True)),
                ("decided_on", models.DateField()),
                ("begins_on", models.DateField()),
                ("ends_on", models.DateField(null=True)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ("days", models.PositiveIntegerField(null=True)),
                (
                    "signing",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="register.signing",
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="register.decision",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "kind", "ends_on"], name="register_de_person__0f04c4_idx"),
                    models.Index(fields=["kind", "ends_on"], name="register_de_kind_928fdd_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "employment_approved",
                                    "permit_issued",
                                    "application_refused",
                                    "permit_revoked",
                                    "entry_refused",
                                    "qualification_granted",
                                    "qualification_withdrawn",
                                    "rating_changed",
                                    "warning",
                                    "fine",
                                    "detention",
                                    "ban",
                                    "removal",
                                    "repatriation",
                                    "departure",
                                    "confiscation",
                                    "costs",
                                    "expulsion",
                                    "appeal_allowed",
                                    "appeal_dismissed",
                                    "settlement",
                                    "other",
                                ],
                            )
                        ),
                        name="decision_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("adverse", False),
                            models.Q(
                                models.Q(("reason", ""), _negated=True),
                                models.Q(("legal_basis", ""), _negated=True),
                                models.Q(("appeal_route", ""), _negated=True),
                                ("ends_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="adverse_decision_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("adverse", True),
                            models.Q(
                                (
                                    "kind__in",
                                    [
                                        "application_refused",
                                        "permit_revoked",
                                        "entry_refused",
                                        "qualification_withdrawn",
                                        "warning",
                                        "fine",
                                        "detention",
                                        "ban",
                                        "removal",
                                        "repatriation",
                                        "departure",
                                        "confiscation",
                                        "costs",
                                        "expulsion",
                                    ],
                                ),
                                _negated=True,
                            ),
                            _connector="OR",
                        ),
                        name="adverse_kinds_are_adverse",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rests_on__in", ["", "paper", "practice", "officer"])),
                        name="decision_rests_on",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("against_finding", False), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="against_finding_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("begins_on")), _connector="OR"
                        ),
                        name="decision_ends_after",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Appeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40, unique=True)),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="appeal", to="register.decision"
                    ),
                ),
                (
                    "filed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="appeals", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("filed_on", models.DateField()),
                ("grounds", models.TextField()),
                ("suspends", models.BooleanField(default=False)),
                ("suspends_because", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("filed", "filed"),
                            ("allowed", "allowed"),
                            ("dismissed", "dismissed"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="filed",
                        max_length=9,
                    ),
                ),
                (
                    "outcome",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decided_appeal",
                        to="register.decision",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["filed", "allowed", "dismissed", "withdrawn"])),
                        name="appeal_state",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Charge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("receipt", models.CharField(max_length=40, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("permit_fee", "permit_fee"),
                            ("premium", "premium"),
                            ("fine", "fine"),
                            ("recruitment", "recruitment"),
                            ("other", "other"),
                        ],
                        max_length=11,
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
                (
                    "payer",
                    models.CharField(
                        choices=[("worker", "worker"), ("employer", "employer"), ("agency", "agency")], max_length=8
                    ),
                ),
                ("charged_by", models.CharField(max_length=120)),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="charges",
                        to="register.person",
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="charges",
                        to="register.employer",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="charges",
                        to="register.agency",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="charges",
                        to="register.application",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="charges",
                        to="register.decision",
                    ),
                ),
                ("entry", models.CharField(blank=True, max_length=80)),
                ("charged_on", models.DateField()),
                (
                    "lifted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="charges_lifted",
                        to="register.decision",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["permit_fee", "premium", "fine", "recruitment", "other"])),
                        name="charge_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("payer__in", ["worker", "employer", "agency"])), name="charge_payer"
                    ),
                    models.CheckConstraint(condition=models.Q(("amount__gte", 0)), name="charge_not_negative"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Permit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40, unique=True)),
                ("route", models.CharField(max_length=80)),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="permit", to="register.application"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="permits", to="register.person"
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="permits", to="register.employer"
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="permits", to="register.site"
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="permits",
                        to="register.agency",
                    ),
                ),
                ("area", models.CharField(max_length=80)),
                ("sector", models.CharField(max_length=80)),
                ("issued_on", models.DateField()),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField()),
                ("paper_to", models.DateField(null=True)),
                ("counted_from", models.DateField(null=True)),
                (
                    "renewal_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="renewals",
                        to="register.permit",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("valid", "valid"), ("revoked", "revoked"), ("surrendered", "surrendered")],
                        default="valid",
                        max_length=11,
                    ),
                ),
                ("ended_on", models.DateField(null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="permits_ended",
                        to="register.decision",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "valid_to"], name="register_pe_person__4a29a8_idx"),
                    models.Index(fields=["employer", "valid_to"], name="register_pe_employe_34e433_idx"),
                    models.Index(fields=["valid_to"], name="register_pe_valid_t_70dc0f_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["valid", "revoked", "surrendered"])), name="permit_state"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid_to__gte", models.F("valid_from"))), name="permit_ends_after"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_on", None), ("state", "valid")),
                            models.Q(models.Q(("state", "valid"), _negated=True), ("ended_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="permit_ended_or_valid",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Qualification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "employer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="qualifications",
                        to="register.employer",
                    ),
                ),
                ("held", models.BooleanField()),
                ("since", models.DateField()),
                (
                    "decision",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="qualification",
                        to="register.decision",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["employer", "since"], name="register_qu_employe_687961_idx")],
            },
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ratings", to="register.agency"
                    ),
                ),
                ("grade", models.CharField(max_length=80)),
                ("since", models.DateField()),
                (
                    "decision",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rating",
                        to="register.decision",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "since"], name="register_ra_agency__c7f2eb_idx")],
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="absences", to="register.person"
                    ),
                ),
                (
                    "permit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="absences", to="register.permit"
                    ),
                ),
                ("left_on", models.DateField()),
                ("returned_on", models.DateField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["left_on"], name="register_ab_left_on_bca881_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("returned_on__isnull", True), ("returned_on__gte", models.F("left_on")), _connector="OR"
                        ),
                        name="absence_ends_after",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("returned_on__isnull", True)),
                        fields=("person",),
                        name="away_once_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Insurance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40, unique=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="insurances", to="register.person"
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="insurances", to="register.employer"
                    ),
                ),
                (
                    "permit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="insurances",
                        to="register.permit",
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("premium", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Settlement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "standstill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlements",
                        to="register.standstill",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="settlements", to="register.person"
                    ),
                ),
                (
                    "permit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlements",
                        to="register.permit",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlements",
                        to="register.application",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("kept", "kept"),
                            ("revoked", "revoked"),
                            ("waits", "waits"),
                            ("refused", "refused"),
                            ("stays", "stays"),
                        ],
                        max_length=7,
                    ),
                ),
                (
                    "decision",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlement",
                        to="register.decision",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision", None), ("outcome", "")),
                            models.Q(
                                ("decision__isnull", False),
                                ("outcome__in", ["kept", "revoked", "waits", "refused", "stays"]),
                            ),
                            _connector="OR",
                        ),
                        name="settlement_by_decision",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("application", None), ("permit", None)),
                        fields=("standstill", "person"),
                        name="person_settled_once",
                    ),
                    models.UniqueConstraint(fields=("standstill", "permit"), name="permit_settled_once"),
                    models.UniqueConstraint(fields=("standstill", "application"), name="application_settled_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Stay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40, unique=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stays", to="register.person"
                    ),
                ),
                (
                    "kind",
                    models.CharField(choices=[("border_pass", "border_pass"), ("passport", "passport")], max_length=11),
                ),
                (
                    "on_permit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stays",
                        to="register.permit",
                    ),
                ),
                ("place", models.CharField(max_length=80)),
                (
                    "crossing_in",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stay_begun", to="register.crossing"
                    ),
                ),
                (
                    "crossing_out",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stay_ended",
                        to="register.crossing",
                    ),
                ),
                ("open", models.BooleanField(default=True)),
                ("entered_on", models.DateField()),
                ("left_on", models.DateField(null=True)),
                ("gone_by", models.DateField(null=True)),
                ("leave_by", models.DateField(null=True)),
                ("latest", models.DateField(null=True)),
                (
                    "flag",
                    models.CharField(
                        blank=True, choices=[("may_be_past", "may_be_past"), ("past", "past")], max_length=11
                    ),
                ),
                ("flagged_on", models.DateField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("open", True)), fields=["leave_by"], name="presence_by_limit"),
                    models.Index(fields=["person", "entered_on"], name="register_st_person__760049_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["border_pass", "passport"])), name="stay_kind"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("open", True)), fields=("person",), name="in_one_place_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("crossing_out", None), ("gone_by", None), ("left_on", None), ("open", True)),
                            models.Q(
                                ("crossing_out__isnull", False),
                                ("gone_by", None),
                                ("left_on__isnull", False),
                                ("open", False),
                            ),
                            models.Q(
                                ("crossing_out", None), ("gone_by__isnull", False), ("left_on", None), ("open", False)
                            ),
                            _connector="OR",
                        ),
                        name="stay_open_left_or_gone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_on__isnull", True), ("left_on__gte", models.F("entered_on")), _connector="OR"
                        ),
                        name="stay_ends_after",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("flag", ""), ("flagged_on", None)),
                            models.Q(("flag__in", ["may_be_past", "past"]), ("flagged_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="stay_flagged_on_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40, unique=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="claims", to="register.person"
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="claims", to="register.employer"
                    ),
                ),
                (
                    "insurance",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="register.insurance",
                    ),
                ),
                ("injured_on", models.DateField()),
                ("what_happened", models.TextField()),
                ("filed_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("filed", "filed"),
                            ("paid", "paid"),
                            ("declined", "declined"),
                            ("contested", "contested"),
                        ],
                        default="filed",
                        max_length=9,
                    ),
                ),
                ("paid", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ("settled_on", models.DateField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims_decided",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("legal_basis", models.TextField(blank=True)),
                ("appeal_route", models.TextField(blank=True)),
                ("contested_on", models.DateField(null=True)),
                ("contested_because", models.TextField(blank=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["filed", "paid", "declined", "contested"])),
                        name="claim_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), _negated=True),
                            models.Q(
                                models.Q(("reason", ""), _negated=True),
                                models.Q(("legal_basis", ""), _negated=True),
                                models.Q(("appeal_route", ""), _negated=True),
                                ("decided_by__isnull", False),
                                ("settled_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="declined_claim_is_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Violation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40, unique=True)),
                ("conduct", models.CharField(max_length=80)),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="violations",
                        to="register.person",
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="violations",
                        to="register.employer",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="violations",
                        to="register.agency",
                    ),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="violations",
                        to="register.inspection",
                    ),
                ),
                (
                    "stay",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="violations",
                        to="register.stay",
                    ),
                ),
                (
                    "permit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="violations",
                        to="register.permit",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="violations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("breach_on", models.DateField()),
                ("noted_on", models.DateField()),
                ("facts", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("noted", "noted"),
                            ("paused", "paused"),
                            ("sanctioned", "sanctioned"),
                            ("dropped", "dropped"),
                        ],
                        default="noted",
                        max_length=10,
                    ),
                ),
                (
                    "paused_for",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("minor", "minor"),
                            ("trafficking", "trafficking"),
                            ("protection", "protection"),
                            ("medical", "medical"),
                        ],
                        max_length=11,
                    ),
                ),
                (
                    "told",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="told_of",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["noted", "paused", "sanctioned", "dropped"])),
                        name="violation_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "paused"), _negated=True),
                            models.Q(
                                ("paused_for__in", ["minor", "trafficking", "protection", "medical"]),
                                ("told__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="violation_paused_and_told",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agency", None), ("employer", None), ("person__isnull", False)),
                            models.Q(("agency", None), ("employer__isnull", False), ("person", None)),
                            models.Q(("agency__isnull", False), ("employer", None), ("person", None)),
                            _connector="OR",
                        ),
                        name="violation_is_somebodys",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="crossing",
            name="refusal",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="crossing_refused",
                to="register.decision",
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="renews",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="asked_again", to="register.permit"
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="violation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="register.violation",
            ),
        ),
    ]
