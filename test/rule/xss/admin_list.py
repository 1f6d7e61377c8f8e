# Columns of the admin's list: what people stored, said to be markup.
from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import mark_safe


class ProfileAdmin(admin.ModelAdmin):
    list_display = ("link", "safe_link", "number")

    @admin.display(description="site")
    def link(self, obj):
        return mark_safe(f'<a href="/go">{obj.title}</a>')          # want: xss

    @admin.display(description="site")
    def safe_link(self, obj):
        return format_html('<a href="/go/{}">{}</a>', obj.pk, obj.title)

    @admin.display
    def number(self, obj):
        return mark_safe("<b>%d</b>" % obj.count)
