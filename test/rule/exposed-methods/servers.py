import socketserver
import xmlrpc.server
from xmlrpc.server import CGIXMLRPCRequestHandler, DocXMLRPCServer, SimpleXMLRPCServer


class Threaded(socketserver.ThreadingMixIn, SimpleXMLRPCServer):
    pass


def plain(stock):
    server = SimpleXMLRPCServer(("127.0.0.1", 8900), logRequests=False)
    server.register_instance(stock, allow_dotted_names=True)  # want: exposed-methods


def documented(stock):
    server = DocXMLRPCServer(("127.0.0.1", 8901))
    server.register_instance(stock, True)  # want: exposed-methods


def cgi(stock):
    handler = CGIXMLRPCRequestHandler()
    handler.register_instance(stock, allow_dotted_names=True)  # want: exposed-methods


def by_module(stock):
    server = xmlrpc.server.SimpleXMLRPCServer(("127.0.0.1", 8902))
    server.register_instance(stock)  # fine: exposed-methods


def switched_off(stock):
    server = SimpleXMLRPCServer(("127.0.0.1", 8903))
    server.register_instance(stock, allow_dotted_names=False)  # fine: exposed-methods


def by_name(stock):
    server = DocXMLRPCServer(("127.0.0.1", 8904))
    server.register_function(stock.quantity, "quantity")  # fine: exposed-methods
