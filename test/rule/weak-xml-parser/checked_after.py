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


# what it is told to let through, it lets through
def let_through(text):
    return fromstring(text, forbid_entities=False)              # want: weak-xml-parser
