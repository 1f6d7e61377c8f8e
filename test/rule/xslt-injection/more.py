from django.http import HttpResponse
from lxml import etree
def a(request):
    sheet = etree.fromstring(request.body)
    return HttpResponse(etree.XSLT(sheet)(etree.parse("doc.xml")))  # want: xslt-injection
def b(request):
    return HttpResponse(etree.XSLT(etree.XML(request.POST["xsl"]))(etree.parse("doc.xml")))  # want: xslt-injection
def c(request):
    sheet = etree.parse(request.FILES["xsl"])
    transform = etree.XSLT(sheet)  # want: xslt-injection
    return HttpResponse(transform(etree.parse("doc.xml")))
def d(request):
    return HttpResponse(etree.XSLT(etree.parse("page.xsl"))(etree.parse("doc.xml")))  # fine: xslt-injection
def e(request):
    sheets = {"a": "a.xsl", "b": "b.xsl"}
    return HttpResponse(etree.XSLT(etree.parse(sheets[request.GET["s"]]))(etree.parse("doc.xml")))  # fine: xslt-injection
def f(request):
    t = etree.XSLT(etree.parse("page.xsl"))
    return HttpResponse(t(etree.parse("doc.xml"), n=etree.XSLT.strparam(request.GET["n"])))  # fine: xslt-injection
