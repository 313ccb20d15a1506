"""The addresses of the sign-in: what the library has beside them has no use, and no page, here."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as social
from django.urls import path

from wholeplace.web import oidc
from wholeplace.web.second_factor import SetUp
from wholeplace.web.sign_in import no_such_page

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("2fa/", mfa.index, name="mfa_index"),
    path("2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/app/", SetUp.as_view(), name="mfa_activate_totp"),
    path("2fa/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("2fa/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("organisation/", oidc.begin, name="organisation_login"),
    path("organisation/back/", oidc.come_back, name="organisation_callback"),
    path("organisation/keys/", oidc.keys, name="organisation_keys"),
    path("organisation/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    # Names that the library looks up; their pages do not exist.
    path("signup/", no_such_page, name="account_signup"),
    path("password/set/", no_such_page, name="account_set_password"),
    path("password/reset/", no_such_page, name="account_reset_password"),
    path("connections/", no_such_page, name="socialaccount_connections"),
]
