"""The addresses of signing in. Of allauth only the pages that we use: no sign-up, no change of address."""

from __future__ import annotations

from allauth.account import views as account
from allauth.socialaccount import views as organisation
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path, re_path

from . import account_page, demonstration, drafts, joining, people, sessions

ALLAUTH: list[URLPattern | URLResolver] = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("join/", joining.how_to_join_view, name="account_signup"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/reset/key/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("second-factor/", include("allauth.mfa.urls")),
    path("organisation/cancelled/", organisation.login_cancelled, name="socialaccount_login_cancelled"),
    path("organisation/error/", login_not_required(organisation.login_error), name="socialaccount_login_error"),
    path("organisation/signup/", joining.how_to_join_view, name="socialaccount_signup"),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
]

OURS = [
    path("invitations/accept/", joining.accept_view, name="accept_invitation"),
    path("invitations/<str:token>/", joining.follow_view, name="follow_invitation"),
    path("drafts/", drafts.drafts_view, name="drafts"),
    path("drafts/discard/", drafts.discard_view, name="discard_draft"),
    path("account/", account_page.your_account, name="your_account"),
    path("account/sessions/", account_page.your_sessions, name="your_sessions"),
    path("<slug:slug>/notices/", account_page.your_notices, name="your_notices"),
    path("session/", sessions.session_view, name="session"),
    path("demonstration/sign-in/", demonstration.sign_in_as, name="sign_in_as"),
    path("<slug:slug>/people/", people.people_view, name="people"),
    path("<slug:slug>/people/invite/", people.invite_view, name="invite"),
    path("<slug:slug>/people/invitations/<int:pk>/", people.invitation_view, name="invitation"),
    path("<slug:slug>/people/seats/<int:pk>/", people.seat_view, name="seat"),
    path("<slug:slug>/people/<int:pk>/second-factor/", people.lost_factor_view, name="lost_factor"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *OURS,
    path("account/", include(ALLAUTH)),
]
