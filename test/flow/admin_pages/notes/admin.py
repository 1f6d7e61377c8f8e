# What a class of the administrators' pages lists is called on rows, in which stands what people stored.
from django.contrib import admin
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

from . import kept
from .models import Note, Picture


class PictureInline(admin.TabularInline):
    model = Picture
    readonly_fields = ("shown",)

    def shown(self, instance):
        return mark_safe(f"<figure>{instance.caption}</figure>")  # want: xss


@admin.register(Note)
class NoteAdmin(admin.ModelAdmin):
    inlines = [PictureInline]
    list_display = ["author", "link", "number", "counted", "safe", "formatted"]

    @admin.display(description="note")
    def link(self, note):
        return mark_safe('<a href="/n/%s">%s</a>' % (note.pk, note.body))  # want: xss

    def number(self, note):
        return mark_safe("<b>%s</b>" % note.pk)

    def counted(self, note):
        return mark_safe(f"<b>{note.count}</b>")

    def safe(self, note):
        return mark_safe("<b>" + escape(note.body) + "</b>")

    def formatted(self, note):
        return format_html("<b>{}</b>", note.body)


class PictureAdmin(kept.Listed):
    list_display = ("of",)

    def of(self, obj):
        return mark_safe("<b>" + obj.note.body + "</b>")  # want: xss


class Loose(admin.ModelAdmin):
    list_display = ("any",)

    def any(self, obj):
        return mark_safe(obj.body)


admin.site.register(Picture, PictureAdmin)
