# What a model's column holds is what people stored.
from django.db import models
from django.http import HttpResponse
from django.utils.html import format_html, escape
from django.utils.safestring import mark_safe


class Post(models.Model):
    title = models.CharField(max_length=10)
    body = models.TextField()
    count = models.IntegerField()
    kind = models.CharField(choices=[("a", "A")])

    def as_html(self):
        return mark_safe("<p>" + self.body)  # want: xss

    def counted(self):
        return mark_safe("<p>%d" % self.count)

    def safe(self):
        return mark_safe("<p>" + escape(self.body))

    @property
    def rendered(self):
        return mark_safe(f"<p>{self.title}")  # want: xss

    def fixed(self):
        return mark_safe("<p>" + self.label)

    label = "x"


def show(request, pk):
    p = Post.objects.get(pk=pk)
    return HttpResponse("<p>" + p.body)  # want: xss


def show2(request, pk):
    p = Post.objects.get(pk=pk)
    return HttpResponse("<p>" + escape(p.body))


def show3(request, pk):
    p = Post.objects.get(pk=pk)
    return mark_safe("<p>" + p.body)  # want: xss


def show4(request, pk):
    p = Post.objects.get(pk=pk)
    return HttpResponse("<p>" + p.body, content_type="text/plain")


def show5(request, pk):
    p = Post.objects.get(pk=pk)
    return HttpResponse(p.body)


def show6(request):
    rows = "".join("<li>%s</li>" % p.title for p in Post.objects.all())
    return HttpResponse("<ul>" + rows)  # want: xss


class Base(models.Model):
    note = models.TextField()

    class Meta:
        abstract = True


class Page(Base):
    slug = models.SlugField()

    def html(self):
        return mark_safe("<p>" + self.note)  # want: xss

    def link(self):
        return mark_safe('<a href="/p/%s">' % self.slug)

    def number(self):
        return mark_safe('<a href="/p/%s">' % self.pk)

    def other(self):
        fresh = Page(note="<b>")
        return mark_safe("<p>" + fresh.note)

    def sink(self, cursor):
        cursor.execute("SELECT 1 FROM " + self._meta.db_table)
