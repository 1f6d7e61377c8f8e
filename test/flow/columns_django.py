# What a row's class says of its columns: numbers, dates and keys of other rows are no text, however the row was found.
from django.db import models, connection
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
class Comment(models.Model):
    text = models.TextField()
    count = models.IntegerField()
    owner = models.ForeignKey("auth.User", on_delete=models.CASCADE)
    made = models.DateTimeField()
    on = models.BooleanField(default=False)
def v(request, pk):
    c = Comment.objects.get(pk=pk)
    cur = connection.cursor()
    cur.execute("SELECT * FROM x WHERE n = %d" % c.count)
    cur.execute("SELECT * FROM x WHERE n = %s" % c.count)
    cur.execute(f"SELECT * FROM x WHERE n = {c.id}")
    cur.execute(f"SELECT * FROM x WHERE n = {c.pk}")
    cur.execute(f"SELECT * FROM x WHERE n = {c.owner_id}")
    cur.execute(f"SELECT * FROM x WHERE n = {c.owner.id}")
    cur.execute(f"SELECT * FROM x WHERE n = '{c.text}'")  # want: sql-injection
    return HttpResponse("<b>%s</b>" % c.count)
def w(request):
    cur = connection.cursor()
    for c in Comment.objects.filter(on=True):
        cur.execute(f"SELECT * FROM x WHERE n = {c.count}")
        cur.execute(f"SELECT * FROM x WHERE n = {c.id}")
        cur.execute(f"SELECT * FROM x WHERE n = {c.text}")  # want: sql-injection
    return HttpResponse("")
def x(request):
    c = Comment.objects.filter(on=True).order_by("id").first()
    cur = connection.cursor()
    cur.execute(f"SELECT * FROM x WHERE n = {c.count}")
    ids = Comment.objects.values_list("id", flat=True)
    cur.execute("SELECT * FROM x WHERE n IN (%s)" % ",".join(str(i) for i in ids))
    return HttpResponse("")
def y(request):
    c = Comment.objects.create(text=request.POST["t"], count=3, made=None)
    cur = connection.cursor()
    cur.execute(f"SELECT * FROM x WHERE n = {c.count}")
    cur.execute(f"SELECT * FROM x WHERE n = {c.id}")
    cur.execute(f"SELECT * FROM x WHERE n = {c.text}")  # want: sql-injection
    return HttpResponse("")


def keys(request):
    cur = connection.cursor()
    names = Comment.objects.values_list("id", "text")
    for row in names:
        cur.execute("SELECT * FROM x WHERE n = '%s'" % row[1])  # want: sql-injection
    for key in Comment.objects.order_by("made").values_list("pk", flat=True):
        cur.execute("SELECT * FROM x WHERE n = %s" % key)
    for name in Comment.objects.values_list("text", flat=True):
        cur.execute("SELECT * FROM x WHERE n = '%s'" % name)  # want: sql-injection
    return HttpResponse("")


class Named(models.Model):
    id = models.CharField(primary_key=True, max_length=20)
    comment = models.OneToOneField(Comment, on_delete=models.CASCADE)
    kinds = models.Manager()


def own_key(request, pk):
    cur = connection.cursor()
    n = Named.kinds.get(pk=pk)
    cur.execute(f"SELECT * FROM x WHERE n = '{n.id}'")  # want: sql-injection
    cur.execute(f"SELECT * FROM x WHERE n = {n.comment_id}")
    cur.execute(f"SELECT * FROM x WHERE n = {n.comment.pk}")
    cur.execute(f"SELECT * FROM x WHERE n = '{n.comment.text}'")  # want: sql-injection
    m = get_object_or_404(Comment, pk=pk)
    cur.execute(f"SELECT * FROM x WHERE n = {m.pk}")
    cur.execute(f"SELECT * FROM x WHERE n = {m.owner_id}")
    cur.execute(f"SELECT * FROM x WHERE n = {m.owner.id}")
    cur.execute(f"SELECT * FROM x WHERE n = '{m.text}'")  # want: sql-injection
    return HttpResponse("")
