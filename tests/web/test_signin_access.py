"""Who may open which page of sign-in: every address by every kind of person."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver

from goldenthread.kernel.now import today
from goldenthread.web.signin import invitations, urls
from tests.web.signin_steps import confirm, enter, sign_in, site
from tests.world import Seat, World, owner

__all__ = ["site"]

# anonymous, signed in without a second factor, without a seat, member, chair, clerk, manager, another board's manager
WHO = ("nobody", "half", "outsider", "nurse", "chair", "clerk", "manager", "south_manager")
IN, FACTOR, NO, UNSEEN, OK = "login", "factor", 403, 404, 200
ALL = (OK,) * 8
SIGNED_IN = (IN, *(OK,) * 7)
UNIT = (IN, FACTOR, UNSEEN, NO, NO, OK, OK, UNSEEN)
MINE = (IN, FACTOR, *(OK,) * 6)
PAGES: dict[str, tuple[object, ...]] = {
    "/account/": SIGNED_IN,
    "/account/sessions/": MINE,
    "/account/login/": (OK, FACTOR, *(302,) * 6),
    "/account/logout/": (IN, *(OK,) * 7),
    "/account/inactive/": ALL,
    "/account/join/": (OK, FACTOR, *(OK,) * 6),
    "/account/organisation/cancelled/": (OK, FACTOR, *(OK,) * 6),
    "/account/organisation/error/": (401, FACTOR, *(401,) * 6),
    "/account/organisation/signup/": (OK, FACTOR, *(OK,) * 6),
    "/account/password/change/": SIGNED_IN,
    "/account/password/set/": (IN, *(302,) * 7),
    "/account/password/reset/": (OK, FACTOR, *(OK,) * 6),
    "/account/password/reset/done/": (OK, FACTOR, *(OK,) * 6),
    "/account/password/reset/key/1-x/": (OK, FACTOR, *(OK,) * 6),
    "/account/password/reset/key/done/": (OK, FACTOR, *(OK,) * 6),
    "/account/reauthenticate/": SIGNED_IN,
    "/account/second-factor/": SIGNED_IN,
    "/account/second-factor/authenticate/": (IN, *(302,) * 7),
    "/account/second-factor/totp/activate/": (IN, OK, *(302,) * 6),
    "/account/second-factor/webauthn/": SIGNED_IN,
    "/account/second-factor/webauthn/add/": SIGNED_IN,
    "/account/second-factor/webauthn/keys/1/edit/": (IN, *(UNSEEN,) * 7),
    "/account/second-factor/webauthn/keys/1/remove/": (IN, *(UNSEEN,) * 7),
    "/account/second-factor/webauthn/reauthenticate/": (IN, *(302,) * 7),
    "/account/oidc/organisation/login/": (UNSEEN, FACTOR, *(UNSEEN,) * 6),
    "/account/oidc/organisation/login/callback/": (UNSEEN, FACTOR, *(UNSEEN,) * 6),
    "/drafts/": (401, *(OK,) * 7),
    "/drafts/discard/": (IN, FACTOR, *(405,) * 6),
    "/session/": ALL,
    "/demonstration/sign-in/": (405, FACTOR, *(405,) * 6),
    "/invitations/accept/": (UNSEEN,) * 8,
    "/invitations/x/": (302,) * 8,
    "/north/people/": UNIT,
    "/north/people/invite/": UNIT,
    "/north/people/invitations/{invitation}/": UNIT,
    "/north/people/seats/{seat}/": UNIT,
    "/north/people/{person}/second-factor/": UNIT,
    "/north/people/{managers_person}/second-factor/": (IN, FACTOR, UNSEEN, NO, NO, NO, NO, UNSEEN),
    "/south/people/{person}/second-factor/": (IN, FACTOR, UNSEEN, UNSEEN, UNSEEN, UNSEEN, UNSEEN, UNSEEN),
    "/north/notices/": (IN, FACTOR, UNSEEN, OK, OK, OK, OK, UNSEEN),
    "/north/people/seats/{managers_seat}/": (IN, FACTOR, UNSEEN, NO, NO, NO, NO, UNSEEN),
    "/south/people/": (IN, FACTOR, UNSEEN, UNSEEN, UNSEEN, UNSEEN, UNSEEN, OK),
    "/south/people/seats/{seat}/": (IN, FACTOR, UNSEEN, UNSEEN, UNSEEN, UNSEEN, UNSEEN, UNSEEN),
    "/nowhere/people/": (IN, FACTOR, *(UNSEEN,) * 6),
}


def person(site: World, who: str) -> Client:
    client = Client()
    if who == "half":
        sign_in(client, "lay")
        confirm(client)
    elif who != "nobody":
        enter(client, site, who)
        confirm(client)
    return client


@pytest.mark.parametrize("column", range(len(WHO)), ids=WHO)
def test_every_page_opens_for_those_it_is_for(site: World, column: int) -> None:
    with site.acting("manager"):
        made = invitations.invite(
            partnership=site.north, agency=site.health, name="R", email="r@example.org", role="member", since=today()
        )
    with owner():
        seats = {name: Seat.unguarded.get(user=site.users[name]).pk for name in ("nurse", "manager")}
    ids = {"invitation": made.pk, "seat": seats["nurse"], "managers_seat": seats["manager"]}
    ids |= {"person": site.person("nurse").pk, "managers_person": site.person("manager").pk}
    client = person(site, WHO[column])
    found = {path: outcome(client, path.format(**ids)) for path in PAGES}
    assert found == {path: row[column] for path, row in PAGES.items()}


def outcome(client: Client, path: str) -> object:
    answer = client.get(path)
    if answer.status_code == 302 and answer.url.startswith("/account/login/"):
        return IN
    if answer.status_code == 302 and answer.url == "/account/second-factor/":
        return FACTOR
    return answer.status_code


def test_no_address_is_missing_from_the_table() -> None:
    def patterns(found: list[URLPattern | URLResolver], prefix: str = "") -> list[str]:
        return [
            name
            for entry in found
            for name in (
                patterns(entry.url_patterns, prefix + str(entry.pattern))
                if isinstance(entry, URLResolver)
                else [prefix + str(entry.pattern)]
            )
        ]

    everything = [name for name in patterns(urls.urlpatterns) if "recovery-codes" not in name]
    later = {"account/second-factor/reauthenticate/", "account/second-factor/totp/deactivate/", "webauthn/login/"}
    counted = [name for name in everything if not any(name.endswith(word) for word in later)]
    # seven rows ask about one address in several ways
    assert len(counted) == len(PAGES) - 6, sorted(counted)
