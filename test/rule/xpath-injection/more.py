from django.http import HttpResponse
from lxml import etree
import xml.etree.ElementTree as ET
TREE = etree.parse("users.xml")
def a(request):
    return HttpResponse(TREE.xpath("//user[@name='%s']" % request.GET["n"]))  # want: xpath-injection
def b(request):
    return HttpResponse(TREE.find(f"//user[@name='{request.GET['n']}']"))  # want: xpath-injection
def c(request):
    return HttpResponse(etree.XPath("//user[@id=" + request.GET["n"] + "]")(TREE))  # want: xpath-injection
def d(request):
    return HttpResponse(TREE.xpath("//user[@name=$n]", n=request.GET["n"]))  # fine: xpath-injection
def e(request):
    return HttpResponse(TREE.xpath("//user[@id=%d]" % int(request.GET["n"])))  # fine: xpath-injection
def f(request):
    return HttpResponse([u for u in TREE.xpath("//user") if u.get("name") == request.GET["n"]])  # fine: xpath-injection
