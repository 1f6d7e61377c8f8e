from defusedxml.lxml import fromstring
from lxml import etree
def checked(text, resolver):
    parser = etree.XMLParser(remove_comments=True)  # fine: weak-xml-parser
    parser.resolvers.add(resolver)
    return fromstring(text, parser=parser)
def not_checked(text, resolver):
    parser = etree.XMLParser(remove_comments=True)  # want: weak-xml-parser
    parser.resolvers.add(resolver)
    return etree.fromstring(text, parser=parser)
def both(text):
    parser = etree.XMLParser(remove_comments=True)  # want: weak-xml-parser
    fromstring(text, parser=parser)
    return etree.fromstring(text, parser=parser)
