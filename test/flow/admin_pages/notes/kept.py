from django.contrib import admin


class Listed(admin.ModelAdmin):
    list_per_page = 20
