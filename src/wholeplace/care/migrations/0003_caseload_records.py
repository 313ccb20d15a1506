"""Caseloads (as Django wrote them)."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Make the tables of caseloads."""

    dependencies = [
        ('care', '0002_audit_only_grows'),
    ]

    operations = [
        migrations.CreateModel(
            name='CandidateList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('day', models.DateField()),
                ('caseload', models.CharField(max_length=100)),
                ('model', models.CharField(max_length=100)),
                ('taken_in_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-day'],
            },
        ),
        migrations.CreateModel(
            name='Candidate',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('pseudonym', models.CharField(max_length=32)),
                ('rank', models.PositiveIntegerField()),
                ('tier', models.CharField(max_length=20)),
                ('age_from', models.PositiveSmallIntegerField()),
                ('risk', models.DecimalField(decimal_places=3, max_digits=4)),
                ('why', models.JSONField(default=list)),
                ('can_change', models.JSONField(default=list)),
                ('state', models.CharField(choices=[('waiting', 'waits for the practice'), ('accepted', 'accepted by the practice'), ('declined', 'declined by the practice')], default='waiting', max_length=10)),
                ('decided_at', models.DateTimeField(null=True)),
                ('reason', models.TextField(blank=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='care.organisation')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='care.team')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='candidates', to='care.candidatelist')),
            ],
            options={
                'ordering': ['rank'],
            },
        ),
        migrations.CreateModel(
            name='CaseloadEntry',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('controller', models.CharField(max_length=12)),
                ('visibility', models.CharField(choices=[('partnership', 'everybody who cares for the person'), ('organisation', 'only our organisation'), ('team', 'only our team'), ('sealed', 'sealed')], default='partnership', max_length=12)),
                ('retention', models.CharField(choices=[('adult_health', '8 years after the last contact'), ('mental_health', '20 years after the last contact, 8 after death'), ('social_care', '8 years after the end of care'), ('access_log', 'as long as the record that it is about')], default='adult_health', max_length=16)),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('reason', models.CharField(choices=[('risk', 'a list of risk'), ('gp', 'the GP asked'), ('hiu', 'often at the emergency department'), ('care_home', 'lives in a care home'), ('falls', 'falls'), ('end_of_life', 'end of life')], max_length=12)),
                ('tier', models.CharField(max_length=20)),
                ('state', models.CharField(choices=[('accepted', 'accepted, not asked yet'), ('offered', 'offered'), ('consented', 'consented'), ('refused', 'refused'), ('active', 'on the caseload'), ('closed', 'closed')], default='accepted', max_length=10)),
                ('next_contact', models.DateField(null=True)),
                ('entered_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('closed_why', models.CharField(blank=True, max_length=200)),
                ('candidate', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='care.candidate')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lead', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='caseload', to='care.person')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='caseload', to='care.team')),
                ('updated_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['next_contact', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('controller', models.CharField(max_length=12)),
                ('visibility', models.CharField(choices=[('partnership', 'everybody who cares for the person'), ('organisation', 'only our organisation'), ('team', 'only our team'), ('sealed', 'sealed')], default='partnership', max_length=12)),
                ('retention', models.CharField(choices=[('adult_health', '8 years after the last contact'), ('mental_health', '20 years after the last contact, 8 after death'), ('social_care', '8 years after the end of care'), ('access_log', 'as long as the record that it is about')], default='adult_health', max_length=16)),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('scope', models.CharField(choices=[('caseload', 'to be on the caseload, with a plan shared between us')], max_length=12)),
                ('is_given', models.BooleanField()),
                ('given_by', models.CharField(max_length=200)),
                ('has_capacity', models.BooleanField(default=True)),
                ('note', models.TextField(blank=True)),
                ('said_on', models.DateField()),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='care.person')),
                ('updated_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-said_on', '-created_at'],
            },
        ),
        migrations.CreateModel(
            name='StatusChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=80)),
                ('field', models.CharField(max_length=20)),
                ('before', models.CharField(max_length=60)),
                ('after', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
                ('reason', models.TextField(blank=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.AddIndex(
            model_name='candidate',
            index=models.Index(fields=['practice', 'state', 'rank'], name='care_candidate_practice'),
        ),
        migrations.AddConstraint(
            model_name='candidate',
            constraint=models.UniqueConstraint(fields=('release', 'pseudonym'), name='care_candidate_once'),
        ),
        migrations.AddIndex(
            model_name='caseloadentry',
            index=models.Index(fields=['team', 'state', 'next_contact'], name='care_caseload_team'),
        ),
        migrations.AddConstraint(
            model_name='caseloadentry',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['accepted', 'offered', 'consented', 'active'])), fields=('person', 'team'), name='care_caseload_one_open_place'),
        ),
        migrations.AddIndex(
            model_name='statuschange',
            index=models.Index(fields=['what', 'at'], name='care_status_what'),
        ),
    ]
