"""`{% load drafts %}`: what a page with a form needs so that no text is lost. See `goldenthread.web.signin.drafts`."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from goldenthread.web.signin import drafts

register = template.Library()


@register.simple_tag(takes_context=True)
def draft_attributes(context: template.Context) -> SafeString:
    """For the form tag: where its script sends what is being typed."""
    return format_html('data-draft="{}"', drafts.draft_address(drafts.address_of(context["request"])))


@register.simple_tag(takes_context=True)
def draft_key(context: template.Context) -> SafeString:
    """A hidden field inside the form: for whom its text is kept if it is sent too late."""
    request = context["request"]
    if not request.user.is_authenticated:
        return SafeString("")
    key = drafts.key_for(request.user.pk, drafts.address_of(request))
    return format_html('<input type="hidden" name="{}" value="{}">', drafts.KEY, key)


@register.inclusion_tag("signin/draft_notice.html", takes_context=True)
def draft_notice(context: template.Context) -> dict[str, object]:
    """Above a form into which something was put back: when it was typed, a button to throw it away. Reads `draft`."""
    return {"draft": context.get("draft"), "csrf_token": context.get("csrf_token")}
