# Columns of a registered model: what its fields hold is known, whatever the decorator says.
from django.contrib import admin
from django.db import models
from django.utils.safestring import mark_safe


class Item(models.Model):
    title = models.CharField(max_length=80)
    count = models.IntegerField(default=0)


@admin.register(Item)
class ItemAdmin(admin.ModelAdmin):
    list_display = ("link", "amount", "named")

    @admin.display(description="go")
    def link(self, obj):
        return mark_safe(f'<a href="/go/{obj.pk}">open</a>')

    @admin.display(description="amount")
    def amount(self, obj):
        return mark_safe("<b>%s</b>" % obj.count)

    @admin.display(description="named")
    def named(self, obj):
        return mark_safe("<b>%s</b>" % obj.title)                    # want: xss
