"""The first tables (as Django wrote them)."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Make the tables."""

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('is_active', models.BooleanField(default=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AuditHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rows', models.BigIntegerField(default=0)),
                ('hash', models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='LegitimateRelationship',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('holder', models.CharField(max_length=50)),
                ('kind', models.CharField(choices=[('caseload', "on the team's caseload"), ('referral', 'an accepted referral'), ('registration', 'registered with the practice'), ('huddle', 'spoken of in a huddle'), ('claim', 'claimed with a reason'), ('break_glass', 'glass broken in an emergency')], max_length=12)),
                ('starts', models.DateTimeField()),
                ('ends', models.DateTimeField(blank=True, null=True)),
                ('because', models.CharField(blank=True, max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('code', models.CharField(max_length=12, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('practice', 'general practice'), ('acute', 'hospital trust'), ('community', 'community and mental health trust'), ('council', 'council'), ('voluntary', 'voluntary organisation'), ('commissioner', 'commissioner')], max_length=12)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('at', models.CharField(max_length=32)),
                ('user', models.UUIDField(null=True)),
                ('roles', models.CharField(max_length=120)),
                ('organisation', models.CharField(max_length=12)),
                ('verb', models.CharField(max_length=40)),
                ('person', models.UUIDField(null=True)),
                ('what', models.CharField(max_length=80)),
                ('why', models.CharField(max_length=40)),
                ('detail', models.TextField()),
                ('before', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'number'], name='care_audit_person'), models.Index(fields=['user', 'number'], name='care_audit_user')],
            },
        ),
        migrations.CreateModel(
            name='GlassBroken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField()),
                ('outcome', models.CharField(choices=[('open', 'to be reviewed'), ('right', 'justified'), ('wrong', 'not justified')], default='open', max_length=5)),
                ('reviewed_at', models.DateTimeField(null=True)),
                ('note', models.TextField(blank=True)),
                ('reviewed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('relationship', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, to='care.legitimaterelationship')),
            ],
            options={
                'ordering': ['relationship__starts'],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('controller', models.CharField(max_length=12)),
                ('visibility', models.CharField(choices=[('partnership', 'everybody who cares for the person'), ('organisation', 'only our organisation'), ('team', 'only our team'), ('sealed', 'sealed')], default='partnership', max_length=12)),
                ('retention', models.CharField(choices=[('adult_health', '8 years after the last contact'), ('mental_health', '20 years after the last contact, 8 after death'), ('social_care', '8 years after the end of care'), ('access_log', 'as long as the record that it is about')], default='adult_health', max_length=16)),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('nhs_number', models.CharField(blank=True, max_length=10, null=True, unique=True)),
                ('given_name', models.CharField(max_length=100)),
                ('family_name', models.CharField(max_length=100)),
                ('preferred_name', models.CharField(blank=True, max_length=100)),
                ('birth_date', models.DateField()),
                ('sex', models.CharField(choices=[('1', 'male'), ('2', 'female'), ('9', 'indeterminate'), ('X', 'not known')], default='X', max_length=1)),
                ('address', models.CharField(blank=True, max_length=300)),
                ('postcode', models.CharField(blank=True, max_length=8)),
                ('telephone', models.CharField(blank=True, max_length=30)),
                ('interpreter', models.CharField(blank=True, max_length=60)),
                ('adjustments', models.TextField(blank=True)),
                ('deprivation', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('died_on', models.DateField(blank=True, null=True)),
                ('search_name', models.CharField(editable=False, max_length=210)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registered', to='care.organisation')),
                ('updated_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['family_name', 'given_name', 'id'],
            },
        ),
        migrations.AddField(
            model_name='legitimaterelationship',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relationships', to='care.person'),
        ),
        migrations.CreateModel(
            name='AboutMe',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('controller', models.CharField(max_length=12)),
                ('visibility', models.CharField(choices=[('partnership', 'everybody who cares for the person'), ('organisation', 'only our organisation'), ('team', 'only our team'), ('sealed', 'sealed')], default='partnership', max_length=12)),
                ('retention', models.CharField(choices=[('adult_health', '8 years after the last contact'), ('mental_health', '20 years after the last contact, 8 after death'), ('social_care', '8 years after the end of care'), ('access_log', 'as long as the record that it is about')], default='adult_health', max_length=16)),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('most_important', models.TextField(blank=True, verbose_name='What is most important to me')),
                ('people', models.TextField(blank=True, verbose_name='People who are important to me')),
                ('communicate', models.TextField(blank=True, verbose_name='How I communicate and how to communicate with me')),
                ('wellness', models.TextField(blank=True, verbose_name='My wellness')),
                ('do_and_do_not', models.TextField(blank=True, verbose_name='Please do and please do not')),
                ('support', models.TextField(blank=True, verbose_name='How and when to support me')),
                ('worth_knowing', models.TextField(blank=True, verbose_name='Also worth knowing about me')),
                ('supported_by', models.CharField(blank=True, max_length=200, verbose_name='Supported to write this by')),
                ('written_on', models.DateField()),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('updated_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='about_me', to='care.person')),
            ],
            options={
                'ordering': ['-written_on', '-created_at'],
            },
        ),
        migrations.CreateModel(
            name='RelatedPerson',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('controller', models.CharField(max_length=12)),
                ('visibility', models.CharField(choices=[('partnership', 'everybody who cares for the person'), ('organisation', 'only our organisation'), ('team', 'only our team'), ('sealed', 'sealed')], default='partnership', max_length=12)),
                ('retention', models.CharField(choices=[('adult_health', '8 years after the last contact'), ('mental_health', '20 years after the last contact, 8 after death'), ('social_care', '8 years after the end of care'), ('access_log', 'as long as the record that it is about')], default='adult_health', max_length=16)),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('name', models.CharField(max_length=200)),
                ('relationship', models.CharField(max_length=60)),
                ('telephone', models.CharField(blank=True, max_length=30)),
                ('is_carer', models.BooleanField(default=False)),
                ('is_next_of_kin', models.BooleanField(default=False)),
                ('has_power_of_attorney', models.BooleanField(default=False)),
                ('may_be_told', models.BooleanField(default=False)),
                ('contact_order', models.PositiveSmallIntegerField(default=1)),
                ('carer_assessment_due', models.DateField(blank=True, null=True)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='related', to='care.person')),
                ('updated_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['contact_order', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('care', 'care connection team'), ('access', 'single point of access'), ('intermediate', 'intermediate care'), ('service', 'service')], default='care', max_length=12)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='teams', to='care.organisation')),
                ('practices', models.ManyToManyField(blank=True, related_name='served_by', to='care.organisation')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('matron', 'Guided care matron'), ('coordinator', 'Care coordinator'), ('gp', 'GP'), ('geriatrician', 'Community geriatrician'), ('wellbeing', 'Wellbeing adviser'), ('social_worker', 'Social worker'), ('triage', 'Single point of access'), ('lead', 'Team lead'), ('privacy', 'Privacy officer')], max_length=16)),
                ('hours_a_week', models.DecimalField(decimal_places=1, default=0, max_digits=4)),
                ('starts', models.DateField()),
                ('ends', models.DateField(blank=True, null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='care.organisation')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='care.team')),
            ],
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['search_name'], name='care_person_name'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['birth_date'], name='care_person_birth'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['family_name', 'given_name', 'id'], name='care_person_order'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('deprivation__isnull', True), ('deprivation__range', (1, 5)), _connector='OR'), name='care_person_fifth_of_deprivation'),
        ),
        migrations.AddIndex(
            model_name='legitimaterelationship',
            index=models.Index(fields=['holder', 'person'], name='care_lr_holder'),
        ),
        migrations.AddIndex(
            model_name='legitimaterelationship',
            index=models.Index(fields=['person', 'holder'], name='care_lr_person'),
        ),
        migrations.AddIndex(
            model_name='legitimaterelationship',
            index=models.Index(fields=['because'], name='care_lr_because'),
        ),
        migrations.AddConstraint(
            model_name='legitimaterelationship',
            constraint=models.CheckConstraint(condition=models.Q(('ends__isnull', True), ('ends__gte', models.F('starts')), _connector='OR'), name='care_lr_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('ends__isnull', True), ('ends__gt', models.F('starts')), _connector='OR'), name='care_post_ends_after_it_starts'),
        ),
    ]
