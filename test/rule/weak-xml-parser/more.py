import xml.dom.minidom
import xml.sax
import xml.etree.ElementTree as ET
import defusedxml.ElementTree as safe
from lxml import etree
def a():
    return xml.dom.minidom.parse("own.xml")  # want: weak-xml-parser
def b(handler):
    return xml.sax.parse("own.xml", handler)  # want: weak-xml-parser
def c(path):
    return etree.parse(path, etree.XMLParser(resolve_entities=True, no_network=False))  # want: weak-xml-parser
def d(path):
    return safe.parse(path)  # fine: weak-xml-parser
def e(path):
    return etree.parse(path, etree.XMLParser(resolve_entities=False))  # fine: weak-xml-parser
def f(x):
    return ET.tostring(x)  # fine: weak-xml-parser
