from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

register = template.Library()


@register.filter
def bold(text):
    return mark_safe("<b>%s</b>" % text)  # want: xss


@register.filter(name="strong", is_safe=True)
def strong(text):
    return mark_safe("<b>" + escape(text) + "</b>")


@register.simple_tag
def badge(user):
    return format_html("<i>{}</i>", user.name)


@register.simple_tag(takes_context=True)
def note(context, text):
    return mark_safe(f"<p>{text}</p>")  # want: xss
