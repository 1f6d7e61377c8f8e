import xml.sax
from django.http import HttpResponse
from lxml import etree
import defusedxml.ElementTree as safe
def a(request):
    return HttpResponse(etree.fromstring(request.body, etree.XMLParser(resolve_entities=True)).tag)  # want: xxe
def b(request):
    parser = etree.XMLParser(load_dtd=True, no_network=False, resolve_entities=True)
    return HttpResponse(etree.parse(request.FILES["f"], parser).getroot().tag)  # want: xxe
def c(request):
    parser = xml.sax.make_parser()
    parser.setFeature(xml.sax.handler.feature_external_ges, True)
    parser.parse(request.FILES["f"])  # want: xxe
    return HttpResponse("ok")
def d(request):
    return HttpResponse(safe.fromstring(request.body).tag)  # fine: xxe
def e(request):
    return HttpResponse(etree.fromstring(request.body, etree.XMLParser(resolve_entities=False, no_network=True)).tag)  # fine: xxe
def f(request):
    return HttpResponse(etree.parse("own.xml").getroot().tag)  # fine: xxe
def g(request):
    for _, e in etree.iterparse(request.FILES["f"], resolve_entities=False, no_network=True, huge_tree=False):  # fine: xxe
        print(e.tag)
    for _, e in etree.iterparse(request.FILES["f"], ("end",), no_network=True):  # want: xxe
        print(e.tag)
